"""Read and compare dates in EDTF, level 1 (ISO 8601-2), the format of stored dates.

Many dates of an archive are a month or a year, and some are uncertain. Each date keeps
the precision of the input.

An interval is an unknown date between two known dates. `2012-10/2012-11` is in October
or November 2012, `../2011` is in 2011 or before, and `2011/..` is in 2011 or after.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from mediarel import errors

OPEN = ".."
_BETWEEN = "/"
NEVER = "9999-12-31"  # the last possible day of a date
_ENDS = re.compile(r"([^/]+)/([^/]+)")
_RANGE = re.compile(r"(?P<first>.*?)(?<!/)\.\.(?!/)(?P<last>.*)")
HOW = "Write two dates, or .. for an unknown date: 2012-10/2012-11, ../2011."


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


class _ByOrder:
    """Compare dates and intervals by their sort keys."""

    __slots__ = ()

    @property
    def order(self) -> tuple[str, str, str]:
        """The sort key."""
        raise NotImplementedError

    def __lt__(self, other: "KeptDate") -> bool:
        return self.order < other.order

    def __le__(self, other: "KeptDate") -> bool:
        return self.order <= other.order

    def __gt__(self, other: "KeptDate") -> bool:
        return self.order > other.order

    def __ge__(self, other: "KeptDate") -> bool:
        return self.order >= other.order


class _PartialDate(NamedTuple):
    year: int
    month: int | None = None
    day: int | None = None
    qualifier: str = ""


class PartialDate(_ByOrder, _PartialDate):  # type: ignore[misc]
    """A year, a month or a day.

    `qualifier` is "?" (uncertain), "~" (about) or "". `from_edtf` and `read_date`
    create and validate dates. Dates sort by their first day. If the first day is equal,
    the less precise date comes first.

    This is a named tuple, because a dataclass would delay `mediarel list` by 2 ms.
    """

    __slots__ = ()

    @classmethod
    def from_edtf(cls, text: str) -> "PartialDate":
        """Parse a date in EDTF: `2012`, `2012-07` or `2012-07-16`.

        Each form may end with `?` or `~` (EDTF, level 1). Years start at 0001.

        Raises InvalidDateError.
        """
        match = EDTF.fullmatch(text)
        if match is None:
            raise errors.InvalidDateError(text)
        of_year, of_month, of_day, qualifier = match.groups()
        month = None if of_month is None else int(of_month)
        day = None if of_day is None else int(of_day)
        date = cls(int(of_year), month, day, qualifier)
        if not date._exists():
            raise errors.InvalidDateError(text, NOT_A_DAY)
        return date

    def __str__(self) -> str:
        year, month, day, qualifier = self
        if month is None:
            return f"{year:04}{qualifier}"
        if day is None:
            return f"{year:04}-{month:02}{qualifier}"
        return f"{year:04}-{month:02}-{day:02}{qualifier}"

    @property
    def first(self) -> str:
        """The first possible day, such as `2012-07-01`."""
        return f"{self.year:04}-{self.month or 1:02}-{self.day or 1:02}"

    @property
    def last(self) -> str:
        """The last possible day, such as `2012-07-31`."""
        month = self.month or 12
        day = self.day or _days_of(self.year, month)
        return f"{self.year:04}-{month:02}-{day:02}"

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The first and the last possible day."""
        return self.first, self.last

    @property
    def order(self) -> tuple[str, str, str]:
        """The sort key of the date."""
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


def ends_of_range(text: str) -> tuple[str, str] | None:
    """Return the two ends of a range: `2011` and `2014` for `2011..2014`.

    In `2011..` or `..2014`, the missing end is "".

    Returns None if `text` is not a range.
    """
    ends = _RANGE.fullmatch(text)
    return (ends["first"], ends["last"]) if ends else None


class DateRange(NamedTuple):
    """A range of days. The days `first` and `last` are included.

    A day is a string such as `2012-07-16`. None means that this end of the range is
    open.
    """

    first: str | None
    last: str | None

    @classmethod
    def of(cls, date: "KeptDate") -> "DateRange":
        """Return the range of all possible days of `date`."""
        return cls(*date.days)

    @classmethod
    def between(cls, begin: "KeptDate | None", end: "KeptDate | None") -> "DateRange":
        """Return the range from the first day of `begin` to the last day of `end`.

        Raises InvalidDateError if the range ends before it begins.
        """
        first = None if begin is None else begin.days[0]
        last = None if end is None else end.days[1]
        if first is not None and last is not None and first > last:
            given = f"{begin}..{end}"
            raise errors.InvalidDateError(
                given, "ends before it begins", "Put the earlier date first."
            )
        return cls(first, last)


