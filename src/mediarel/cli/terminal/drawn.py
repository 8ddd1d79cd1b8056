"""Draw tables, results of several lines, and the lines around a list with Rich.

This module is loaded only on a terminal.
"""

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from mediarel.cli.terminal import colours
from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.tables import Column, Result, Shown
from mediarel.cli.terminal.views import Frame
from mediarel.cli.terminal.widths import correct_rich, shortened, width
from mediarel.text.lines import harmless

GAP = 2  # between columns
READING_WIDTH = 88  # columns; longer lines are hard to read
_LEAST = 10  # columns of the column that takes all remaining room
_MOST_LINES = 2  # of the year bar
_UNNAMED = "Statements"  # above the lists of an archive without a name


def as_text(text: str, style: str = "") -> Text:
    """Return a Rich text on one line, with visible control characters."""
    return Text(on_one_line(text), style=style)


def as_parts(parts: Iterable[Shown], style: str = "") -> Text:
    """Return the parts of a text as one Rich text. Each kind has a style."""
    styles = {"marked": colours.MARK}
    if colours.has_colour(sys.stdout):  # without colour, the signs are enough
        styles |= {"removed": colours.REMOVED, "added": colours.ADDED}
    drawn = Text(style=style)
    for kind, text in parts:
        drawn.append(harmless(text), style=styles.get(kind, ""))
    return drawn


def new_console() -> Console:
    """Return a console for stdout that does not interpret markup."""
    correct_rich()
    # Without this, Rich assumes 80 columns for a dumb terminal.
    columns, lines = shutil.get_terminal_size()
    return Console(
        width=columns, height=lines, highlight=False, markup=False, emoji=False
    )


def print_trimmed(
    console: Console, drawn: RenderableType, width: int | None = None
) -> None:
    """Print `drawn` without trailing spaces.

    Trailing spaces could make a line too long on terminals that draw Khmer vowels
    wider.
    """
    options = console.options.update(width=width or console.width)
    lines = Segment.split_lines(console.render(drawn, options))
    ended = (segment for line in lines for segment in (*_close(line), Segment.line()))
    console.print(Segments(ended), end="", crop=False)


def in_dotted_lines(items: Iterable[Text], width: int) -> list[Text]:
    """Arrange items in lines, with a dot between two items: `2012 · 2013`."""
    between = Text(" · ", style=colours.BETWEEN)
    lines: list[Text] = []
    for item in items:
        if lines and lines[-1].cell_len + len(between) + item.cell_len <= width:
            lines[-1].append_text(between).append_text(item)
        else:
            lines.append(Text().append_text(item))
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
    widths = _widths_of(columns, rows, console.width)
    table = Table(box=None, padding=(0, GAP, 0, 0), header_style=colours.LABEL)
    for column, its_width in widths.items():
        table.add_column(
            column.label,
            justify="right" if column.is_right else "left",
            no_wrap=not column.wraps,
            overflow="fold" if column.wraps else "ellipsis",
            width=None if column.wraps else its_width,
        )
    for row in rows:
        table.add_row(*(_cell(*each, row) for each in widths.items()))
    print_trimmed(console, table)


def _cell(column: Column, columns: int, row: object) -> Text:
    """Return the cell of a row, shortened to a number of terminal columns."""
    text = on_one_line(column.drawn_value(row))
    return as_text(text if column.wraps else shortened(text, columns), column.style)


def _widths_of(
    columns: Sequence[Column], rows: Sequence[Any], room: int
) -> dict[Column, int]:
    """Return the columns that fit into `room` terminal columns, with their widths."""
    widths = {}
    for column in columns:
        cells = [width(on_one_line(column.drawn_value(row))) for row in rows]
        longest = max(len(column.label), *cells)
        if any(cells):
            widths[column] = min(longest, column.most or longest)
    for column in sorted((c for c in widths if c.drop), key=lambda c: c.drop):
        if _left(widths, room) < 0:
            del widths[column]
    left = _left(widths, room)
    for column, its_width in widths.items():
        narrowest = _narrowest(column, its_width)
        if column.fills:
            wanted = max(_LEAST, min(column.most or room, narrowest + left))
        else:
            wanted = min(its_width, narrowest + max(0, left))
        widths[column] = wanted
        left -= wanted - narrowest
    return widths


def _left(widths: Mapping[Column, int], room: int) -> int:
    """Return the width that is left if each column has its minimum width.

    If the columns do not fit, the result is negative.
    """
    return room - sum(GAP + _narrowest(*each) for each in widths.items())


def _narrowest(column: Column, its_width: int) -> int:
    least = column.least or its_width
    return least if column.fills else min(least, its_width)


def draw_header(frame: Frame) -> None:
    """Draw the breadcrumb and the year bar of a list.

    The bar has at most two lines, so the oldest years may be left out.
    """
    console = new_console()
    crumbs = map(on_one_line, (frame.name or _UNNAMED, *frame.crumbs))
    print_trimmed(console, Text(" >> ".join(crumbs), style=colours.HEADING))
    if frame.page is not None:
        chosen = frame.chosen
        years = [("All Years", frame.page.in_all_years, chosen is None)]
        years += [(f"{y:04}", n, y in (chosen or ())) for y, n in frame.page.years]
        items = [
            Text(f"[{year} {n}]", colours.CHOSEN) if is_chosen else Text(f"{year} {n}")
            for year, n, is_chosen in years
        ]
        left_out = " · …"
        lines = in_dotted_lines(items, console.width - len(left_out))
        if len(lines) > _MOST_LINES:
            lines[_MOST_LINES - 1].append(left_out)
        for line in lines[:_MOST_LINES]:
            print_trimmed(console, line)
    console.print()


def draw_footer(parts: Iterable[str]) -> None:
    """Draw the footer of a list. A long command is not wrapped, to be copied."""
    console = new_console()
    for line in in_dotted_lines(map(as_text, parts), console.width):
        console.print(line, soft_wrap=True)


def draw_results(results: Iterable[Result]) -> None:
    """Draw results of several lines, with an indent below their headings."""
    console = new_console()
    width = min(console.width, READING_WIDTH)
    for place, each in enumerate(results):
        if place:
            console.print()
        if each.warning:
            print_trimmed(console, as_text(each.warning, colours.STANDING), width)
        parts = (as_parts(value, style) for _, value, style in each.heading if value)
        print_trimmed(console, Text("  ").join(parts), width)
        if each.rows:
            grid = Table.grid(padding=(0, GAP))
            grid.add_column(style=colours.LABEL, no_wrap=True)
            grid.add_column(overflow="fold")
            for label, row in each.rows:
                grid.add_row(label, as_parts(row))
            print_trimmed(console, Padding(grid, (0, 0, 0, GAP)), width)
        if each.text:
            console.print()
            print_trimmed(console, as_parts(each.text), width)
