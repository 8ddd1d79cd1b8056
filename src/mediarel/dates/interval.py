"""Dates that are only known to lie between two: intervals of EDTF, level 1.

`2012-10/2012-11` lies in October or November 2012, `../2011` in 2011 or before, and
`2011/..` in 2011 or after. Few archives have any; `mediarel list` does without this
module.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.edtf import PartialDate
from mediarel.errors import InvalidDateError

if TYPE_CHECKING:
    from collections.abc import Sequence

OPEN = ".."
_BETWEEN = "/"
NEVER = "9999-12-31"  # the last day that a date can mean
_ENDS = re.compile(r"([^/]+)/([^/]+)")
HOW = "Write both ends, or .. for one that is not known: 2012-10/2012-11, ../2011."


class Interval(NamedTuple):
    """A date from `begin` to `end`, both included; None for one that is not known.

    `kept_date` makes one and checks it. It sorts by its first day, as other dates
    do: `../2011`, which has none, by the first day of 2011.
    """

    begin: PartialDate | None
    end: PartialDate | None

    def __str__(self) -> str:
        return f"{self.begin or OPEN}{_BETWEEN}{self.end or OPEN}"

    def __lt__(self, other: KeptDate) -> bool:  # type: ignore[override]
        return self.order < other.order

    def __le__(self, other: KeptDate) -> bool:  # type: ignore[override]
        return self.order <= other.order

    def __gt__(self, other: KeptDate) -> bool:  # type: ignore[override]
        return self.order > other.order

    def __ge__(self, other: KeptDate) -> bool:  # type: ignore[override]
        return self.order >= other.order

    @property
    def year(self) -> int:
        """The year that it stands under in a list."""
        return int(self.first[:4])

    @property
    def first(self) -> str:
        """The day that it stands at in a list: the first of its first known end."""
        known = self.begin or self.end
        return known.first if known else ""

    @property
    def last(self) -> str:
        """The last day it can mean; where that is not known, the last of all."""
        return self.end.last if self.end else NEVER

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The first and the last day it can mean, None for one that is not known."""
        first = self.begin.first if self.begin else None
        return first, self.end.last if self.end else None

    @property
    def order(self) -> tuple[str, str, str]:
        """What sorts it among other dates."""
        return self.first, self.last, str(self)

    def long(self) -> str:
        """Return it in words: `between October 2012 and November 2012`."""
        if self.begin and self.end:
            return f"between {self.begin.long()} and {self.end.long()}"
        if self.begin:
            return f"{self.begin.long()} or later"
        return f"{self.end.long()} or earlier" if self.end else ""


KeptDate = PartialDate | Interval


def kept_date(text: str) -> KeptDate:
    """Return the date or the interval that is kept as `text`, in EDTF.

    Raises InvalidDateError.
    """
    if _BETWEEN not in text:
        return PartialDate.from_edtf(text)
    ends = ends_of(text)
    if ends is None:
        raise InvalidDateError(text, hint=HOW)
    begin, end = (
        None if each == OPEN else PartialDate.from_edtf(each) for each in ends
    )
    return interval(text, begin, end)


def dated_between(dates: Sequence[str]) -> list[str]:
    """Return `dates` (EDTF), as they follow in a list, with an interval for each "".

    It lies between the nearest dates above and below; it is "" where there are none. A
    list goes from new to old unless its last date is newer than its first.
    """
    known = [date for date in dates if date]
    if not known:
        return list(dates)
    is_newest_first = known[0] >= known[-1]
    above = _nearest(dates)
    below = reversed(_nearest(dates[::-1]))
    return [
        date or between(high, low, newest_first=is_newest_first)
        for date, high, low in zip(dates, above, below, strict=True)
    ]


def _nearest(dates: Sequence[str]) -> list[str]:
    """Return for each place the date that stands last before it, or ""."""
    found, last = [], ""
    for date in dates:
        found.append(last)
        last = date or last
    return found


def between(above: str, below: str, *, newest_first: bool) -> str:
    """Return the date (EDTF) of what stands in a list between two dates, or "".

    At an end of the list, where there is nothing above or below, it is open there.
    """
    if above and below:
        earlier, later = sorted((above, below))
        return f"{earlier}?" if earlier == later else f"{earlier}/{later}"
    is_later = bool(below) == newest_first
    known = above or below
    if not known:
        return ""
    return f"{known}/{OPEN}" if is_later else f"{OPEN}/{known}"


def interval(text: str, begin: PartialDate | None, end: PartialDate | None) -> Interval:
    """Return the interval from `begin` to `end`, given as `text`.

    Raises InvalidDateError where neither is known, or it ends before it begins.
    """
    if begin is None and end is None:
        raise InvalidDateError(text, "says neither of its ends", HOW)
    if begin and end and begin.first > end.last:
        hint = f"Put the earlier end first: {end}{_BETWEEN}{begin}"
        raise InvalidDateError(text, "ends before it begins", hint)
    return Interval(begin, end)


def ends_of(text: str) -> tuple[str, str] | None:
    """Return the two ends that a `/` stands between, None where there are no two."""
    ends = _ENDS.fullmatch(text)
    return (ends[1], ends[2]) if ends else None
