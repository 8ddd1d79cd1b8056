"""Find rows with only a day, below headings of months: 2013, May, `30 – Reopen`."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import PrintedDate
from mediarel.pages.noise import is_page_numbers
from mediarel.pages.title_signs import day_at_edge, day_of_month, month_alone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.title_signs import Day

_LEAST = 2  # rows with a day, on a page
_MOST_OF = 0.8  # share of similar rows with a day
# After titles this share is enough; the other rows have only their month.
_FEWEST, _SHARE = 3, 0.4

_Key = tuple[str, int, bool]


class DayRow(NamedTuple):
    """A line with its day at the beginning or end."""

    line: int
    date: PrintedDate


class _Month(NamedTuple):
    """The lines below the heading of a month, and the month."""

    month: int
    year: int | None
    lines: range


def day_rows(
    lines: Sequence[ShownLine],
    passed: Sequence[bool],
    has_date: Callable[[int, int], bool],
) -> list[DayRow]:
    """Return the rows of a page whose day is below the name of its month.

    `has_date` returns whether a line has a full date that begins before a given
    character. Most rows that look alike must have a day. Below each month the days must
    go up or down.
    """
    found: dict[_Key, list[DayRow]] = {}
    others: dict[_Key, int] = {}
    bare: dict[_Key, list[DayRow]] = {}
    for month in _months(lines, passed):
        below: dict[_Key, list[tuple[int, Day]]] = {}
        for number in month.lines:
            line = lines[number]
            key = _key(line)
            day = day_of_month(line.text, month.month)
            if day is None or passed[number] or has_date(number, day.end):
                others[key] = others.get(key, 0) + 1
                end = len(line.text)
                if day is None and not passed[number] and not has_date(number, end):
                    date = PrintedDate(end, end, month.year, month.month)
                    bare.setdefault(key, []).append(DayRow(number, date))
            elif _is_titled(lines, number, day):
                below.setdefault(key, []).append((number, day))
        for key, days in below.items():
            if _is_ordered([day.day for _, day in days]):
                found.setdefault(key, []).extend(
                    DayRow(number, _date(day, month)) for number, day in days
                )
            else:
                others[key] = others.get(key, 0) + len(days)
    return sorted(
        row
        for key, rows in found.items()
        for row in _kept(rows, bare.get(key, []), len(rows) + others.get(key, 0))
    )


def _kept(days: list[DayRow], bare: list[DayRow], count: int) -> list[DayRow]:
    """Return the dated rows, of `count` rows that look alike."""
    if _are_titles(days, bare, count):
        return days + bare
    return days if len(days) >= max(_LEAST, _MOST_OF * count) else []


def _are_titles(days: Sequence[DayRow], bare: Sequence[DayRow], count: int) -> bool:
    """Return whether rows without a day are titles like those that end with a day."""
    return (
        len(days) >= max(_FEWEST, _SHARE * count)
        and len(days) + len(bare) == count
        and all(row.date.start for row in days)
    )


def _months(lines: Sequence[ShownLine], passed: Sequence[bool]) -> Iterator[_Month]:
    heads = [
        (number, found)
        for number, line in enumerate(lines)
        if not passed[number] and (found := month_alone(line.text)) is not None
    ]
    ends = [number for number, _ in heads] + [len(lines)]
    for (number, (month, year)), end in zip(heads, ends[1:], strict=True):
        yield _Month(month, year, range(number + 1, end))


def _key(line: ShownLine) -> tuple[str, int, bool]:
    """Return a key of similar lines: place, and whether only figures."""
    above = line.block.parent
    is_bare = not any(map(str.isalpha, line.text))
    return line.block.tag, 0 if above is None else above.path, is_bare


def _is_titled(lines: Sequence[ShownLine], number: int, day: Day) -> bool:
    """Return whether a title is next to a day or on the next line.

    In a calendar the neighbours are more days, in page numbers more numbers.
    """
    text = lines[number].text
    rest = text[: day.begin] + text[day.end :]
    if any(map(str.isalpha, rest)):
        return not is_page_numbers(text)
    below = lines[number + 1].text if number + 1 < len(lines) else ""
    is_day = day_at_edge(below) is not None and not any(map(str.isalpha, below))
    return any(map(str.isalpha, below)) and not is_day and month_alone(below) is None


def _is_ordered(days: Sequence[int]) -> bool:
    ups = sum(one < other for one, other in pairwise(days))
    downs = sum(one > other for one, other in pairwise(days))
    return not (ups and downs)


def _date(day: Day, month: _Month) -> PrintedDate:
    return PrintedDate(day.begin, day.end, month.year, month.month, day.day)
