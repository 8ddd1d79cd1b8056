"""Define the type of a printed date, and the patterns for its parts.

Patterns are tried only at the numbers of a text. A pattern begins at a number, or
matches the words that end before a number. Every repetition in a pattern is bounded or
possessive. As a result, no text takes long to search.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from mediarel import errors
from mediarel.dates.edtf import PartialDate
from mediarel.dates.months import months, weekdays
from mediarel.dates.typed import DayOrder

_BEFORE, _BEFORE_LUNAR = 48, 180
_AGREES = "ត្រូវ"
MOST_MONTHS = 12
MOST_DAYS = 31
# If a date has no day, a smaller number is probably not a year.
FIRST_WITHOUT_DAY = 1800
# Years on a page. Buddhist years are 543 higher.
_FIRST, _LAST, _BUDDHA = 1500, 2199, 543
_FIRST_OF_BUDDHA = 2400
# Two-digit years: from 1970 to 2069.
_PIVOT = 70
FLAGS = re.IGNORECASE | re.VERBOSE
LETTER = r"[^\W\d_]"
# A space within a line, and the spaces between the parts of a date.
BLANK = r"[^\S\r\n]"
S = rf"(?:{BLANK}{{0,4}}+)"
MARK = r"[-/.\u2010\u2011／．－]"
DAY = r"(?P<day>\d{1,2})(?!\d)"
# Text that may follow a year without a space: the next date, or a count.
YEAR_END = rf"(?:(?!\d)|(?=\d{{1,2}}(?:{S}{LETTER}{{3}}|[/.-]\d)))"
YEAR = rf"(?P<year>\d{{4}}){YEAR_END}"
# Words before and after a year.
IN = rf"""(?:
    (?:of|del?(?:{BLANK}a[ñn]o)?|do{BLANK}ano{BLANK}de|năm|nam|tahun){BLANK}{{1,3}}
  | (?:ឆ្នាំ|ឆ្នំា|ปี|ປີ){S}
  | (?:พ|ค|ພ|ຄ)\.{S}(?:ศ|ສ)\.?{S}
)?+"""
YEAR_WORD = rf"(?:{S}(?:年|년|ခုနှစ်|ခု|ပြည့်နှစ်))"
# Where a word of Thai, Lao, Burmese or Khmer may begin: not after these letters.
BEGUN = r"(?<![\u0e01-\u0e4e\u0e81-\u0ece\u0edc\u0edd\u1000-\u103e\u1780-\u17d3])"
_BLANKS = " \t\u00a0\u202f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


class Spot(NamedTuple):
    """A number in a text, from `start` to `end`, that may be part of a date.

    The text before `floor` belongs to the previous date. `is_alone` means that the date
    must be the whole text.
    """

    text: str
    start: int
    end: int
    floor: int = 0
    is_alone: bool = False

    def before(self, most: int) -> str:
        """Return at most `most` characters of the text before the number."""
        return self.text[max(self.floor, self.start - most) : self.start]


class PrintedDate(NamedTuple):
    """A date printed in a text, from `start` to `end`.

    The span includes the weekday, words such as "den" and "ថ្ងៃទី", and a time of day.

    If day and month are two numbers before the year, `figures` are these numbers. In
    this case, `month` and `day` are set only if the order is certain: one number is
    over 12, both are equal, or the weekday decides. If `is_dotted`, dots separate the
    numbers, as in `03.04.2019`. In this case, the day is first, unless a different
    order is specified.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    figures: tuple[int, int] | None = None
    is_dotted: bool = False

    @property
    def order(self) -> DayOrder | None:
        """The order of day and month, or None if both orders are possible."""
        if self.figures is None or self.day is None or len(set(self.figures)) == 1:
            return None
        is_day_first = self.figures == (self.day, self.month)
        return DayOrder.DAY_FIRST if is_day_first else DayOrder.MONTH_FIRST

    def date(
        self, order: DayOrder | None = None, year: int | None = None
    ) -> PartialDate | None:
        """Return the date, or None if the date is ambiguous or not in the calendar.

        `order` is the order of day and month. `year` is used if no year is printed.
        Also return None if no year is known, or if the printed order is different.
        """
        year = year if self.year is None else self.year
        if year is None or (order and self.order not in {order, None}):
            return None
        month, day = self.month, self.day
        if self.figures is not None and day is None:
            if order is None and not self.is_dotted:
                return None
            month, day = month_and_day(self.figures, order or DayOrder.DAY_FIRST)
        return in_calendar(year, month, day)

    def is_possible(self) -> bool:
        """Return True if the month is from 1 to 12, and the day from 1 to 31."""
        month = 1 if self.month is None else self.month
        day = 1 if self.day is None else self.day
        return 1 <= month <= MOST_MONTHS and 1 <= day <= MOST_DAYS


