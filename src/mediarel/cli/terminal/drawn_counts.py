"""Counts drawn as bars or as a table, and timelines drawn line by line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    GAP,
    as_text,
    cell_of,
    height_of_screen,
    new_console,
    print_closely,
    print_screen,
    table_of,
    widths_of,
)
from mediarel.cli.terminal.counts import entries
from mediarel.cli.terminal.drawn_page import breadcrumb
from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.page import COLUMNS
from mediarel.cli.terminal.table import Column
from mediarel.stats.counts import as_text as value_text
from mediarel.stats.counts import told
from mediarel.text.lines import capitalised

if TYPE_CHECKING:
    from rich.table import Table

    from mediarel.cli.terminal.counts import CountsView, TimelineView
    from mediarel.stats.counts import Counts, Value

_TOTAL = "Statements"  # above the numbers
_EIGHTHS = "█▏▎▍▌▋▊▉"
_LEAST_BAR, _MOST_BAR = 10, 60  # columns
_LEAST_LABEL = 16  # columns
_STEP = 2  # columns that a month is further in than its year, and a row than that


def draw_counts(view: CountsView) -> None:
    """Draw counts."""
    console = new_console()
    counts, room = view.counts, console.width
    print_closely(console, breadcrumb(view))
    console.print()
    crossed = _crossed(counts) if counts.others else []
    widths = widths_of(crossed, counts.values, room)
    if crossed and sum(its_width + GAP for its_width in widths.values()) <= room:
        print_closely(console, table_of(crossed, counts.values, room))
    else:
        print_closely(console, _bars(counts, room))
    console.print()
    print_closely(console, as_text(told(counts)))


def _names(counts: Counts) -> list[str]:
    """Return what is counted by, as heads of columns: `Text from`."""
    return [capitalised(each.replace("_", " ")) for each in counts.by]


def _crossed(counts: Counts) -> list[Column]:
    """Return the columns of a table of two: one for each value of the second."""

    def of(other: Value) -> Column:
        cells = counts.cells
        return Column(
            _label(other),
            lambda row: _number(cells.get((row[0], other), 0)),
            is_right=True,
        )

    return [
        Column(_names(counts)[0], lambda row: _label(row[0])),
        *(of(other) for other, _ in counts.others),
        Column(_TOTAL, lambda row: _number(row[1]), is_right=True),
    ]


def _bars(counts: Counts, room: int) -> Table:
    """Return a bar for each number; of a pair, the first value is there once."""
    rows, most = _rows(counts), counts.most()

    def label(place: int) -> Column:
        name = _names(counts)[place]
        return Column(name, lambda row: row.labels[place], least=_LEAST_LABEL)

    columns = [
        *map(label, range(len(counts.by))),
        Column(_TOTAL, lambda row: _number(row.number), is_right=True),
        Column(
            *("", lambda row: "" if row.is_partial else _number(row.number)),
            least=_LEAST_BAR,
            most=_MOST_BAR,
            fills=True,
            drop=1,
        ),
    ]

    def bar(row: _Row, columns: int) -> Text:
        shown = "" if row.is_partial else _bar(row.number, most, columns)
        return as_text(shown, theme.BAR)

    return table_of(columns, rows, room, bar)


class _Row(NamedTuple):
    """Labels and number of a bar; one that `is_partial` lacks a value, and has none."""

    labels: list[str]
    number: int
    is_partial: bool


def _rows(counts: Counts) -> list[_Row]:
    rows: list[_Row] = []
    before = None
    for values, number in counts.rows():
        labels = list(map(_label, values))
        is_same = len(values) > 1 and values[0] == before and bool(rows)
        shown = ["", *labels[1:]] if is_same else labels
        rows.append(_Row(shown, number, None in values))
        before = values[0]
    return rows


def _bar(number: int, most: int, width: int) -> str:
    """Return a bar for `number`, of `width` columns for `most`; it is never empty."""
    eighths = max(1, round(8 * width * number / most))
    whole, rest = divmod(eighths, 8)
    bar = _EIGHTHS[0] * whole + (_EIGHTHS[rest] if rest else "")
    try:
        bar.encode(sys.stdout.encoding or "ascii")
    except UnicodeError:
        return "#" * max(1, whole)
    return bar


def _label(value: Value) -> str:
    return on_one_line(value_text(value))


def _number(number: int) -> str:
    return f"{number:,}"


def draw_timeline(view: TimelineView) -> None:
    """Draw a timeline."""
    console = new_console()
    print_screen(console, _lines(view, console.width), view.foot)


def height_of_timeline(view: TimelineView) -> int:
    """Return how many lines of the terminal `draw_timeline` takes for `view`."""
    console = new_console()
    return height_of_screen(console, _lines(view, console.width), view.foot)


def _lines(view: TimelineView, width: int) -> list[Text]:
    """Return the breadcrumb and the lines below it, which are at most `width` wide."""
    number, date, *others = COLUMNS
    rows = view.timeline.page.rows
    columns = [each._replace(label="") for each in (date, number, *others)]
    widths = widths_of(columns, rows, width - 2 * _STEP + GAP)
    lines = [breadcrumb(view)]
    for row, gap, year, month in entries(view.timeline):
        if gap:
            lines += [Text(), as_text(f"— {gap} —")]
        if year:
            lines += [Text(), as_text(year, theme.HEADING)]
        if month:
            lines.append(Text(" " * _STEP).append(month, theme.LABEL))
        line = Text(" " * (2 * _STEP))
        for column, its_width in widths.items():
            cell = cell_of(column, row, its_width)
            cell.align("right" if column.is_right else "left", its_width)
            line.append_text(cell).append(" " * GAP)
        line.rstrip()
        lines.append(line)
    return [*lines, Text()]
