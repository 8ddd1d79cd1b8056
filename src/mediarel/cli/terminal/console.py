"""What all drawing uses: the console, plain tables, lines for a pipe.

On a terminal results are drawn; into a pipe they are lines of whole values,
set apart by tabs. Text of statements is data: nothing in it is taken for
markup or reaches a terminal as a control character. Rich is used in `terminal/`
alone.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mediarel.cli.terminal.theme import LABEL
from mediarel.text.lines import harmless, spaced_once

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text


GAP = 2  # between columns
NARROW = 60  # columns: below, there is room for what matters most alone
READING_WIDTH = 88  # longer lines tire the eye


def is_terminal() -> bool:
    """Tell whether results go to a terminal, and so are drawn."""
    return sys.stdout.isatty()


def line(*values: str) -> None:
    """Print values on one line, set apart by tabs."""
    print("\t".join(on_one_line(value) for value in values))


def path(place: Path) -> None:
    """Print the path `place`: exactly into a pipe, where a program reads it."""
    print(harmless(str(place)) if is_terminal() else place)


def on_one_line(text: str) -> str:
    """Return `text` harmless and on one line."""
    return harmless(spaced_once(text))


def as_text(text: str, style: str = "") -> Text:
    """Return `text` harmless and on one line, to be drawn in `style`."""
    from rich.text import Text  # noqa: PLC0415 - not for a pipe

    return Text(on_one_line(text), style=style)


def new_console() -> Console:
    """Return a console on stdout that takes nothing in a text for markup."""
    from rich.console import Console  # noqa: PLC0415 - not for a pipe

    return Console(highlight=False, markup=False, emoji=False)


def print_closely(console: Console, drawn: RenderableType, width: int) -> None:
    """Print `drawn` without the spaces that fill up the end of each line.

    Terminals differ in how wide a Khmer vowel is: some would wrap them.
    """
    with console.capture() as captured:
        console.print(drawn, width=width)
    print(*map(str.rstrip, captured.get().splitlines()), sep="\n")


def plain_table(*names: str) -> Table:
    """Return a table without lines, with a column for each of `names`."""
    from rich.table import Table  # noqa: PLC0415 - not for a pipe

    table = Table(box=None, padding=(0, GAP, 0, 0), header_style=LABEL)
    for name in names:
        table.add_column(name)
    return table
