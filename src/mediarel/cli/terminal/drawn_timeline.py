"""A timeline, drawn: a heading for each year and month, a line for each statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    GAP,
    NARROW,
    as_text,
    new_console,
    print_closely,
)
from mediarel.cli.terminal.drawn_page import breadcrumb, in_dotted_lines
from mediarel.cli.terminal.lines import on_one_line
from mediarel.cli.terminal.timeline import entries
from mediarel.cli.terminal.widths import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.cli.terminal.views import TimelineView
    from mediarel.index.search import Row

_STEP = 2  # columns that a month is further in than its year, and a row than that
_MOST_OF_A_PROGRAM = 20
_LEAST_OF_A_HEADLINE = 10


def draw_timeline(view: TimelineView) -> None:
    """Draw a timeline."""
    console = new_console()
    print_closely(console, breadcrumb(view))
    for each in _lines(view, console.width):
        print_closely(console, each)
    console.print()
    for parts in _foot(view, console.width):
        # A command that is longer than the screen is to stay one line to copy.
        console.print(parts, soft_wrap=True)


def height(view: TimelineView) -> int:
    """Return how many lines of the terminal `draw_timeline` takes for `view`."""
    console = new_console()
    width = console.width
    return (
        len(breadcrumb(view).wrap(console, width))
        + len(_lines(view, width))
        + 1
        + sum(max(1, -(-each.cell_len // width)) for each in _foot(view, width))
    )


def _foot(view: TimelineView, width: int) -> list[Text]:
    return in_dotted_lines([as_text(part) for part in view.foot], width)


def _lines(view: TimelineView, width: int) -> list[Text]:
    """Return the lines between the breadcrumb and the foot, none wider than `width`."""
    rows = view.timeline.page.rows
    widths = _widths(rows)
    lines = []
    for row, gap, year, month in entries(view.timeline):
        if gap:
            lines += [Text(), as_text(f"— {gap} —")]
        if year:
            lines += [Text(), as_text(year, theme.HEADING)]
        if month:
            lines.append(Text(" " * _STEP).append(month, theme.LABEL))
        lines.append(_line(row, widths, width))
    return lines


def _widths(rows: Sequence[Row]) -> tuple[int, int, int]:
    """Return the widths of dates, ids and programs."""
    longest = max((cell_len(on_one_line(row.program)) for row in rows), default=0)
    return (
        max((len(row.date) for row in rows), default=0),
        max((len(str(row.id)) for row in rows), default=0),
        min(_MOST_OF_A_PROGRAM, longest),
    )


def _line(row: Row, widths: tuple[int, int, int], width: int) -> Text:
    of_dates, of_ids, of_programs = widths
    gap = " " * GAP
    line = Text(" " * (2 * _STEP))
    line.append(on_one_line(row.date).ljust(of_dates), theme.DATE).append(gap)
    line.append(str(row.id).rjust(of_ids), theme.ID).append(gap)
    if width >= NARROW:
        program = shortened(on_one_line(row.program), of_programs)
        line.append(program, theme.PROGRAM)
        line.append(" " * (of_programs - cell_len(program)) + gap)
    room = max(_LEAST_OF_A_HEADLINE, width - line.cell_len)
    return line.append(shortened(on_one_line(row.headline), room))
