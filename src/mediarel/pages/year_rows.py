"""Rows with day and month in figures, below a year: `06.11. Reopen the room`."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.pages.headed_days import with_headed_days
from mediarel.pages.open_years import is_open_year
from mediarel.pages.rows import FOOT_LINE, HEADING, TEXT
from mediarel.pages.titles import ends_sentence
from mediarel.pages.year_headings import with_years, year_in_words, years_in_words
from mediarel.pages.yearless import are_in_order, yearless_at_edges
from mediarel.pages.years_in_heads import years_of_heads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.dates.printed import PrintedDate
    from mediarel.pages.rows import Row


def with_headings(rows: list[Row]) -> list[Row]:
    """Return `rows` with the dates that headings of months and of years complete."""
    years = years_in_words(rows)
    headed = with_headed_days(with_years(rows, years), years)
    if any(one.dates != other.dates for one, other in zip(rows, headed, strict=False)):
        return headed
    found = _with_years_alone(_with_days_of_years(rows))
    if found == rows:
        return headed
    return with_years(found, years_in_words(found))


def _with_years_alone(rows: list[Row]) -> list[Row]:
    """Return `rows` with the years that headings name, where a page has no others."""
    dates = [date for row in rows if row.kind != FOOT_LINE for date in row.dates]
    if any(each.month is not None or each.figures for each in dates):
        return rows
    heads = (
        (n, row.text)
        for n, row in enumerate(rows[:-1])
        if row.kind == TEXT and not row.dates and not ends_sentence(rows[n + 1].text)
    )
    known = [n for n, row in enumerate(rows) if _is_year(row)]
    years = years_of_heads(heads, known)
    return [
        row._replace(dates=(years[n],)) if n in years else row
        for n, row in enumerate(rows)
    ]


def _with_days_of_years(rows: list[Row]) -> list[Row]:
    """Return `rows` with dates for day and month in figures, where years head them."""
    forms: dict[tuple[str, ...], list[dict[int, PrintedDate]]] = {}
    for section in _sections(rows):
        of_form: dict[tuple[str, ...], dict[int, PrintedDate]] = {}
        for n in section:
            for each in yearless_at_edges(rows[n].text):
                if not _is_dated(rows[n], each.date):
                    of_form.setdefault(each.form, {})[n] = each.date
        for form, dates in of_form.items():
            forms.setdefault(form, []).append(dates)
    found = list(rows)
    for sections in forms.values():
        if not are_in_order([list(each.values()) for each in sections]):
            continue
        for days in sections:
            for n, date in days.items():
                all_dates = tuple(sorted((date, *found[n].dates)))
                found[n] = rows[n]._replace(kind=TEXT, dates=all_dates)
    return [
        row._replace(kind=HEADING)
        if n + 1 < len(found) and _is_year(row) and _lacks_year(found[n + 1])
        else row
        for n, row in enumerate(found)
    ]


def _is_dated(row: Row, date: PrintedDate) -> bool:
    """Tell whether a row has its date: in this place, or before its title."""
    return any(
        (each.start < date.end and date.start < each.end)
        or (each.start == 0 and each.year is not None)
        for each in row.dates
    )


def _sections(rows: Sequence[Row]) -> list[range]:
    """Return the rows below each year that stands alone or in a heading."""
    heads = [
        n
        for n, row in enumerate(rows)
        if _is_year(row) or year_in_words(row) or is_open_year(row.text)
    ]
    return [range(one + 1, other) for one, other in pairwise([*heads, len(rows)])]


def _is_year(row: Row) -> bool:
    return row.is_date and row.dates[0].year is not None and row.dates[0].month is None


def _lacks_year(row: Row) -> bool:
    date = row.dates[0] if row.dates else None
    return date is not None and date.year is None and row.kind == TEXT
