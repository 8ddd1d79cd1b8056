"""Lines of a mail that were broken where they were full, put together again."""

from __future__ import annotations

import re
from itertools import pairwise

from mediarel.text.tokens import is_unspaced

_WIDTHS = range(50, 101)  # letters at which programs for mail break lines
_LONGEST_WORD = 25
_MARK = re.compile(r"[•·*–—-]\s|\(?\w{1,3}[.)]\s|>")
_SIGNATURE = "-- "


def unflowed(text: str, *, is_joined: bool) -> str:
    """Return a text of the form "flowed", in which a space says that a line goes on.

    Where lines are joined without that space, `is_joined` is set (RFC 3676).
    """
    lines: list[str] = []
    goes_on = False
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = raw.removeprefix(" ")
        lines[-1:] = [lines[-1] + line] if goes_on else [*lines[-1:], line]
        goes_on = line.endswith(" ") and line != _SIGNATURE
        if goes_on and is_joined:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def unwrapped(text: str) -> str:
    """Return a text with each paragraph on a line whose lines are all full.

    A line is, where the first word of the next one had no room on it.
    """
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    width = max(map(len, lines), default=0)
    if width not in _WIDTHS:
        return text
    found: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
            continue
        found += [" ".join(block)] if _is_wrapped(block, width) else block
        found.append("")
        block = []
    return "\n".join(found[:-1])


def _is_wrapped(block: list[str], width: int) -> bool:
    return len(block) > 1 and all(
        len(line) + 1 + _first_word(below) > width for line, below in pairwise(block)
    )


def _first_word(line: str) -> int:
    """Return how long the first word is, a negative number where it begins anew."""
    word = line.split(maxsplit=1)[0]
    if len(word) > _LONGEST_WORD or is_unspaced(word) or _MARK.match(line):
        return -len(line)
    return len(word)
