"""Dates of two days or more: `les 5 et 6 novembre 2019`, `November 5–6, 2019`.

A text of a meeting is dated so. On which of its days it was made is not said: its date
lies between the first and the last of them.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import NamedTuple

from mediarel.dates.edtf import Interval, PartialDate
from mediarel.dates.months import months

_AND = r"(?:\s?[-–—/&]\s?|\s(?:and|to|et|au|y|al|e|a|ao|und|bis|dan|hingga|và|đến)\s)"
_LEAD = r"(?:(?:les|du|los|del|dei|dos|den|vom|the|from|am|on)\s)?"
_MONTH = r"(?:de\s|d[’'])?[^\W\d_]{3,12}\.?"
_TWO_FIGURES = re.compile(r"(?<!\d)\d{1,2}\D{1,20}\d{1,2}(?!\d)")


class Cut(NamedTuple):
    """What of a text from `start` to `end` is the first day, beside the last one.

    Without it the text has one date. `month` is that of the first day, None where both
    are of one.
    """

    start: int
    end: int
    day: int
    month: int | None


@cache
def _days() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<cut>{_LEAD}(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?"
        rf"(?:\s(?P<month>{_MONTH}))?{_AND}(?:le\s|el\s|il\s|the\s)?)"
        rf"\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?,?\s(?:of\s)?{_MONTH},?\s(?:del?\s)?\d{{4}}",
        re.IGNORECASE,
    )


@cache
def _days_behind() -> re.Pattern[str]:
    """Return what finds the days of `November 5–6, 2019`."""
    return re.compile(
        rf"(?<!\w)[^\W\d_]{{3,12}}\.?\s(?P<cut>(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_AND})"
        r"\d{1,2}(?:st|nd|rd|th)?,\s\d{4}",
        re.IGNORECASE,
    )


def first_of_days(text: str) -> Cut | None:
    """Return the first of the days that `text` has one date of, None for one day."""
    if not _TWO_FIGURES.search(text):  # most have one day: this takes less time
        return None
    if found := _days().search(text):
        named = (found["month"] or "").casefold().rstrip(".")
        named = re.sub(r"^(?:de\s|d[’'])", "", named)
        month = months().get(named) if named else None
        is_known = bool(month) or not named
        return Cut(*found.span("cut"), int(found["day"]), month) if is_known else None
    found = _days_behind().search(text)
    return Cut(*found.span("cut"), int(found["day"]), None) if found else None


def since(cut: Cut, last: PartialDate) -> Interval | None:
    """Return the days from the first, `cut`, to the `last`; None where it is later."""
    if last.month is None or last.day is None:
        return None
    first = PartialDate(last.year, cut.month or last.month, cut.day)
    begin = PartialDate.from_edtf(str(first)) if _exists(first) else None
    if begin is None or not begin.first < last.first:
        return None
    days = dt.date.fromisoformat(last.first) - dt.date.fromisoformat(begin.first)
    return Interval(begin, last) if days.days < _MOST_DAYS else None


_MOST_DAYS = 7  # of more, it is what is to be, or has been, that a line tells of


def _exists(date: PartialDate) -> bool:
    return 0 < (date.day or 0) <= int(PartialDate(date.year, date.month).last[-2:])
