"""Where two texts differ, as it is shown: the parts, harmless and on one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.text.diff import diff, with_context
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.text.diff import Part

# Signs tell what was removed and what added: not every terminal has colour, or
# strikes through.
_SIGNS = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "same": ("", "")}
_LINE_ENDS = re.compile(r"[^\S\n]*\n\s*")


class Shown(NamedTuple):
    """A part of what is shown: `removed`, `added` or the `same`, and its text."""

    kind: str
    text: str


def differing(old: str, new: str) -> Iterator[Shown]:
    """Yield both texts as one, in parts, with the words around each difference."""
    yield from marked(with_context(diff(old, new)))


def marked(parts: Iterable[Part]) -> Iterator[Shown]:
    """Yield `parts` of two texts, those that differ with signs around each side."""
    for part in parts:
        if part.is_same:
            yield _shown("same", _with_ends(part.old))
            continue
        # Such as where a zero-width space was added to a word.
        looks_alike = _seen(part.old) == _seen(part.new)
        for kind, side in zip(("removed", "added"), part, strict=True):
            if side:
                yield _shown(kind, _visible(side) if looks_alike else _with_ends(side))


def _shown(kind: str, text: str) -> Shown:
    opening, closing = _SIGNS[kind]
    return Shown(kind, f"{opening}{text}{closing}")


def _seen(text: str) -> str:
    return "".join(filter(str.isprintable, text))


def _visible(text: str) -> str:
    """Return `text` with what can't be seen as its code point: `<U+200B>`."""
    shown = (
        letter if letter.isprintable() or letter.isspace() else f"<U+{ord(letter):04X}>"
        for letter in text
    )
    return _with_ends("".join(shown))


def _with_ends(text: str) -> str:
    """Return `text` harmless and on one line, with a mark where a line ended."""
    return harmless(_LINE_ENDS.sub(" ¶ ", text)).replace("\t", " ")
