"""The forms of printed dates, as patterns: what stands around their figures.

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

_LETTER = r"[^\W\d_]"
_BLANK = r"[^\S\r\n]"
# Between the parts of a date: on one line.
_S = rf"(?:{_BLANK}{{0,4}}+)"
MARK = r"[-/.\u2010\u2011／．－]"
_DAY = r"(?P<day>\d{1,2})(?!\d)"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_SHORT_YEAR = rf"(?P<mark>{_S}{MARK}?['’]?)(?P<short>\d\d)(?!\d)(?![:.h]\d)"
_ORDINAL = rf"(?:(?:(?:st|nd|rd|th|er|ère|re|ème|eme|e|o)(?!{_LETTER})|\.?[ºª°]))?+"
_BETWEEN = rf"{_S}(?:,|၊|{MARK})?{_S}"
# What may come before the name of a month, before a year, and behind a year or day.
_OF = rf"""(?:
    (?:day{_BLANK}of|of|del|de|dias?{_BLANK}do{_BLANK}m[êe]s{_BLANK}de|bulan){_BLANK}{{1,3}}
  | d['’]
  | (?:ខែ|เดือน|ເດືອນ|ບ){_S}
)?"""
_IN = rf"""(?:
    (?:of|del?(?:{_BLANK}a[ñn]o)?|do{_BLANK}ano{_BLANK}de|năm|nam|tahun){_BLANK}{{1,3}}
  | (?:ឆ្នាំ|ឆ្នំា|ปี|ປີ){_S}
  | (?:พ|ค|ພ|ຄ)\.{_S}(?:ศ|ສ)\.?{_S}
)?+"""
_YEAR_WORD = rf"(?:{_S}(?:年|ခုနှစ်|ခု))"
_DAY_WORD = rf"(?:\)?{_S}(?:[日号號]|ရက်(?:နေ့)?))?"
_FLAGS = re.IGNORECASE | re.VERBOSE


def _any_of(names: Iterable[str]) -> str:
    """Return a pattern of `names`, the longest first, by their first letters."""
    groups = groupby(sorted(names), key=lambda name: name[0])
    return "|".join(
        f"{first}(?:{'|'.join(map(_escaped, sorted(group, key=len, reverse=True)))})"
        for first, group in groups
    )


def _escaped(name: str) -> str:
    return re.escape(name[1:]).replace(r"\ ", f"{_BLANK}?")


def _latin(names: Iterable[str]) -> list[str]:
    return [name for name in names if name < "\u0300" and not _has_figure(name)]


def _other(names: Iterable[str]) -> list[str]:
    return [name for name in names if name >= "\u0300" and not _has_figure(name)]


def _has_figure(name: str) -> bool:
    return any(letter.isdecimal() for letter in name)


@cache
def _month() -> str:
    """Return the pattern of a month: its name, or its number with a word for month.

    A name begins where no other word ends: there, or at a capital behind a small
    letter, as two parts of a page are copied without a space.
    """
    return rf"""(?:
        (?P<name>
            (?:(?<!{_LETTER})|(?-i:(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])))
            (?:{_any_of(_latin(months()))})(?!{_LETTER}|[\u0300-\u036f])\.?
          | (?:{_any_of(_other(months()))})(?:လ|\.)?
        )
      | (?:tháng|thang|thg\.?|ខែ|เดือน(?:ที่)?|ເດືອນ){_S}(?P<number>\d{{1,2}})(?!\d)
    )"""


_COUNTED_MONTH = rf"(?P<counted>\d{{1,2}}){_S}月"


@cache
def day_first() -> re.Pattern[str]:
    """Return the pattern of `3 March 2019`, from its day, also without the year."""
    return re.compile(
        rf"""{_DAY}{_ORDINAL}\)?{_BETWEEN}{_OF}{_month()}
        (?:{_BETWEEN}{_IN}{_YEAR}|{_SHORT_YEAR})?""",
        _FLAGS,
    )


@cache
def month_before() -> re.Pattern[str]:
    """Return the pattern of a month that ends where a day or a year begins."""
    return re.compile(
        rf"(?:{_month()}|{_COUNTED_MONTH}){_BETWEEN}{_IN}(?:ថ្ងៃ)?(?:ទី)?\(?\Z", _FLAGS
    )


@cache
def behind_month() -> re.Pattern[str]:
    """Return the pattern of `3, 2019`, `3` and `2019` where a month came before."""
    return re.compile(
        rf"""(?P<only>\d{{4}})(?!\d)
        | (?P<whole>{_DAY}{_ORDINAL}{_DAY_WORD})
          (?:{_BETWEEN}{_IN}{_YEAR}|{_SHORT_YEAR})?""",
        _FLAGS,
    )


@cache
def year_first() -> re.Pattern[str]:
    """Return the pattern of `2019 March 3` and of `2019年3月3日`."""
    return re.compile(
        rf"""{_YEAR}(?P<word>{_YEAR_WORD}?){_BETWEEN}{_OF}(?:{_month()}|{_COUNTED_MONTH})
        (?:{_BETWEEN}\(?{_DAY}(?!{_S},?{_S}\d{{4}})(?P<day_word>{_DAY_WORD}))?""",
        _FLAGS,
    )


@cache
def figures() -> re.Pattern[str]:
    """Return the pattern of `3/4/2019` and `03/04/19`."""
    return re.compile(
        rf"""(?P<first>\d{{1,2}})(?P<mark>{_S}{MARK}{_S})(?P<second>\d{{1,2}})(?P=mark)
        (?P<year>\d{{4}}|\d\d)(?!\d)(?!{_S}{MARK}{_S}\d)""",
        _FLAGS,
    )


@cache
def two_figures() -> re.Pattern[str]:
    """Return the pattern of `3/4`."""
    return re.compile(r"(?P<first>\d{1,2})[/／](?P<second>\d{1,2})(?![\d/%.,])")


@cache
def without_day() -> re.Pattern[str]:
    """Return the pattern of `2019`, `2019-03` and `03/2019`."""
    return re.compile(
        rf"""(?P<month_before>\d{{1,2}}){MARK}(?P<year_behind>\d{{4}})
        | {_IN}{_YEAR}(?:{_YEAR_WORD}|{MARK}(?P<month>\d\d))?""",
        _FLAGS,
    )


@cache
def iso() -> re.Pattern[str]:
    """Return the pattern of `2019-03-04`, `2019/3/4` and `2019.3.4`."""
    return re.compile(
        rf"""{_YEAR}(?P<mark>{_S}{MARK}{_S})(?P<month>\d{{1,2}})(?P=mark){_DAY}
        (?![/_]|{_S}{MARK}{_S}\d|-{_LETTER})""",
        _FLAGS,
    )


@cache
def lead() -> re.Pattern[str]:
    """Return the pattern of what belongs to a date before its figures or its month."""
    return re.compile(
        rf"""
        (?:
          (?:(?:ថ្ងៃ|วัน|ວັນ|(?<!{_LETTER})(?:hari|ngày){_BLANK}){_S})?
          (?P<weekday>{_weekday()})(?:ទី|ที่|ທີ|နေ့)?{_S}[,၊]?{_S}
          (?:(?:the|den|le|el){_BLANK})?
        )?
        (?:
          (?:ថ្ងៃ{_S}ទី|ថ្ងៃ|ទី|วันที่|ที่|ວັນທີ|ທີ|(?<!{_LETTER})(?:ngày|tanggal|tgl\.?|den))
          {_S}
        )?
        (?:(?:ខែ|เดือน|ເດືອນ){_S})?
        \Z""",
        _FLAGS,
    )


@cache
def lunar() -> re.Pattern[str]:
    """Return the pattern of a Khmer lunar date and the words "which agrees with"."""
    return re.compile(
        rf"""
        (?:(?:ថ្ងៃ{_S})?(?:{_any_of(_other(weekdays()))}){_S})?
        (?:ថ្ងៃ{_S})?(?:ទី)?{_S}\d{{1,2}}{_S}(?:កើត|រោច)
        [^\r\n]{{1,100}}ត្រូវ(?:នឹង|និង|ជា){_S}\Z""",
        _FLAGS,
    )


@cache
def trail() -> re.Pattern[str]:
    """Return the pattern of a weekday and a time of day behind a date."""
    return re.compile(
        rf"""
        (?:
          {_S},?{_S}(?:(?P<weekday>{_weekday()})(?:နေ့)?|[(（](?P<inner>{_weekday()})[)）])
          (?=\s|[,;:|)）\]–—-]|\Z)
        | {_S}[(（][月火水木金土日祝休・、]{{1,5}}[)）]
        )?+
        (?:
          (?:T|{_S}[,|@–—-]?{_S}(?:(?:at|à|às|a{_BLANK}las|alle(?:{_BLANK}ore)?|ore|um|kl\.?
            |pukul|jam|lúc|เวลา|ເວລາ|ម៉ោង){_BLANK}{{0,3}})?)
          (?<!\d)(?:
            (?:[01]?\d|2[0-3])(?:[:：][0-5]\d(?:[:：][0-5]\d(?:[.,]\d{{1,9}})?)?|h[0-5]\d)
            (?:{_S}[ap]\.?m\b\.?)?
          | (?:0?[1-9]|1[0-2])(?:\.[0-5]\d)?{_S}[ap]\.?m\b\.?
          | (?:[01]?\d|2[0-3])\.[0-5]\d(?={_S}(?:Uhr|WIB|WITA|WIT|น\.))
          )
          (?:{_S}(?:Uhr\b|WIB\b|WITA\b|WIT\b|น\.|UTC|GMT|Z\b))?
          (?:{_S}[+-]\d{{2}}:?\d{{2}}(?!\d))?
          (?!\d)
        )?""",
        _FLAGS,
    )


@cache
def ends_of_months() -> frozenset[str]:
    """Return the last letters of all that `month_before` finds."""
    return _ends(
        *months(),
        *(
            "tháng",
            "thang",
            "thg",
            "ខែ",
            "เดือน",
            "เดือนที่",
            "ເດືອນ",
            "月",
            "လ",
            "ថ្ងៃ",
            "ទី",
        ),
        *("of", "del", "de", "ano", "año", "năm", "nam", "tahun", "ឆ្នាំ", "ឆ្នំា"),
        *("ปี", "ປີ", "พ.ศ", "ค.ศ", "พ. ศ", "ค. ศ", "ພ.ສ", "ຄ.ສ", "ພ. ສ", "ຄ. ສ"),
    )


@cache
def ends_of_leads() -> frozenset[str]:
    """Return the last letters of all that `lead` finds."""
    return _ends(
        *weekdays(),
        *("the", "den", "le", "el", "ngày", "tanggal", "tgl", "thứ", "ថ្ងៃ", "ទី", "ខែ"),
        *("วันที่", "ที่", "ວັນທີ", "ທີ", "เดือน", "ເດືອນ", "နေ့"),
    )


def _ends(*words: str) -> frozenset[str]:
    return frozenset(word[-3:] for word in words)


@cache
def _weekday() -> str:
    """Return the pattern of a weekday; two letters are one only before a mark."""
    latin = _latin(weekdays())
    short = [name for name in latin if len(name) == len("So")]
    long = [name for name in latin if name not in short]
    return rf"""(?:
        (?<!{_LETTER})(?:{_any_of(long)})(?!{_LETTER})\.?
      | (?<!{_LETTER})(?:{_any_of(short)})(?=[.,)）])\.?
      | thứ{_S}[2-7](?!\d)
      | {_any_of(_other(weekdays()))}
    )"""
