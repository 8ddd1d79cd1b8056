"""Determine the dates of entries from the whole page; never complete them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import UnreadableInputError
from mediarel.pages.dated import Years
from mediarel.pages.found import Passed
from mediarel.pages.order import DateOnPage, day_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.dates.edtf import PartialDate
    from mediarel.dates.typed import DayOrder
    from mediarel.pages.choice import Choice, Page

NO_YEAR = "has a date without a year"
NO_DATE = "has a date that is not in the calendar"


def with_dates(
    choice: Choice, page: Page, source: str, order: DayOrder | None
) -> tuple[Choice, list[PartialDate], list[Passed]]:
    """Return the dated entries, their dates, and the undated entries.

    Raises UnreadableInputError if no entry has a date, or a date is ambiguous.
    """
    segments = choice.cut.segments
    printed = []
    for each in segments:
        line, date = page.lines[each.spot.line], each.spot.date
        text = line.text[each.spot.begin : each.spot.end] or line.text
        printed.append(DateOnPage(date, text, line.number))
    order = day_order(printed, [spot.date for spot in page.spots], source, order)
    years = Years(page.spots, page.lines)
    found = [
        each.date.date(order, each.date.year or years.of(segment))
        for each, segment in zip(printed, segments, strict=True)
    ]
    left = [
        Passed(
            each.line or 0,
            # Below a heading with several years, `02/03` has no certain year.
            title.text
            if title and not (each.date.year or _is_said(each))
            else each.text,
            NO_YEAR if each.date.year is None else NO_DATE,
        )
        for each, title, date in zip(printed, choice.titles, found, strict=True)
        if date is None
    ]
    kept = [n for n, date in enumerate(found) if date is not None]
    if not kept:
        raise _none(left, source)
    cut = choice.cut._replace(segments=tuple(segments[n] for n in kept))
    titles = tuple(choice.titles[n] for n in kept)
    dates = [date for date in found if date is not None]
    return choice._replace(cut=cut, titles=titles), dates, left


def _is_said(each: DateOnPage) -> bool:
    """Return whether a date names its month, so that it identifies an entry."""
    return each.date.month is not None and each.date.figures is None


def _none(left: Sequence[Passed], source: str) -> UnreadableInputError:
    first = left[0]
    return UnreadableInputError(
        source,
        first.line,
        f"{first.text.strip()!r} {first.why.replace('has a date', 'is a date')}",
        "Write the year above, such as <h2>2019</h2>, and read the page in again.",
    )
