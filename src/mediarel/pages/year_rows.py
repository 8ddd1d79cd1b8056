"""Read rows with day and month in figures, below a year: `06.11. Reopen the room`."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import PrintedDate, date_alone
from mediarel.dates.typed import DayOrder
from mediarel.pages.headed_days import month_and_year, with_headed_days
from mediarel.pages.page_rows import FOOT_LINE, HEADING, TEXT
from mediarel.pages.title_likeness import ends_sentence
from mediarel.pages.words_around import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.pages.layouts import Page
    from mediarel.pages.page_rows import Row


_YEAR_IN_HEAD = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/.-])")
_LEAST = 2  # dates of a page
_MOST_YEARLESS = 0.8  # share of steps between dates in one direction
_LONGEST_EDGE = 24
_PADDED = len("06")
_FIGURES = (
    r"(?P<open>[(\[（]?)\s?(?P<first>\d{1,2})\s?(?P<mark>[-/.．／‐‑])\s?(?P<second>\d{1,2})"
    r"(?P<stop>[.．]?)\s?(?P<close>[)\]）]?)"
)
_ALONE = re.compile(rf"\W{{0,3}}?{_FIGURES}\W{{0,2}}\Z")
_AT_START = re.compile(
    rf"(?:[•*·–—-]\s{{0,3}})?(?P<date>{_FIGURES})"
    r"(?=[\s|:：·•–—])(?!\s{0,3}(?:[-–—]\s{0,3}\d|[%€$£]))"
)
_AT_END = re.compile(rf"(?<=[\s|:：·•–—,])(?P<date>{_FIGURES})\Z")
_NEAR = 3  # rows below a heading that may contain the first of its dates
_MOST = 0.7
_HEADING_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_EDGES = " \t\u00a0:：.,–—-()[]|»«›>/年"
_LONGEST = 60
_YEAR = re.compile(r"(?<!\d)(?:19|20|25)\d\d(?!\d)")
_SPAN = re.compile(
    r"(?<!\d)(?:19|20|25)\d\d\s?年?\s?(?:[-–—/~～]|to|bis|à|a|al|até|sampai|đến|ถึง|至)"
    r"\s?(?:19|20|25)\d\d(?!\d)"
)
_WORDS = (
    *("earlier", "before", "prior", "older", "previous", "fruher", "alter", "vor"),
    *("avant", "anterieur", "anterieurs", "anterieures", "precedent", "precedents"),
    *("antes", "anterior", "anteriores", "previos", "previas", "prima", "precedenti"),
    *("antecedenti", "sebelum", "sebelumnya", "truoc", "até", "ate", "bis"),
)
_UNSPACED = ("以前", "之前", "及更早", "より前", "이전", "មុន", "ก่อน", "ກ່ອນ", "မတိုင်မီ")
_WORD = re.compile(r"[^\W\d_]+")


class Yearless(NamedTuple):
    """A day and a month in a text, with the key of their form."""

    date: PrintedDate
    form: tuple[str, ...]


def with_headings(rows: list[Row]) -> list[Row]:
    """Return `rows` with dates completed by headings of months and years."""
    years = years_in_words(rows)
    headed = with_headed_days(with_years(rows, years), years)
    if any(one.dates != other.dates for one, other in zip(rows, headed, strict=False)):
        return headed
    found = _with_years_alone(_with_days_of_years(rows))
    if found == rows:
        return headed
    return with_years(found, years_in_words(found))


def _with_years_alone(rows: list[Row]) -> list[Row]:
    """Return `rows` with the years in headings, if a page has no others."""
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
    """Return `rows` with dates for day and month in figures below years."""
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
    """Return whether a row already has its date: in this place or before its title."""
    return any(
        (each.start < date.end and date.start < each.end)
        or (each.start == 0 and each.year is not None)
        for each in row.dates
    )


def _sections(rows: Sequence[Row]) -> list[range]:
    """Return the rows below each year that is alone or in a heading."""
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


@lru_cache(maxsize=4096)
def is_open_year(text: str) -> bool:
    """Return whether a short line names years, but no single certain year."""
    if len(text) > _LONGEST or not _YEAR.search(text):
        return False
    years = len(_YEAR.findall(text))
    if _SPAN.search(text):
        rest = _WORD.findall(_SPAN.sub("", text))
        return years == 2 and len(rest) <= 3  # noqa: PLR2004 - "Archive 2005 – 2009"
    low = folded(text)
    words = _WORD.findall(low)
    is_said = any(word in _WORDS for word in words) or any(
        each in low for each in _UNSPACED
    )
    return years == 1 and is_said and len(words) <= 4  # noqa: PLR2004 - a heading


def years_in_words(rows: Sequence[Row]) -> dict[int, int]:
    """Return the years of rows that are headings of dates without a year.

    The headings differ only in their years, or a single heading is just above the
    dates. If a page prints years alone, only those are headings.
    """
    dated = [n for n, row in enumerate(rows) if _lacks_heading_year(row)]
    if len(dated) < 2:  # noqa: PLR2004 - of one nothing can be said
        return {}
    first = dated[0]
    if any(_is_heading_year(row) for row in rows[max(first - _NEAR, 0) : dated[-1]]):
        return {}
    groups: dict[str, dict[int, int]] = {}
    for n, row in enumerate(rows):
        year = None if n in dated else year_in_words(row)
        if year is not None:
            words = folded(_HEADING_YEAR.sub(" ", row.text)).strip(_EDGES)
            groups.setdefault(words, {})[n] = year
    taken = frozenset(dated)
    for found in groups.values():
        # A heading above one date may be an entry: "Report 2018".
        near = sum(any(m in taken for m in range(n, n + 1 + _NEAR)) for n in found)
        is_above = any(n < first <= n + _NEAR for n in found)
        is_distinct = len(set(found.values())) == len(found)
        if is_above and is_distinct and near >= _MOST * len(found) < len(dated):
            return found
    return {}


def with_years(rows: list[Row], years: dict[int, int]) -> list[Row]:
    """Return `rows` with `years` as the dates of their rows."""
    return [
        row._replace(kind=HEADING, dates=(PrintedDate(0, len(row.text), years[n]),))
        if n in years
        else row
        for n, row in enumerate(rows)
    ]


def years_above(page: Page) -> dict[int, int]:
    """Return for each date without a year the year of the heading above.

    A heading with several years gives no year.
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


