"""Provide shared parts for drawing with Rich: console, texts, tables."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from rich.console import Console, RenderableType
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.table import NARROW
from mediarel.cli.terminal.widths import correct_rich, shortened, width
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mediarel.cli.terminal.table import Column

GAP = 2  # between columns
_BETWEEN = 3  # columns: a dot with spaces
READING_WIDTH = 88  # columns; longer lines are hard to read


def as_text(text: str, style: str = "") -> Text:
    """Return a Rich text on one line, with visible control characters."""
    return Text(on_one_line(text), style=style)


def as_marked(text: str, marks: Iterable[tuple[int, int]], style: str = "") -> Text:
    """Return a Rich text with some parts highlighted.

    `marks` has the start and the end of each highlighted part.
    """
    drawn = Text(style=style)
    place = 0
    for start, end in marks:
        drawn.append(harmless(text[place:start]))
        drawn.append(harmless(text[start:end]), style=theme.MARK)
        place = end
    return drawn.append(harmless(text[place:]))


def new_console() -> Console:
    """Return a console for stdout that does not interpret markup."""
    correct_rich()
    # Without this, Rich assumes 80 columns for a dumb terminal.
    columns, lines = shutil.get_terminal_size()
    return Console(
        width=columns, height=lines, highlight=False, markup=False, emoji=False
    )


def print_closely(
    console: Console, drawn: RenderableType, width: int | None = None
) -> None:
    """Print `drawn` without trailing spaces.

    Trailing spaces could make a line too long on terminals that draw Khmer vowels
    wider.
    """
    options = console.options.update(width=width or console.width)
    lines = console.render_lines(drawn, options, pad=False)
    ended = (segment for line in lines for segment in (*_close(line), Segment.line()))
    console.print(Segments(ended), end="")


def in_dotted_lines(items: Iterable[Text], width: int) -> list[Text]:
    """Arrange items in lines, with a dot between two items: `2012 · 2013`."""
    between = Text(" · ", style=theme.BETWEEN)
    all_items = list(items)
    # `between.join()` would give the style of `between` to the whole line.
    return [
        Text("").join(part for place in line for part in (between, all_items[place]))[
            len(between) :
        ]
        for line in in_lines([item.cell_len for item in all_items], width)
    ]


def in_lines(widths: Sequence[int], width: int) -> list[list[int]]:
    """Arrange items in lines of at most `width` columns.

    `widths` has the width of each item. Return the indexes of the items in each line.
    """
    lines: list[list[int]] = []
    taken = 0
    for place, its_width in enumerate(widths):
        if lines and taken + _BETWEEN + its_width <= width:
            lines[-1].append(place)
            taken += _BETWEEN + its_width
        else:
            lines.append([place])
            taken = its_width
    return lines


def _close(line: list[Segment]) -> list[Segment]:
    """Return the segments of a line without trailing spaces."""
    kept = list(line)
    while kept:
        text, style, control = kept.pop()
        if control or text.rstrip(" "):
            return [*kept, Segment(text.rstrip(" "), style, control)]
    return kept


def draw_table(columns: Sequence[Column], rows: Sequence[Any]) -> None:
    """Draw `rows` as a table, at most as wide as the terminal."""
    console = new_console()
    print_closely(console, table_of(columns, rows, console.width))


def table_of(
    columns: Sequence[Column],
    rows: Sequence[Any],
    room: int,
    last: Callable[[Any, int], Text] | None = None,
) -> Table:
    """Return a table whose width is at most `room` terminal columns.

    `last` is a function that draws a cell of the last column. Its arguments are the row
    and the width of the column. By default, the last column is like the others.
    """
    widths = widths_of(columns, rows, room)
    table = Table(box=None, padding=(0, GAP, 0, 0), header_style=theme.LABEL)
    for column, its_width in widths.items():
        table.add_column(
            column.label,
            justify="right" if column.is_right else "left",
            no_wrap=not column.wraps and (last is None or column != columns[-1]),
            overflow="fold" if column.wraps else "ellipsis",
            width=None if column.wraps else its_width,
        )
    for row in rows:
        cells = [cell_of(column, row, widths[column]) for column in widths]
        if last is not None and columns[-1] in widths:
            cells[-1] = last(row, widths[columns[-1]])
        table.add_row(*cells)
    return table


def cell_of(column: Column, row: object, columns: int) -> Text:
    """Return the cell of a row, shortened to a number of terminal columns."""
    text = on_one_line(column.drawn_value(row))
    shown = text if column.wraps else shortened(text, columns)
    return as_text(shown, column.style)


def widths_of(
    columns: Sequence[Column], rows: Sequence[Any], room: int
) -> dict[Column, int]:
    """Return the columns that fit into `room` terminal columns, with their widths."""
    widths = {}
    for column in columns:
        cells = [width(on_one_line(column.drawn_value(row))) for row in rows]
        longest = max(len(column.label), *cells)
        if any(cells) and (room >= NARROW or not column.for_wide):
            widths[column] = min(longest, column.most or longest)
    for column in sorted((c for c in widths if c.drop), key=lambda c: c.drop):
        if _left(widths, room) < 0:
            del widths[column]
    left = max(0, _left(widths, room))
    for column, its_width in widths.items():
        narrowest = _narrowest(column, its_width)
        wanted = (column.most or room) if column.fills else its_width
        widths[column] = min(wanted, narrowest + left)
        left -= widths[column] - narrowest
    return widths


def _left(widths: Mapping[Column, int], room: int) -> int:
    """Return the width that is left if each column has its minimum width.

    If the columns do not fit, the result is negative.
    """
    return room - sum(GAP + _narrowest(*each) for each in widths.items())


def _narrowest(column: Column, its_width: int) -> int:
    least = column.least or its_width
    return least if column.fills else min(least, its_width)
