"""Dates as they are kept, and ranges of days.

Many dates of an archive are a month or a year, and some are unsure. They are
kept as exact as they were given, in EDTF, level 1 (ISO 8601-2). One that is only
known to lie between two is an interval (`interval.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import InvalidDateError

if TYPE_CHECKING:
    from mediarel.dates.interval import KeptDate

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    *("Saturday", "Sunday"),
)
EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~]?)")
NOT_A_DAY = "is not in the calendar"


class PartialDate(NamedTuple):
    """A year, a month or a day; `qualifier` is "?" (unsure), "~" (about) or "".

    `from_edtf` and `read_date` make one and check that it exists. Dates sort by
    their first day; of those that begin together the shorter comes first.

    A named tuple: `mediarel list` loads it, and a dataclass would cost 2 ms.
    """

    year: int
    month: int | None = None
    day: int | None = None
    qualifier: str = ""

    @classmethod
    def from_edtf(cls, text: str) -> PartialDate:
        """Return the date that is kept as `2012`, `2012-07` or `2012-07-16`.

        Each with an optional `?` or `~` (EDTF, level 1); years from 0001.

        Raises InvalidDateError.
        """
        match = EDTF.fullmatch(text)
        if match is None:
            raise InvalidDateError(text)
        of_year, of_month, of_day, qualifier = match.groups()
        month = None if of_month is None else int(of_month)
        day = None if of_day is None else int(of_day)
        date = cls(int(of_year), month, day, qualifier)
        if not date._exists():
            raise InvalidDateError(text, NOT_A_DAY)
        return date

    def __str__(self) -> str:
        year, month, day, qualifier = self
        if month is None:
            return f"{year:04}{qualifier}"
        if day is None:
            return f"{year:04}-{month:02}{qualifier}"
        return f"{year:04}-{month:02}-{day:02}{qualifier}"

    def __lt__(self, other: KeptDate) -> bool:  # type: ignore[override]
        return self.order < other.order

    def __le__(self, other: KeptDate) -> bool:  # type: ignore[override]
        return self.order <= other.order

    def __gt__(self, other: KeptDate) -> bool:  # type: ignore[override]
        return self.order > other.order

    def __ge__(self, other: KeptDate) -> bool:  # type: ignore[override]
        return self.order >= other.order

    @property
    def first(self) -> str:
        """The first day it can mean, `2012-07-01`."""
        return f"{self.year:04}-{self.month or 1:02}-{self.day or 1:02}"

    @property
    def last(self) -> str:
        """The last day it can mean, `2012-07-31`."""
        month = self.month or 12
        day = self.day or _days_of(self.year, month)
        return f"{self.year:04}-{month:02}-{day:02}"

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The first and the last day it can mean."""
        return self.first, self.last

    @property
    def order(self) -> tuple[str, str, str]:
        """What sorts it among other dates."""
        return self.first, self.last, self.qualifier

    def long(self) -> str:
        """Return the date in words: `16 July 2012`, `July 2012?`, `c. 2012`."""
        words = [str(self.year)]
        if self.month is not None:
            words.insert(0, MONTHS[self.month - 1])
        if self.day is not None:
            words.insert(0, str(self.day))
        about = "c. " if self.qualifier == "~" else ""
        unsure = "?" if self.qualifier == "?" else ""
        return f"{about}{' '.join(words)}{unsure}"

    def _exists(self) -> bool:
        month = 1 if self.month is None else self.month
        day = 1 if self.day is None else self.day
        if self.year == 0 or not 1 <= month <= len(MONTHS):
            return False
        return 1 <= day <= _days_of(self.year, month)


class DateRange(NamedTuple):
    """The days from `first` to `last`, both included, as `2012-07-16`.

    None leaves that end open.
    """

    first: str | None
    last: str | None

    @classmethod
    def of(cls, date: KeptDate) -> DateRange:
        """Return all days that `date` can mean."""
        return cls(*date.days)

    @classmethod
    def between(cls, begin: KeptDate | None, end: KeptDate | None) -> DateRange:
        """Return the days from the first of `begin` to the last of `end`.

        Raises InvalidDateError where it would end before it begins.
        """
        first = None if begin is None else begin.days[0]
        last = None if end is None else end.days[1]
        if first is not None and last is not None and first > last:
            given = f"{begin}..{end}"
            raise InvalidDateError(
                given, "ends before it begins", "Put the earlier end first."
            )
        return cls(first, last)


def _days_of(year: int, month: int) -> int:
    """Return the number of days of a month, without the cost of `calendar`."""
    if month == 2:  # noqa: PLR2004 - February
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31
