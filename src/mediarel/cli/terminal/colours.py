"""Define the style of each kind of text, such as the ID of a statement.

Styles are written as in Rich: `bold red`. Only the 16 standard colours of terminals are
used, because users can adapt these colours to their background. White, black and bright
yellow are not used: they are invisible on some backgrounds. Important text is never
dim. On stderr, colours are written without Rich, which would delay error messages.
"""

import os
import sys
from typing import TextIO

from mediarel.cli.terminal.lines import is_plain

# Codes for Select Graphic Rendition (ECMA-48, 8.3.117).
_CODES = {"bold": 1, "red": 31, "green": 32, "magenta": 35, "cyan": 36}

ID = "cyan"  # of a statement or a change
DATE = "green"
PROGRAM = "magenta"
BAR = "cyan"  # of a number
HEADING = "bold"
LABEL = "bold"  # of a column or a field
MARK = "bold reverse"  # a match
CHOSEN = "bold"
BETWEEN = "dim"  # dots between parts
STANDING = "bold magenta"  # a status other than published
STOOD = "magenta"  # the same status in a list
REMOVED = "red strike"
ADDED = "green underline"
FIRST_WORDS = {
    "Error": "bold red",
    "Warning": "bold magenta",
    "Note": "cyan",
    "Hint": "cyan",
}


def has_colour(stream: TextIO) -> bool:
    """Return whether colour is supported by `stream` and wanted (no-color.org)."""
    # Older consoles of Windows would print the codes.
    is_able = os.name == "posix" and stream.isatty()
    return is_able and not os.environ.get("NO_COLOR") and not is_plain()


def styled(text: str, style: str) -> str:
    """Return `text` in `style` if stdout shows colour."""
    return _coloured(text, style) if has_colour(sys.stdout) else text


def with_first_word(line: str) -> str:
    """Colour the first word of a line if it is a label such as `Error`."""
    word, colon, rest = line.partition(":")
    style = FIRST_WORDS.get(word)
    return f"{_coloured(f'{word}:', style)}{rest}" if colon and style else line


def _coloured(text: str, style: str) -> str:
    codes = ";".join(str(_CODES[part]) for part in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m"
