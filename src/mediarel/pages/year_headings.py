"""Years that a heading names among other words: "Press releases 2020" over days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.dates.printed import PrintedDate, date_alone
from mediarel.pages.headed_days import month_and_year
from mediarel.pages.open_years import is_open_year
from mediarel.pages.rows import HEADING, TEXT
from mediarel.pages.words_around import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.layouts import Page
    from mediarel.pages.rows import Row

_LONGEST = 60
_NEAR = 3  # rows below a heading in which the first of its dates stands
_MOST = 0.7
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_EDGES = " \t\u00a0:：.,–—-()[]|»«›>/年"


def years_in_words(rows: Sequence[Row]) -> dict[int, int]:
    """Return the year of each row that is the heading of dates without a year.

    Headings are alike but for their years, or there is one, right above the dates. A
    page that prints years alone has these as headings, and no others.
    """
    dated = [n for n, row in enumerate(rows) if _lacks_year(row)]
    if len(dated) < 2:  # noqa: PLR2004 - of one nothing can be said
        return {}
    first = dated[0]
    if any(_is_year(row) for row in rows[max(first - _NEAR, 0) : dated[-1]]):
        return {}
    groups: dict[str, dict[int, int]] = {}
    for n, row in enumerate(rows):
        year = None if n in dated else year_in_words(row)
        if year is not None:
            words = folded(_YEAR.sub(" ", row.text)).strip(_EDGES)
            groups.setdefault(words, {})[n] = year
    taken = frozenset(dated)
    for found in groups.values():
        # An entry of one date a heading is but an entry: "Report 2018".
        near = sum(any(m in taken for m in range(n, n + 1 + _NEAR)) for n in found)
        is_above = any(n < first <= n + _NEAR for n in found)
        is_distinct = len(set(found.values())) == len(found)
        if is_above and is_distinct and near >= _MOST * len(found) < len(dated):
            return found
    return {}


def with_years(rows: list[Row], years: dict[int, int]) -> list[Row]:
    """Return `rows` with the years of such headings as their dates."""
    return [
        row._replace(kind=HEADING, dates=(PrintedDate(0, len(row.text), years[n]),))
        if n in years
        else row
        for n, row in enumerate(rows)
    ]


def years_above(page: Page) -> dict[int, int]:
    """Return the year of each date without one: that of the heading above it.

    A heading of several years says none.
    """
    years: dict[int, int] = {}
    year = None
    for n, row in enumerate(page.rows):
        is_dated = any(each.day is not None or each.figures for each in row.dates)
        if not is_dated and is_open_year(row.text):
            year = None
        elif n in page.dates and row.dates[0].day is None and row.dates[0].year:
            year = row.dates[0].year
        elif row.dates and year is not None:
            years[n] = year
    return years


def _lacks_year(row: Row) -> bool:
    if month_and_year(row.text)[0] is not None:
        return True
    if row.kind != TEXT or not row.dates:
        return False
    first, last = row.dates[0], row.dates[-1]
    is_edge = first.start == 0 or not row.text[last.end :].strip(_EDGES)
    return is_edge and all(each.year is None for each in row.dates)


def _is_year(row: Row) -> bool:
    date = row.dates[0] if len(row.dates) == 1 and row.is_date else None
    return date is not None and date.year is not None


def year_in_words(row: Row) -> int | None:
    """Return the year that begins or ends a short row of words, None for any other."""
    if len(row.text) > _LONGEST or any(each.day or each.month for each in row.dates):
        return None
    figures = _YEAR.findall(row.text)
    bare = row.text.strip(_EDGES)
    if len(figures) != 1 or not any(map(str.isalpha, bare)):
        return None
    if not bare.startswith(figures[0]) and not bare.endswith(figures[0]):
        return None
    date = date_alone(figures[0])
    return None if date is None else date.year