class _Interval(NamedTuple):
    begin: PartialDate | None
    end: PartialDate | None


class Interval(_ByOrder, _Interval):  # type: ignore[misc]
    """A date that is not known exactly, from `begin` to `end` (both inclusive).

    `begin` or `end` can be None, which means that the earliest or latest date is
    unknown. `kept_date` creates and validates intervals.

    An interval sorts by its first day, like a date. `../2011` has no first day, and
    sorts by the first day of 2011.
    """

    __slots__ = ()

    def __str__(self) -> str:
        return f"{self.begin or OPEN}{_BETWEEN}{self.end or OPEN}"

    @property
    def year(self) -> int:
        """The year under which a list shows the interval."""
        return int(self.first[:4])

    @property
    def first(self) -> str:
        """The day for sorting the interval in a list."""
        known = self.begin or self.end
        return known.first if known else ""

    @property
    def last(self) -> str:
        """The last possible day, or `9999-12-31` if the last day is unknown."""
        return self.end.last if self.end else NEVER

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The first and the last possible day, or None for an unknown day."""
        first = self.begin.first if self.begin else None
        return first, self.end.last if self.end else None

    @property
    def order(self) -> tuple[str, str, str]:
        """The sort key of the interval."""
        return self.first, self.last, str(self)

    def long(self) -> str:
        """Return the interval in words: `between October 2012 and November 2012`."""
        if self.begin and self.end:
            return f"between {self.begin.long()} and {self.end.long()}"
        if self.begin:
            return f"{self.begin.long()} or later"
        return f"{self.end.long()} or earlier" if self.end else ""


KeptDate = PartialDate | Interval


def kept_date(text: str) -> KeptDate:
    """Parse a date or an interval in EDTF.

    Raises InvalidDateError.
    """
    if _BETWEEN not in text:
        return PartialDate.from_edtf(text)
    ends = ends_of(text)
    if ends is None:
        raise errors.InvalidDateError(text, hint=HOW)
    begin, end = (
        None if each == OPEN else PartialDate.from_edtf(each) for each in ends
    )
    return interval(text, begin, end)


def dated_between(dates: Sequence[str]) -> list[str]:
    """Replace each missing date ("") of a list with an interval.

    `dates` are in EDTF, in the order of the list. The interval is between the nearest
    known dates above and below. If no date is known, the missing dates remain "". The
    list is in order from new to old, unless the last date is newer than the first.
    """
    known = [date for date in dates if date]
    if not known:
        return list(dates)
    is_newest_first = _bare(known[0]) >= _bare(known[-1])
    above = _nearest(dates)
    below = reversed(_nearest(dates[::-1]))
    return [
        date or between(high, low, newest_first=is_newest_first)
        for date, high, low in zip(dates, above, below, strict=True)
    ]


def _bare(date: str) -> str:
    return date.rstrip("?~")


def _nearest(dates: Sequence[str]) -> list[str]:
    """Return a list with the nearest known date before each of `dates`, or ""."""
    found, last = [], ""
    for date in dates:
        found.append(last)
        last = date or last
    return found


def between(above: str, below: str, *, newest_first: bool) -> str:
    """Return an EDTF date for a list entry that has no date.

    The result is an interval between the dates `above` and `below` the entry. If one of
    them is "", this end of the interval is open. If both are "", return "". If both are
    equal, return this date with "?".
    """
    if above and below:
        earlier, later = sorted((above, below), key=_bare)
        return f"{earlier}?" if earlier == later else f"{earlier}/{later}"
    is_later = bool(below) == newest_first
    known = above or below
    if not known:
        return ""
    return f"{known}/{OPEN}" if is_later else f"{OPEN}/{known}"


def interval(text: str, begin: PartialDate | None, end: PartialDate | None) -> Interval:
    """Return the interval from `begin` to `end`. Errors quote the typed `text`.

    Raises InvalidDateError if both dates are None, or if `end` is before `begin`.
    """
    if begin is None and end is None:
        raise errors.InvalidDateError(text, "has no known date", HOW)
    if begin and end and begin.first > end.last:
        hint = f"Put the earlier date first: {end}{_BETWEEN}{begin}"
        raise errors.InvalidDateError(text, "ends before it begins", hint)
    return Interval(begin, end)


def ends_of(text: str) -> tuple[str, str] | None:
    """Split an interval at `/`. Return None if `text` does not have two parts."""
    ends = _ENDS.fullmatch(text)
    return (ends[1], ends[2]) if ends else None


def _days_of(year: int, month: int) -> int:
    """Return the number of days of a month, without importing `calendar`."""
    if month == 2:  # noqa: PLR2004 - February
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31
