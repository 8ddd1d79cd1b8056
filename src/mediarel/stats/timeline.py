"""Group dates by year and month, and find the gaps between them.

A date belongs to its known month or year: `2012` to the year, `2012-07-16` to July. An
interval belongs to the month of its start, or of its end if the start is unknown.
"""

from collections.abc import Iterable
from typing import NamedTuple

from mediarel.index import crosstab
from mediarel.index.protocol import Index, in_one_snapshot
from mediarel.index.search import TIMELINE, Page, page
from mediarel.query.tree import Query

_YEAR, _MONTH = 4, 7  # characters of `2012-07`
_MONTHS = 12


class Gap(NamedTuple):
    """Consecutive months without a statement, starting at the month `first`."""

    first: str
    months: int


class Timeline(NamedTuple):
    """A page of a timeline, and the gaps in the whole timeline, oldest first.

    `before` is the month or year of the statement before the page. It is "" if there is
    no such statement.
    """

    page: Page
    gaps: tuple[Gap, ...]
    before: str


def known_month(date: str) -> str:
    """Return the month of a date, or its year if the month is unknown."""
    known = date.lstrip("./")  # of an interval, its first known end
    return known[: _MONTH if known[_YEAR : _YEAR + 1] == "-" else _YEAR]


def gap_before(shown: Timeline, place: int) -> Gap | None:
    """Return the gap between a row of `shown` and the statement before this row.

    Return None if there is no gap.
    """
    rows = shown.page.rows
    before = known_month(rows[place - 1].date) if place else shown.before
    here = known_month(rows[place].date)
    if not before or before == here:
        return None
    between = (gap for gap in shown.gaps if before < gap.first < here)
    return max(between, key=lambda gap: gap.months, default=None)


def gaps(spans: Iterable[tuple[str, str]]) -> tuple[Gap, ...]:
    """Return the gaps between periods.

    Each item of `spans` is a period: its first and its last month.
    """
    found = []
    covered: int | None = None
    for begin, end in sorted(spans):
        first, last = _number(begin), _number(end)
        if covered is not None and first > covered + 1:
            found.append(Gap(_month(covered + 1), first - covered - 1))
        covered = max(last, covered or last)
    return tuple(found)


def gap_in_words(gap: Gap) -> str:
    """Return the length of a gap in words: `7 months without a statement`."""
    years, months = divmod(gap.months, _MONTHS)
    parts = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((years, "year"), (months, "month"))
        if number
    ]
    return f"{' and '.join(parts)} without a statement"


@in_one_snapshot
def timeline(index: Index, query: Query, *, start: int, size: int | None) -> Timeline:
    """Return a part of the timeline of the statements that match a query.

    The part starts at the index `start`. `size` is the maximum number of statements, or
    None for no limit. Statements of the same month are adjacent. In each year,
    statements without a month are first.
    """
    # Include the statement before the page, to find a gap before the page.
    earlier = min(start, 1)
    found = page(
        index,
        query,
        sort=TIMELINE,
        start=start - earlier,
        size=None if size is None else size + earlier,
    )
    rows = found.rows
    before = known_month(rows[0].date) if earlier and rows else ""
    return Timeline(
        found._replace(rows=rows[earlier:], start=start),
        gaps(crosstab.months(index, query)),
        before,
    )


def _number(month: str) -> int:
    return int(month[:_YEAR]) * _MONTHS + int(month[_YEAR + 1 :]) - 1


def _month(number: int) -> str:
    year, month = divmod(number, _MONTHS)
    return f"{year:04}-{month + 1:02}"