def month_and_day(figures: tuple[int, int], order: DayOrder) -> tuple[int, int]:
    """Return the month and the day. `order` is the order of the two numbers."""
    first, second = figures
    return (second, first) if order is DayOrder.DAY_FIRST else (first, second)


@lru_cache(maxsize=1024)  # the same date is requested repeatedly
def in_calendar(year: int, month: int | None, day: int | None) -> PartialDate | None:
    """Return the date, or None if it is not in the calendar."""
    try:
        return PartialDate.from_edtf(str(PartialDate(year, month, day)))
    except errors.InvalidDateError:
        return None


# Marks that belong to a letter of these scripts, and joiners.
_MARKS = "[\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0dff\u200c\u200d]"


def any_of(names: Iterable[str]) -> str:
    """Return a pattern that matches any of the names, and prefers long names."""
    groups = groupby(sorted(names), key=lambda name: name[0])
    return "|".join(
        f"{first}(?:{'|'.join(map(_escaped, sorted(group, key=len, reverse=True)))})"
        for first, group in groups
    )


def _escaped(name: str) -> str:
    return re.escape(name[1:]).replace(r"\ ", f"{BLANK}?")


def latin(names: Iterable[str]) -> list[str]:
    """Return the names in Latin, Greek and Cyrillic, which have word boundaries."""
    return [name for name in names if name < "\u0530" and not _has_figure(name)]


def spaced(names: Iterable[str]) -> list[str]:
    """Return the names in other scripts with spaces, such as Arabic and Hindi."""
    return [name for name in names if _is_spaced(name) and not _has_figure(name)]


def other(names: Iterable[str]) -> list[str]:
    """Return the names in scripts without spaces between words."""
    return [
        name
        for name in names
        if name >= "\u0530" and not _is_spaced(name) and not _has_figure(name)
    ]


def _is_spaced(name: str) -> bool:
    return "\u0530" <= name[0] < "\u0e00" or "\u10a0" <= name[0] < "\u1780"


def _has_figure(name: str) -> bool:
    return any(letter.isdecimal() for letter in name)


# The pattern of a month: its name, or its number with a word for month. A name begins
# at a word boundary, or at a capital after a lower-case letter, because a copied page
# may have lost the spaces between its parts.
MONTH = rf"""(?P<month>
    (?P<name>
        (?:(?<!{LETTER})|(?-i:(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])))
        (?:{any_of(latin(months()))})(?!{LETTER}|[\u0300-\u036f])\.?
      | (?<!{LETTER}|{_MARKS})(?:{any_of(spaced(months()))})(?!{LETTER}|{_MARKS})
      | (?:{any_of(other(months()))})(?:လ|\.)?
    )
  | (?:tháng|thang|thg\.?|(?<![^\W_])th(?=\d)|ខែ|เดือน(?:ที่)?|ເດືອນ){S}
    (?P<number>\d{{1,2}})(?!\d)
  | (?P<counted>\d{{1,2}}){S}[月월]
)"""


# The pattern of a weekday. A name of two letters must be followed by a mark, such as a
# full stop. In a script without spaces, the pattern may also match the end of a longer
# word. To avoid this, use `BEGUN` before the pattern.
names = latin(weekdays())
short = [name for name in names if len(name) == len("So")]
long = [name for name in names if name not in short]
WEEKDAY = rf"""(?:
    (?<!{LETTER})(?:{any_of(long)})(?!{LETTER})\.?
  | (?<!{LETTER})(?:{any_of(short)})(?=[.,)）])\.?
  | thứ{S}[2-7](?!\d)
  | {any_of(other(weekdays()))}
)"""


def behind(spot: Spot) -> str:
    """Return the first non-space character after `spot`."""
    return spot.text[spot.end : spot.end + 5].lstrip(_BLANKS)[:1]


def year_of(figures: str) -> int | None:
    """Return the year for four digits, or None if they are probably not a year."""
    year = int(figures)
    if year >= _FIRST_OF_BUDDHA:
        year -= _BUDDHA
    return year if _FIRST <= year <= _LAST else None


