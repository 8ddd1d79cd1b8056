"""What belongs to a printed date beside it: its weekday, small words, a time of day."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.forms import (
    BEGUN,
    BLANK,
    FLAGS,
    LETTER,
    S,
    any_of,
    ends,
    may_end,
    other,
)
from mediarel.dates.forms import weekday as any_weekday
from mediarel.dates.months import weekdays

if TYPE_CHECKING:
    from mediarel.dates.parts import Spot

_BEFORE, _BEFORE_LUNAR = 48, 180
_AGREES = "ត្រូវ"


class Surroundings(NamedTuple):
    """Where a date begins and ends with all that belongs to it, and its weekday."""

    start: int
    end: int
    weekday: int | None


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?:
          (?:(?:ថ្ងៃ|วัน|ວັນ|(?<!{LETTER})(?:hari|ngày|le|el|the){BLANK}){S}|{BEGUN})
          (?P<weekday>{any_weekday()})(?:ទី|ที่|ທີ|နေ့)?{S}[,၊]?{S}
        )?
        (?:
          (?:ថ្ងៃ{S}ទី|ថ្ងៃ|ទី|วันที่|ที่|ວັນທີ|ທີ
            |(?<!{LETTER})(?:ngày|tanggal|tgl\.?|den|(?P<article>the|le|el|il|lì))(?!{LETTER}))
          {S}
        )?
        (?:(?:ខែ|เดือน|ເດືອນ){S})?
        \Z""",
        FLAGS,
    )


@cache
def _ends_of_leads() -> frozenset[str]:
    return ends(
        *weekdays(),
        *("the", "den", "le", "el", "il", "lì", "ngày", "tanggal", "tgl", "thứ"),
        *("ថ្ងៃ", "ទី", "ខែ", "วันที่", "ที่", "ວັນທີ", "ທີ", "เดือน", "ເດືອນ", "နေ့"),
    )


@cache
def _lunar() -> re.Pattern[str]:
    """Return the pattern of a Khmer lunar date and the words "which agrees with"."""
    return re.compile(
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
        (?:
          {S}[,၊]?{S}
          (?:(?P<weekday>{any_weekday()})(?:နေ့)?|[(（](?P<inner>{any_weekday()})[)）])
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
    """Return what leads to the date at `spot`, None where nothing does."""
    if not may_end(spot, _ends_of_leads()):
        return None
    return _lead().search(spot.text, max(spot.floor, spot.start - _BEFORE), spot.start)


def surroundings(spot: Spot, *, has_day: bool) -> Surroundings:
    """Return the surroundings of the date at `spot`; only a day has a time of day."""
    start, end, weekday = spot.start, spot.end, None
    lead = lead_of(spot)
    # The 8 March, but not "the March 8 movement".
    if lead and (not lead["article"] or spot.text[start].isdecimal()):
        start, weekday = lead.start(), lead["weekday"]
    if _AGREES in spot._replace(start=start).before(12):
        low = max(spot.floor, start - _BEFORE_LUNAR)
        lunar = _lunar().search(spot.text, low, start)
        start = start if lunar is None else lunar.start()
    trail = _trail().match(spot.text, end) if has_day else None
    if trail:
        end = trail.end()
        weekday = weekday or trail["weekday"] or trail["inner"]
    return Surroundings(start, end, _number_of(weekday))


def _number_of(weekday: str | None) -> int | None:
    if weekday is None:
        return None
    name = " ".join(weekday.casefold().split())
    return weekdays().get(name, weekdays().get(name.removesuffix(".")))
