"""How each thing is drawn, whatever it stands in: one style for each role.

A style is one of Rich's, in words. Colours are of the 16 that everyone sets to
suit their own background, without white, black and bright yellow, which vanish
on one background or the other. What must be read is never dim.
"""

from __future__ import annotations

import os
from typing import TextIO

from mediarel.cli.terminal.plain import is_plain

# Of Select Graphic Rendition (ECMA-48, 8.3.117).
_CODES = {"bold": 1, "red": 31, "green": 32, "magenta": 35, "cyan": 36}
ID = "cyan"  # of a statement, of a change
DATE = "green"
PROGRAM = "magenta"
BAR = "cyan"  # of a number
HEADING = "bold"
LABEL = "bold"  # of a column, of a field
MARK = "bold reverse"  # what was sought
CHOSEN = "bold"
BETWEEN = "dim"  # dots between parts
STANDING = "bold magenta"  # of what is not simply published
STOOD = "magenta"  # the same, of one in a list
REMOVED = "red strike"
ADDED = "green underline"
LEVELS = {"error": "bold red", "warning": "bold magenta", "note": "cyan"}
FIRST_WORDS = {
    "Error": LEVELS["error"],
    "Careful": LEVELS["warning"],
    "Warning": LEVELS["warning"],
    "Hint": LEVELS["note"],
}
FIELDS = {"date": DATE, "dated": DATE, "program": PROGRAM}


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