def short_year_of(figures: str) -> int:
    """Return the year for two digits, from 1970 to 2069."""
    year = int(figures)
    return year + (1900 if year >= _PIVOT else 2000)


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?:
          (?:(?:ថ្ងៃ|วัน|ວັນ|(?<!{LETTER})(?:hari|ngày|le|el|the){BLANK}){S}|{BEGUN})
          (?P<weekday>{WEEKDAY})(?:ទី|ที่|ທີ|နေ့)?{S}[,၊]?{S}
        )?
        (?:
          (?:ថ្ងៃ{S}ទី|ថ្ងៃ|ទី|วันที่|ที่|ວັນທີ|ທີ
            |(?<!{LETTER})(?:ngày|tanggal|tgl\.?|den|dne|dňa|dnia|(?P<article>the|le|el|il|lì))(?!{LETTER}))
          {S}
        )?
        (?:(?:ខែ|เดือน|ເດືອນ){S})?
        \Z""",
        FLAGS,
    )


# The pattern of a Khmer lunar date and the words after the date. These words mean
# "which agrees with". The date in the usual calendar follows them.
_LUNAR = re.compile(
    rf"""
    (?:(?:ថ្ងៃ{S})?(?:{any_of(other(weekdays()))}){S})?
    (?:(?:ថ្ងៃ{S})?(?:ទី)?{S}\d{{1,2}}{S}(?:កើត|រោច)[^\r\n]{{1,100}}
      |(?:ពុទ្ធសករាជ|ព\.?{S}ស\.?){S}\d{{4}}{S}){_AGREES}(?:នឹង|និង|ជា){S}\Z""",
    FLAGS,
)


@cache
def _trail() -> re.Pattern[str]:
    at = rf"at|à|às|a{BLANK}las|alle(?:{BLANK}ore)?|ore|um|kl\.?|pukul|jam|lúc"
    return re.compile(
        rf"""
        (?:{S}(?:(?:r|г|р)\.|года?|року|рік)(?!{LETTER}))?+
        (?:
          {S}[,၊]?{S}
          (?:(?P<weekday>{WEEKDAY})(?:နေ့)?|[(（](?P<inner>{WEEKDAY})[)）])
          (?=\s|[,;:|)）\]–—-]|\Z)
        | {S}[(（][月火水木金土日祝休・、]{{1,5}}[)）]
        )?+
        (?:
          (?:T|{S}[,|@·•–—-]?{S}(?:(?:{at}|เวลา|ເວລາ|(?:វេលា{S})?ម៉ោង){BLANK}{{0,3}})?)
          (?<!\d)(?:
            \d{{1,2}}(?:[:：]\d\d(?:[:：]\d\d(?:[.,]\d{{1,9}})?)?|h\d\d)
            (?:{S}[ap]\.?m\b\.?)?
          | (?:0?[1-9]|1[0-2])(?:\.[0-5]\d)?{S}[ap]\.?m\b\.?
          | (?:[01]?\d|2[0-3]){S}(?:Uhr|heures?|horas?|h)\b
          | (?:[01]?\d|2[0-3])\.[0-5]\d(?={S}(?:Uhr|WIB|WITA|WIT|น\.))
          )
          (?:{S}(?:Uhr|WIB|WITA|WIT|Z)\b|{S}น\.)?
          (?:{S}\(?(?:UTC|GMT)(?:[+-]\d{{1,2}}(?::?\d\d)?)?\)?)?
          (?:{S}[+-]\d{{2}}:?\d{{2}}(?!\d))?
          (?!\d)
        | {S}(?:上午|下午|午前|午後)?{S}\d{{1,2}}{S}[时時点點](?:{S}\d{{1,2}}{S}分)?
        )?""",
        FLAGS,
    )


def lead_of(spot: Spot) -> re.Match[str] | None:
    """Match the words that introduce the date at `spot`, such as a weekday."""
    return _lead().search(spot.text, max(spot.floor, spot.start - _BEFORE), spot.start)


def surroundings(spot: Spot, *, has_day: bool) -> tuple[int, int, int | None]:
    """Return the start and end of a date with its surroundings, and the weekday.

    A time of day is part of the date only if the date has a day.
    """
    start, end, weekday = spot.start, spot.end, None
    lead = lead_of(spot)
    # The 8 March, but not "the March 8 movement".
    if lead and (not lead["article"] or spot.text[start].isdecimal()):
        start, weekday = lead.start(), lead["weekday"]
    if _AGREES in spot._replace(start=start).before(12):
        low = max(spot.floor, start - _BEFORE_LUNAR)
        lunar = _LUNAR.search(spot.text, low, start)
        start = start if lunar is None else lunar.start()
    trail = _trail().match(spot.text, end) if has_day else None
    if trail:
        end = trail.end()
        weekday = weekday or trail["weekday"] or trail["inner"]
    return start, end, _number_of(weekday)


def _number_of(weekday: str | None) -> int | None:
    if weekday is None:
        return None
    name = " ".join(weekday.casefold().split())
    return weekdays().get(name, weekdays().get(name.removesuffix(".")))
