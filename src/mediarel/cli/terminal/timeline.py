"""A timeline: years, months, headlines, and how long nothing was between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain
from mediarel.dates.edtf import MONTHS
from mediarel.stats.timeline import gap_before, how_long, stands_under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.cli.terminal.views import TimelineView
    from mediarel.index.search import Row
    from mediarel.stats.timeline import Timeline


class Entry(NamedTuple):
    """A statement of a timeline, with what is new before it; "" for what is not."""

    row: Row
    gap: str
    year: str
    month: str


def entries(timeline: Timeline) -> Iterator[Entry]:
    """Yield the statements of a timeline; the first has its year and month."""
    year = month = ""
    for place, row in enumerate(timeline.page.rows):
        gap = gap_before(timeline, place)
        its_year, _, number = stands_under(row.date).partition("-")
        its_month = MONTHS[int(number) - 1] if number else ""
        is_new = its_year != year
        yield Entry(
            row,
            how_long(gap) if gap else "",
            its_year if is_new else "",
            its_month if is_new or its_month != month else "",
        )
        year, month = its_year, its_month


def show_timeline(view: TimelineView) -> None:
    """Show a timeline: into a pipe, a line for each statement.

    That begins with the month that it stands under, or the year.
    """
    if not is_terminal():
        for row in view.timeline.page.rows:
            under = stands_under(row.date)
            line(under, str(row.id), row.date, row.program, row.headline)
        return
    if is_plain():
        from mediarel.cli.terminal import labelled_numbers  # noqa: PLC0415 - where it is wanted

        labelled_numbers.print_timeline(view)
        return
    from mediarel.cli.terminal.drawn_timeline import draw_timeline  # noqa: PLC0415 - not for a pipe

    draw_timeline(view)


def height_of_timeline(view: TimelineView) -> int:
    """Return how many lines of a terminal `view` takes."""
    if is_plain():
        from mediarel.cli.terminal import labelled_numbers  # noqa: PLC0415 - where it is wanted

        return labelled_numbers.height_of_timeline(view)
    from mediarel.cli.terminal.drawn_timeline import height  # noqa: PLC0415 - as above

    return height(view)
