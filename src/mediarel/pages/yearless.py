"""Days and months in figures without a year: `11-06`, `06.11.`, `(12/17)`.

Such figures are no dates anywhere: they may be scores, or the numbers of chapters. They
are on a page where they recur in one form below a year, and go up or down.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import PrintedDate, date_alone
from mediarel.dates.typed import DayOrder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEAST = 2  # dates of a page
_MOST = 0.8  # steps from one to the next that go one way
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


class Yearless(NamedTuple):
    """A day and a month in a text, and what dates in the same form share."""

    date: PrintedDate
    form: tuple[str, ...]


def yearless_alone(text: str) -> Yearless | None:
    """Return the day and month that `text` is, and nothing else."""
    found = _ALONE.match(text) if len(text) <= _LONGEST_EDGE else None
    return found and _read(found, 0, len(text), "alone")


def yearless_at_edges(text: str) -> Iterator[Yearless]:
    """Yield the day and month that a line is, or begins or ends with."""
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
    # "2.1" is rather a number, and "2-1" a score.
    is_number = found["mark"] in ".．" and not (stop or is_padded)
    is_number |= found["mark"] in "-‐‑" and len(first) == len(second) == 1
    date = date_alone(f"{first}/{second}")
    if date is None or is_number or not is_pair:
        return None
    form = (where, found["mark"], stop, found["open"])
    return Yearless(date._replace(start=begin, end=end), form)


def are_in_order(sections: Sequence[Sequence[PrintedDate]]) -> bool:
    """Tell whether dates without a year are dates: those of each year go one way.

    It is enough that one order of day and month shows it.
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
    return max(up, down) >= _MOST * (up + down)
