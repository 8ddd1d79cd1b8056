"""What a printed date says, before its order and what stands around it are known."""

from __future__ import annotations

from typing import NamedTuple

MOST_MONTHS = 12
MOST_DAYS = 31
# Before it, what stands without a day is rather a number.
FIRST_WITHOUT_DAY = 1800
# Years that a page prints. Those of the Buddha are 543 more.
_FIRST, _LAST, _BUDDHA = 1500, 2199, 543
_FIRST_OF_BUDDHA = 2400
# Years in two figures: from 1970 to 2069.
_PIVOT = 70


class Spot(NamedTuple):
    """Figures in a text, from `start` to `end`, where a date may be.

    What is before `floor` belongs to another date. `is_alone` says that the text
    holds nothing but a date, if it is one.
    """

    text: str
    start: int
    end: int
    floor: int = 0
    is_alone: bool = False

    def before(self, most: int) -> str:
        """Return what stands before, `most` letters of it."""
        return self.text[max(self.floor, self.start - most) : self.start]


class Parts(NamedTuple):
    """What a date says, and where; `figures` where day and month are figures.

    `is_dotted` if dots are between these and a year of four figures.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    figures: tuple[int, int] | None = None
    is_dotted: bool = False

    def is_possible(self) -> bool:
        """Tell whether any calendar has such a month and such a day."""
        month = 1 if self.month is None else self.month
        day = 1 if self.day is None else self.day
        return 1 <= month <= MOST_MONTHS and 1 <= day <= MOST_DAYS


def year_of(figures: str) -> int | None:
    """Return the year in four figures, None where none is likely."""
    year = int(figures)
    if year >= _FIRST_OF_BUDDHA:
        year -= _BUDDHA
    return year if _FIRST <= year <= _LAST else None


def short_year_of(figures: str) -> int:
    """Return the year in two figures, 1970 to 2069."""
    year = int(figures)
    return year + (1900 if year >= _PIVOT else 2000)
