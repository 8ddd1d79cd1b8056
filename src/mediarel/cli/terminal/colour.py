"""Colour of what is told on stderr, without Rich: an error is not to wait for it."""

from __future__ import annotations

import os
from typing import TextIO

from mediarel.cli.terminal.plain import is_plain
from mediarel.cli.terminal.theme import FIRST_WORDS

# Of Select Graphic Rendition (ECMA-48, 8.3.117).
_CODES = {"bold": 1, "red": 31, "green": 32, "magenta": 35, "cyan": 36}


def has_colour(stream: TextIO) -> bool:
    """Tell whether colour can be seen on `stream`, and is wanted (no-color.org)."""
    # The console of an older Windows would show the codes.
    is_able = os.name == "posix" and stream.isatty()
    return is_able and not os.environ.get("NO_COLOR") and not is_plain()


def with_first_word(line: str) -> str:
    """Return `line` with its first word in colour, where that says what it is."""
    word, colon, rest = line.partition(":")
    style = FIRST_WORDS.get(word)
    if not colon or style is None:
        return line
    codes = ";".join(str(_CODES[part]) for part in style.split())
    return f"\x1b[{codes}m{word}:\x1b[0m{rest}"
