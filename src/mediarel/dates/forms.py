"""What the patterns of printed dates are made of.

A pattern begins at a figure or ends before one, so that nothing is tried where none
is. Every repetition is bounded or possessive: no text takes long to read.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from mediarel.dates.months import months, weekdays

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.dates.parts import Spot

FLAGS = re.IGNORECASE | re.VERBOSE
LETTER = r"[^\W\d_]"
# A blank on the line, and those between the parts of a date.
BLANK = r"[^\S\r\n]"
S = rf"(?:{BLANK}{{0,4}}+)"
MARK = r"[-/.\u2010\u2011／．－]"
DAY = r"(?P<day>\d{1,2})(?!\d)"
# What follows a year may be glued to it: the next date, or a count.
YEAR_END = rf"(?:(?!\d)|(?=\d{{1,2}}(?:{S}{LETTER}{{3}}|[/.-]\d)))"
YEAR = rf"(?P<year>\d{{4}}){YEAR_END}"
# Words before a year, and behind it.
IN = rf"""(?:
    (?:of|del?(?:{BLANK}a[ñn]o)?|do{BLANK}ano{BLANK}de|năm|nam|tahun){BLANK}{{1,3}}
  | (?:ឆ្នាំ|ឆ្នំា|ปี|ປີ){S}
  | (?:พ|ค|ພ|ຄ)\.{S}(?:ศ|ສ)\.?{S}
)?+"""
YEAR_WORD = rf"(?:{S}(?:年|년|ခုနှစ်|ခု|ပြည့်နှစ်))"

# Where a word of Thai, Lao, Burmese or Khmer may begin: behind none of their letters.
BEGUN = r"(?<![\u0e01-\u0e4e\u0e81-\u0ece\u0edc\u0edd\u1000-\u103e\u1780-\u17d3])"

_NEAR = 12
_BLANKS = " \t\u00a0\u202f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_BEFORE_FIGURE = f"{_BLANKS},.،၊(-/\u2010\u2011"


def any_of(names: Iterable[str]) -> str:
    """Return a pattern of `names`, the longest first, by their first letters."""
    groups = groupby(sorted(names), key=lambda name: name[0])
    return "|".join(
        f"{first}(?:{'|'.join(map(_escaped, sorted(group, key=len, reverse=True)))})"
        for first, group in groups
    )


def _escaped(name: str) -> str:
    return re.escape(name[1:]).replace(r"\ ", f"{BLANK}?")


def latin(names: Iterable[str]) -> list[str]:
    """Return those of `names` in Latin letters, which end where a word ends."""
    return [name for name in names if name < "\u0300" and not _has_figure(name)]


def other(names: Iterable[str]) -> list[str]:
    """Return those of `names` in scripts that have no spaces between words."""
    return [name for name in names if name >= "\u0300" and not _has_figure(name)]


def _has_figure(name: str) -> bool:
    return any(letter.isdecimal() for letter in name)


@cache
def month() -> str:
    """Return the pattern of a month: its name, or its number with a word for month.

    A name begins where no other word ends: there, or at a capital behind a small
    letter, as two parts of a page are copied without a space.
    """
    return rf"""(?P<month>
        (?P<name>
            (?:(?<!{LETTER})|(?-i:(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])))
            (?:{any_of(latin(months()))})(?!{LETTER}|[\u0300-\u036f])\.?
          | (?:{any_of(other(months()))})(?:လ|\.)?
        )
      | (?:tháng|thang|thg\.?|(?<![^\W_])th(?=\d)|ខែ|เดือน(?:ที่)?|ເດືອນ){S}
        (?P<number>\d{{1,2}})(?!\d)
      | (?P<counted>\d{{1,2}}){S}[月월]
    )"""


@cache
def weekday() -> str:
    """Return the pattern of a weekday; two letters are one only before a mark.

    In a script without spaces it may be the end of another word: see `BEGUN`.
    """
    names = latin(weekdays())
    short = [name for name in names if len(name) == len("So")]
    long = [name for name in names if name not in short]
    return rf"""(?:
        (?<!{LETTER})(?:{any_of(long)})(?!{LETTER})\.?
      | (?<!{LETTER})(?:{any_of(short)})(?=[.,)）])\.?
      | thứ{S}[2-7](?!\d)
      | {any_of(other(weekdays()))}
    )"""


def ends(*words: str) -> frozenset[str]:
    """Return the last letters of `words`, for `may_end`."""
    return frozenset(word[-3:] for word in words)


def may_end(spot: Spot, ends: frozenset[str]) -> bool:
    """Tell by its last letters whether one of some words may stand before `spot`.

    Before most figures stands something else, and a pattern takes a hundred times
    longer to say so.
    """
    before = spot.before(_NEAR).rstrip(_BEFORE_FIGURE)
    if before[-1:].isdecimal():  # tháng 3
        before = before[: -2 if before[-2:].isdecimal() else -1].rstrip(_BLANKS)
    before = before[-3:].casefold()
    return before in ends or before[1:] in ends or before[2:] in ends


def behind(spot: Spot) -> str:
    """Return the first letter behind `spot` that is no blank."""
    return spot.text[spot.end : spot.end + 5].lstrip(_BLANKS)[:1]
