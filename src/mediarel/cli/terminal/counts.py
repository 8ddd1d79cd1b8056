"""Show counts of statements, and timelines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.cli.terminal import page
from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.table import Column, record_lines, show_table
from mediarel.dates.edtf import MONTHS
from mediarel.stats.counts import as_text, summary
from mediarel.stats.timeline import gap_before, gap_in_words, known_month

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.index.search import Row
    from mediarel.stats.counts import Counts
    from mediarel.stats.timeline import Timeline


class CountsView(NamedTuple):
    """Counts to show; `name`, `crumbs` and `foot` are as in `PageView`."""

    counts: Counts
    name: str
    crumbs: Sequence[str]
    foot: Sequence[str] = ()


class TimelineView(NamedTuple):
    """A timeline to show; `name`, `crumbs` and `foot` are as in `PageView`."""

    timeline: Timeline
    name: str
    crumbs: Sequence[str]
    foot: Sequence[str]


class Entry(NamedTuple):
    """A statement of a timeline, and the headings above it ("" for no heading)."""

    row: Row
    gap: str
    year: str
    month: str


def entries(timeline: Timeline) -> Iterator[Entry]:
    """Yield the statements of a timeline; the first has its year and month."""
    year = month = ""
    for place, row in enumerate(timeline.page.rows):
        gap = gap_before(timeline, place)
        its_year, _, number = known_month(row.date).partition("-")
        its_month = MONTHS[int(number) - 1] if number else ""
        is_new = its_year != year
        yield Entry(
            row,
            gap_in_words(gap) if gap else "",
            its_year if is_new else "",
            its_month if is_new or its_month != month else "",
        )
        year, month = its_year, its_month


def show_counts(view: CountsView) -> None:
    """Show counts. In a pipe, each value is a line that ends with the number."""
    if not is_terminal():
        for values, number in view.counts.rows():
            line(*map(as_text, values), str(number))
    else:
        page.show_screen(view, _counts_lines)


def _counts_lines(view: CountsView) -> list[str]:
    return record_lines(
        [
            ("Archive", view.name),
            ("Counted", ", ".join(view.crumbs)),
            ("By", " and ".join(view.counts.by)),
            *(
                (", ".join(map(as_text, values)), f"{number:,}")
                for values, number in view.counts.rows()
            ),
            ("In all", summary(view.counts)),
        ]
    )


def show_timeline(view: TimelineView) -> None:
    """Show a timeline. In a pipe, each statement is a line.

    The line begins with the month or year under which the statement is listed.
    """
    if not is_terminal():
        under = Column("Under", lambda row: known_month(row.date))
        show_table((under, *page.COLUMNS), view.timeline.page.rows)
    else:
        page.show_screen(view, _plain_lines)


def _plain_lines(view: TimelineView) -> list[str]:
    """Return the lines of a timeline in plain output, the statements first."""
    found = (
        [
            *(("Gap", gap), ("Year", year), ("Month", month)),
            *((column.label, column.value(row)) for column in page.COLUMNS),
        ]
        for row, gap, year, month in entries(view.timeline)
    )
    return page.plain_page(found, view.name, view.crumbs, view.foot)
