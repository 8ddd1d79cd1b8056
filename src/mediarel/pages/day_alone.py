"""Days printed alone below the name of their month: `May`, then `30 – Reopen …`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from mediarel.dates.months import months, weekdays
from mediarel.dates.printed import date_alone
from mediarel.pages.words_around import folded

_LONGEST_HEADING = 40
_LONGEST_WEEKDAY = 16
_MOST_DAYS = 31
_EDGES = " \t\u00a0.,:;–—-|·•()[]▼▾▸►+"
_OF = ("ខែ", "เดือน", "ເດືອນ", "mes de ", "mois de ", "mese di ", "bulan ")
# What may stand before the day in the place of a weekday.
_DAY_WORDS = frozenset(
    ("ថ្ងៃទី", "ទី", "ថ្ងៃ", "วันที่", "ວັນທີ", "ngày", "le", "am", "el", "il", "den")
)
_ORDINAL = r"(?:st|nd|rd|th|er|re|[ºª°]|\.?[ºª°]|[日号號])?"
# Behind it a mark or a space, and nothing that makes the figures part of a number.
_AT_START = re.compile(
    r"[\W_]{0,3}(?:(?P<weekday>[^\W\d_][^\d\n]{0,15}?)[\s,.]{0,3})?"
    rf"(?P<day>\d{{1,2}}){_ORDINAL}(?![\w%°])"
    r"(?:\s{0,3}[)\]]?\s{0,3}(?:[–—|:.·•]|-(?!\w))(?!\d)|[)\]]|\s{1,3}(?![\d–—%€$£-])|\Z)"
    r"[\s–—|:.·•]{0,4}",
    re.IGNORECASE,
)
_AT_END = re.compile(
    rf"\s[(\[]\s?(?P<day>\d{{1,2}}){_ORDINAL}\s?[)\]]\W{{0,2}}\Z", re.IGNORECASE
)


# With the month once more: "12/17 Reopen …", "Reopen … (17.12.)".
_PAIR = r"(?P<first>\d{1,2})\s?[-/.．／]\s?(?P<second>\d{1,2})\.?"
_PAIR_AT_START = re.compile(
    rf"[\W_]{{0,3}}{_PAIR}(?:[)\]]|\s{{0,3}}[–—|:·•](?!\d)|\s|\Z)[\s–—|:.·•]{{0,4}}"
)
_PAIR_AT_END = re.compile(rf"\s[(\[]\s?{_PAIR}\s?[)\]]\W{{0,2}}\Z")


class Day(NamedTuple):
    """A day of a month at an edge of a line, and the span it has there."""

    day: int
    begin: int
    end: int


@lru_cache(maxsize=4096)
def month_alone(text: str) -> tuple[int, int | None] | None:
    """Return the month that `text` is and its year, None for that where none is said.

    None where it says anything else: `May`, `Mai 2013`, `ខែឧសភា`, `5月`.
    """
    if len(text) > _LONGEST_HEADING:
        return None
    date = date_alone(text)
    if date is not None:
        is_month = date.month is not None and date.day is None and date.figures is None
        return (date.month, date.year) if is_month and date.month else None
    name = text.strip(_EDGES).lower()
    for word in _OF:
        name = name.removeprefix(word).strip()
    number = months().get(name.replace("_", " ")) or months().get(folded(name))
    return None if number is None else (number, None)


def day_of_month(text: str, month: int) -> Day | None:
    """Return the day that a line below the name of `month` begins or ends with.

    Where the month stands there as well, it tells which figure is the day.
    """
    moved = max(0, len(text) - _LONGEST_WEEKDAY)
    for found, by in (
        (_PAIR_AT_START.match(text), 0),
        (_PAIR_AT_END.search(text[moved:]), moved),
    ):
        if found is None:
            continue
        first, second = int(found["first"]), int(found["second"])
        day = second if first == month else first if second == month else 0
        if 0 < day <= _MOST_DAYS:
            return Day(day, found.start() + by, found.end() + by)
    return day_at_edge(text)


def day_at_edge(text: str) -> Day | None:
    """Return the day that a line begins or ends with: `30 – Reopen`, `Reopen (30)`."""
    found = _AT_START.match(text)
    if found is not None and (weekday := found["weekday"]):
        name = weekday.strip(_EDGES).lower()
        if name not in weekdays() and name not in _DAY_WORDS:
            found = None
    found = found or _AT_END.search(text[-_LONGEST_WEEKDAY:])
    if found is None or not 0 < int(found["day"]) <= _MOST_DAYS:
        return None
    moved = max(0, len(text) - _LONGEST_WEEKDAY) if found.re is _AT_END else 0
    return Day(int(found["day"]), found.start() + moved, found.end() + moved)
