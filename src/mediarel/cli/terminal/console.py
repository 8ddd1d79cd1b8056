"""What all drawing uses: the console, texts, plain tables."""

from __future__ import annotations

import shutil

from rich.console import Console, RenderableType
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.theme import LABEL
from mediarel.cli.terminal.widths import correct_rich

GAP = 2  # between columns
NARROW = 60  # columns: below, there is room for what matters most alone
READING_WIDTH = 88  # longer lines tire the eye


def as_text(text: str, style: str = "") -> Text:
    """Return `text` harmless and on one line, to be drawn in `style`."""
    return Text(on_one_line(text), style=style)


def new_console() -> Console:
    """Return a console on stdout that takes nothing in a text for markup."""
    correct_rich()
    # By itself Rich takes a dumb terminal for one of 80 columns.
    columns, lines = shutil.get_terminal_size()
    return Console(
        width=columns, height=lines, highlight=False, markup=False, emoji=False
    )


def print_closely(
    console: Console, drawn: RenderableType, width: int | None = None
) -> None:
    """Print `drawn` without the spaces that fill up the end of each line.

    Terminals differ in how wide a Khmer vowel is: some would wrap them.
    """
    options = console.options.update(width=width or console.width)
    lines = console.render_lines(drawn, options, pad=False)
    ended = (segment for line in lines for segment in (*_close(line), Segment.line()))
    console.print(Segments(ended), end="")


def _close(line: list[Segment]) -> list[Segment]:
    """Return `line` without the spaces at its end."""
    kept = list(line)
    while kept:
        text, style, control = kept.pop()
        if control or text.rstrip(" "):
            return [*kept, Segment(text.rstrip(" "), style, control)]
    return kept


def plain_table(*names: str) -> Table:
    """Return a table without lines, with a column for each of `names`."""
    table = Table(box=None, padding=(0, GAP, 0, 0), header_style=LABEL)
    for name in names:
        table.add_column(name)
    return table