def _lacks_heading_year(row: Row) -> bool:
    if month_and_year(row.text)[0] is not None:
        return True
    if row.kind != TEXT or not row.dates:
        return False
    first, last = row.dates[0], row.dates[-1]
    is_edge = first.start == 0 or not row.text[last.end :].strip(_EDGES)
    return is_edge and all(each.year is None for each in row.dates)


def _is_heading_year(row: Row) -> bool:
    date = row.dates[0] if len(row.dates) == 1 and row.is_date else None
    return date is not None and date.year is not None


def year_in_words(row: Row) -> int | None:
    """Return the year at the beginning or end of a short row of words, or None."""
    if len(row.text) > _LONGEST or any(each.day or each.month for each in row.dates):
        return None
    figures = _HEADING_YEAR.findall(row.text)
    bare = row.text.strip(_EDGES)
    if len(figures) != 1 or not any(map(str.isalpha, bare)):
        return None
    if not bare.startswith(figures[0]) and not bare.endswith(figures[0]):
        return None
    date = date_alone(figures[0])
    return None if date is None else date.year


def yearless_alone(text: str) -> Yearless | None:
    """Return the day and month if `text` contains nothing else."""
    found = _ALONE.match(text) if len(text) <= _LONGEST_EDGE else None
    return found and _read(found, 0, len(text), "alone")


def yearless_at_edges(text: str) -> Iterator[Yearless]:
    """Yield the days and months at the beginning or end of a line."""
    alone = yearless_alone(text)
    if alone is not None:
        yield alone
        return
    begun = _AT_START.match(text)
    if begun is not None and (found := _read(begun, *begun.span("date"), "start")):
        yield found
    moved = max(0, len(text) - _LONGEST_EDGE)
    ended = _AT_END.search(text[moved:])
    if ended is not None:
        begin, end = ended.span("date")
        if found := _read(ended, begin + moved, end + moved, "end"):
            yield found


def _read(found: re.Match[str], begin: int, end: int, where: str) -> Yearless | None:
    first, second, stop = found["first"], found["second"], found["stop"]
    is_pair = bool(found["open"]) == bool(found["close"])
    is_padded = len(first) == len(second) == _PADDED
    # "2.1" is probably a number, and "2-1" a score.
    is_number = found["mark"] in ".．" and not (stop or is_padded)
    is_number |= found["mark"] in "-‐‑" and len(first) == len(second) == 1
    date = date_alone(f"{first}/{second}")
    if date is None or is_number or not is_pair:
        return None
    form = (where, found["mark"], stop, found["open"])
    return Yearless(date._replace(start=begin, end=end), form)


def are_in_order(sections: Sequence[Sequence[PrintedDate]]) -> bool:
    """Return whether dates without a year are in one order below each year.

    One order of day and month with this property is enough.
    """
    if sum(map(len, sections)) < _LEAST:
        return False
    return any(_go_one_way(sections, order) for order in DayOrder)


def _go_one_way(sections: Sequence[Sequence[PrintedDate]], order: DayOrder) -> bool:
    up = down = 0
    for dates in sections:
        days = [each.date(order, 2000) for each in dates]
        if any(day is None for day in days):
            return False
        for one, other in pairwise(str(day) for day in days):
            up += one < other
            down += one > other
    return max(up, down) >= _MOST_YEARLESS * (up + down)


def years_of_heads(
    heads: Iterable[tuple[int, str]], known: Iterable[int]
) -> dict[int, PrintedDate]:
    """Return the years of short lines that are headings, by row number.

    The lines differ only in the year, or one is among the years `known` from lines
    without other words. A line with several years gives a date without a year.
    """
    groups: dict[str, dict[int, PrintedDate]] = {}
    lone: dict[int, PrintedDate] = {}
    for number, text in heads:
        years = _YEAR_IN_HEAD.findall(text) if len(text) <= _LONGEST else []
        if not years:
            continue
        if is_open_year(text):
            lone[number] = PrintedDate(0, len(text), None)
        elif len(years) == 1 and any(map(str.isalpha, text)):
            words = folded(_YEAR_IN_HEAD.sub(" ", text)).strip(_EDGES)
            date = PrintedDate(0, len(text), int(years[0]))
            groups.setdefault(words, {})[number] = date
    found: dict[int, PrintedDate] = {}
    count = len(list(known))
    for dates in groups.values():
        is_distinct = len({each.year for each in dates.values()}) == len(dates)
        if is_distinct and (len(dates) >= _LEAST or count >= _LEAST):
            found |= dates
    return found | lone if len(found) + count >= _LEAST else {}
