"""The date, often with a place, at the end of a release: above or below its names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.dates.edtf import Interval
from mediarel.dates.printed import first_date
from mediarel.release.dated_lines import date_line
from mediarel.release.dateline import Dateline
from mediarel.release.places import is_place_of, place_of

if TYPE_CHECKING:
    from mediarel.dates.edtf import KeptDate
    from mediarel.dates.typed import DayOrder
    from mediarel.release.signatories import Signatories

_FOOT = 2000  # letters, up to the end of the text or of what is above or below names
_LINES = 3
_LONGEST = 60  # letters of a line that is a month behind its place
_LUCKY = "吉日"  # says the month, and of no day which one it is
_YEAR = re.compile(r"\d{4}|年")


def in_foot(
    text: str, signed: Signatories, order: DayOrder | None = None
) -> Dateline | None:
    """Return the date on a line of its own near the names of `signed`, or at the end.

    It stands above their heading, between this and the first of them, below the last
    of them, or on one of the last lines of the text.
    """
    ends = [len(text)]
    for near in (signed.end, signed.start):
        if near is not None:
            ends = [near, _further(text, near), *ends]
    found = (_above(text, end, order) for end in ends)
    return next(filter(None, found), None)


def _further(text: str, start: int) -> int:
    """Return the end of the third line with any letter at or behind `start`."""
    place, count = start, 0
    while count < _LINES and place < len(text):
        end = text.find("\n", place) % (len(text) + 1)
        count += not text[place:end].isspace() and end > place
        place = end + 1
    return min(place, len(text))


def _above(text: str, end: int, order: DayOrder | None) -> Dateline | None:
    """Return the date on one of the last lines of `text` up to `end`."""
    foot = text[max(0, end - _FOOT) : end]
    lines = [line.strip() for line in foot.split("\n") if line.strip()]
    for number in range(len(lines) - 1, max(0, len(lines) - 1 - _LINES), -1):
        line, above = lines[number], lines[number - 1]
        if _YEAR.search(line) and (found := date_line(line, order)):
            is_last = number == len(lines) - 1 and end == len(text)
            is_sure = found.place or line.endswith(_LUCKY) or is_last
            if not found.dated or not (_is_of_days(found.dated) or is_sure):
                return None
            if not found.place and is_place_of(above, text, is_dated=True):
                return found._replace(printed=above, place=place_of(above))
            return found
        if _YEAR.search(line) and (found := _of_month(line, text)):
            return found
    return None


def _of_month(line: str, text: str) -> Dateline | None:
    """Return the month that `line` says behind a place of which `text` speaks.

    `Kampot March 2019`; who issued it may stand before the place.
    """
    date = first_date(line) if len(line) <= _LONGEST else None
    dated = date.date() if date else None
    if date is None or dated is None or not dated.month or line[date.end :].strip("."):
        return None
    named = line[: date.start].rstrip(" ,")
    if is_place_of(named, text, is_dated=False):
        return Dateline(line.strip(" ."), place_of(named), dated, len(line))
    last = named.rpartition(" ")[2]
    is_led = bool(last) and place_of(named) and is_place_of(last, text, is_dated=False)
    return Dateline(line.strip(" ."), None, dated, len(line)) if is_led else None


def _is_of_days(date: KeptDate) -> bool:
    return isinstance(date, Interval) or date.day is not None
