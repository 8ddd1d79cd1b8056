"""Read days below the name of a month: `30 – Title` below "May", with a year above.

The rows of such a page contain only the day. The month and year come from the headings
above, in any language. A numbered list contains no days.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import PrintedDate, date_alone
from mediarel.pages.page_rows import HEADING, TEXT
from mediarel.pages.row_days import (
    at_end,
    at_start,
    number_of,
    pair_at_end,
    pair_at_start,
)
from mediarel.pages.title_likeness import ends_sentence, is_title_like

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mediarel.pages.page_rows import Row

_LONGEST = 30  # characters of a month name with its year
_LEAST = 3  # days of a page
_LETTERS = 3  # letters next to a day
_MOST_DAYS = 31
_MOST = 0.6
_DECORATION = " \t\u00a0:：»«›>▸▾▼+–—*•|-"
_COUNT = re.compile(r"\s{0,3}[(\[]\d{1,4}[)\]]\Z")
_DASHES = str.maketrans("–—", "--")


class _Day(NamedTuple):
    """A day at the beginning or end of a row."""

    row: int
    start: int
    end: int
    number: int
    sign: str
    """The separator of the day: "" for a space, "alone" without other text."""


class _Part(NamedTuple):
    """The heading of a month and the rows below."""

    heading: int
    end: int
    month: int
    year: int | None
    days: tuple[_Day, ...] = ()


def with_headed_days(rows: list[Row], years: Mapping[int, int]) -> list[Row]:
    """Return `rows` with dates for the days below months, if all rows fit.

    `years` maps rows to the years that they mention among other words.
    """
    apart = [each for row in rows for each in _pieces(row)]
    found = _found(apart, {}) if len(apart) > len(rows) else None
    return found or _found(rows, years) or rows


def _found(rows: list[Row], years: Mapping[int, int]) -> list[Row] | None:
    parts = list(_parts(rows, years))
    for find in (at_start, at_end, pair_at_start, pair_at_end):
        found = _kept([_with_days(rows, part, find) for part in parts])
        if not _are_days(rows, found):
            continue
        is_behind = find in (at_end, pair_at_end)
        if is_behind and _lacks_some(rows, found):
            return _with_months(rows, found)
        return _dated(rows, found)
    return None


def _lacks_some(rows: Sequence[Row], parts: Sequence[_Part]) -> bool:
    """Return whether nearly all rows without a day are titles."""
    dated = {day.row for part in parts for day in part.days}
    below = [
        n
        for part in parts
        for n in range(part.heading + 1, part.end)
        if rows[n].kind == TEXT and not any(month_and_year(rows[n].text))
    ]
    others = [n for n in below if n not in dated]
    titles = [
        n
        for n in others
        if is_title_like(rows[n].text) and not ends_sentence(rows[n].text)
    ]
    return bool(others) and len(others) - len(titles) <= len(below) / 8


def _with_months(rows: list[Row], parts: Sequence[_Part]) -> list[Row]:
    """Return `rows` with months and their years as dates of the titles below."""
    found = list(rows)
    for n in range(parts[0].heading, parts[-1].end):
        if any(month_and_year(rows[n].text)):
            found[n] = rows[n]._replace(kind=HEADING, dates=())
    for part in parts:
        row = rows[part.heading]
        date = PrintedDate(0, len(row.text), part.year, part.month)
        found[part.heading] = row._replace(kind=TEXT, dates=(date,))
    return found


def _pieces(row: Row) -> list[Row]:
    """Return a year, month and day below one another as separate rows.

    Before this step they form one row, a date drawn as a box.
    """
    words = row.text.split(" ")
    if row.lines == 1 or len(words) < row.lines or not words[-1].isdecimal():
        return [row]
    pieces = [" ".join(words[:-1]), words[-1]]
    if row.lines > 2:  # noqa: PLR2004 - year, month and day
        pieces = [words[0], " ".join(words[1:-1]), words[-1]]
    if len(words[-1]) > 2 or month_and_year(pieces[0])[1] is None:  # noqa: PLR2004
        return [row]
    return [
        row._replace(
            text=text,
            number=row.number + n,
            blanks=0 if n else row.blanks,
            dates=() if (date := date_alone(text)) is None else (date,),
            lines=1,
        )
        for n, text in enumerate(pieces)
    ]


def month_and_year(text: str) -> tuple[int | None, int | None]:
    """Return the month and year if `text` contains nothing else.

    A missing part is None. Examples: `May`, `May 2013`, `2013`, `5月 (12)`.
    """
    if len(text) > _LONGEST:
        return None, None
    bare = _COUNT.sub("", text.strip(_DECORATION)).strip(_DECORATION)
    date = date_alone(bare)
    if date is not None and date.day is None and date.figures is None:
        return date.month, date.year
    if date is None and any(map(str.isalpha, bare)):
        for day in (f"1 {bare}", f"{bare}1日"):
            date = date_alone(day)
            if date is not None and date.day == 1 and date.year is None:
                return date.month, None
    return None, None


def _parts(rows: Sequence[Row], years: Mapping[int, int]) -> Iterator[_Part]:
    year: int | None = None
    heading: tuple[int, int] | None = None
    for n, row in enumerate(rows):
        month, own = month_and_year(row.text)
        own = years.get(n, own)
        if month is None and own is None:
            continue
        if heading is not None:
            yield _Part(heading[0], n, heading[1], year)
        year = own if own is not None else year
        heading = None if month is None else (n, month)
    if heading is not None:
        yield _Part(heading[0], len(rows), heading[1], year)


def _with_days(
    rows: Sequence[Row], part: _Part, find: Callable[[str], re.Match[str] | None]
) -> _Part:
    days = []
    for n in range(part.heading + 1, part.end):
        found = find(rows[n].text)
        number = 0 if found is None else number_of(found, part.month)
        if found is None or not 1 <= number <= _MOST_DAYS:
            continue
        start, end = found.span("day")
        end += rows[n].text[end:].startswith((".", ")", "]"))  # "30. Title"
        has_own = any(
            each.start < end and start < each.end and not _is_short(each)
            for each in rows[n].dates
        )
        rest = rows[n].text[:start] + rows[n].text[end:]
        is_alone = not any(map(str.isalnum, rest))
        if has_own or not (is_alone or sum(map(str.isalpha, rest)) >= _LETTERS):
            continue
        sign = "alone" if is_alone else found["sign"].strip().translate(_DASHES)
        days.append(_Day(n, start, end, number, sign))
    return part._replace(days=tuple(days))


def _is_short(date: PrintedDate) -> bool:
    """Return whether a date is day and month in figures, without a year: `12/3`."""
    return date.year is None and date.figures is not None


def _kept(parts: Sequence[_Part]) -> list[_Part]:
    """Return `parts` without numbers that begin a text: `12 boats are missing`."""
    signs = Counter(day.sign for part in parts for day in part.days)
    if not signs:
        return []
    usual = signs.most_common(1)[0][0]
    steps = [
        (other.number > one.number) - (other.number < one.number)
        for part in parts
        for one, other in pairwise(part.days)
    ]
    way = 1 if steps.count(1) > steps.count(-1) else -1
    found = []
    for part in parts:
        kept: list[_Day] = []
        for day in part.days:
            last = kept[-1].number if kept else day.number
            is_in_order = (day.number - last) * way >= 0
            is_bare = day.sign in {"", "alone"}
            if not is_bare or (day.sign == usual and is_in_order):
                kept.append(day)
        found.append(part._replace(days=tuple(kept)))
    return found


def _are_days(rows: Sequence[Row], parts: Sequence[_Part]) -> bool:
    """Return whether the numbers are days: present in each part and in order."""
    filled = [part for part in parts if part.end - part.heading > 1]
    begun = [p for p in filled if p.days and p.days[0].row <= p.heading + 2]
    days = [day for part in parts for day in part.days]
    if len(days) < _LEAST or len(begun) < _MOST * len(filled):
        return False
    others = sum(
        any(each.day is not None and not _is_short(each) for each in rows[n].dates)
        for part in parts
        for n in range(part.heading + 1, part.end)
    )
    counted = [part for part in begun if len(part.days) > 1]
    is_numbered = bool(counted) and all(
        [day.number for day in part.days] == list(range(1, len(part.days) + 1))
        for part in counted
    )
    steps = [
        other.number - one.number
        for part in parts
        for one, other in pairwise(part.days)
    ]
    up, down = sum(each > 0 for each in steps), sum(each < 0 for each in steps)
    is_ordered = max(up, down) >= _MOST * (up + down)
    return others < len(days) and is_ordered and not is_numbered


def _dated(rows: list[Row], parts: Sequence[_Part]) -> list[Row]:
    """Return `rows` with the dates of the days; headings are no longer content."""
    found = list(rows)
    begun = [part for part in parts if part.days]
    for n in range(begun[0].heading, begun[-1].end):
        if any(month_and_year(rows[n].text)):
            found[n] = rows[n]._replace(kind=HEADING, dates=())
    for part in begun:
        for day in part.days:
            date = PrintedDate(day.start, day.end, part.year, part.month, day.number)
            others = [
                each
                for each in rows[day.row].dates
                if each.end <= day.start or day.end <= each.start
            ]
            dates = tuple(sorted((date, *others), key=lambda each: each.start))
            found[day.row] = rows[day.row]._replace(kind=TEXT, dates=dates)
    return found
