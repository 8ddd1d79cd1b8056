"""Dates whose month is a name, or a number with a word for month.

Where the name is a word of its own, it is a month only with what leaves no doubt.
"""

from __future__ import annotations

import re
from functools import cache

from mediarel.dates.forms import (
    BLANK,
    DAY,
    FLAGS,
    IN,
    LETTER,
    MARK,
    YEAR,
    YEAR_END,
    YEAR_WORD,
    S,
    any_of,
    behind,
    ends,
    latin,
    may_end,
    month,
)
from mediarel.dates.months import months, short_months
from mediarel.dates.parts import (
    FIRST_WITHOUT_DAY,
    MOST_DAYS,
    Parts,
    Spot,
    short_year_of,
    year_of,
)

_ORDINAL = rf"(?:(?:(?:st|nd|rd|th|er|ère|re|ème|eme|e|o)(?!{LETTER})|\.?[ºª°]))?+"
_DAY_WORD = rf"(?:\)?{S}(?:[日号號일]|ရက်(?:နေ့)?))?"
_OF = rf"""(?:
    (?:day{BLANK}of|of|del|de|dias?{BLANK}do{BLANK}m[êe]s{BLANK}de|bulan){BLANK}{{1,3}}
  | d['’]
  | (?:ខែ|เดือน|ເດືອນ){S}
)?"""
_BETWEEN = rf"{S}(?:,|၊|{MARK})?{S}"
_SHORT_YEAR = rf"(?P<mark>{S}{MARK}?['‘’]?)(?P<short>\d\d)(?!\d)(?![:.h]\d)"
_YEAR_BEHIND = rf"(?:{_BETWEEN}{IN}{YEAR}{YEAR_WORD}?|{_SHORT_YEAR})?"
_BEFORE = 48

# Names that are words of their own: no month without both day and year, or only
# with a capital.
_WORDS = frozenset({"set", "out", "ago", "des", "mag", "gen"})
_WITH_CAPITAL = frozenset({"may", "march", "august"})
_ON = re.compile(
    r"\b(?:on|until|till|by|since|from|to|before|after|of)\s{1,3}\Z", re.IGNORECASE
)
_IN_A_SENTENCE = re.compile(rf"{BLANK}{{1,4}}[a-z]")
# What before or behind figures says that they are part of a number or a range.
_PART_BEFORE = re.compile(rf"\d(?:[.,:/]|{BLANK}?[-–—]{BLANK}?)\Z")
_PART_BEHIND = re.compile(
    rf"""{BLANK}?(?:[%٪]|(?:to|and|&|[–—-]){BLANK}?\d)
    | [.,:/]\d""",
    re.VERBOSE,
)
_MORE_DAYS = re.compile(rf",{BLANK}\d{{1,2}}(?![\d:])")
_NUMBER = re.compile(
    r"\b(?:no|nr|n[º°]|issue|vol|volume|chapter|part|page|number|edition|art|article)"
    rf"[.,]?{BLANK}{{0,2}}\Z",
    re.IGNORECASE,
)


@cache
def _day_first() -> re.Pattern[str]:
    return re.compile(
        rf"{DAY}{_ORDINAL}{_DAY_WORD}{S}{MARK}?{S}{_OF}{month()}{_YEAR_BEHIND}", FLAGS
    )


@cache
def _year_first() -> re.Pattern[str]:
    return re.compile(
        rf"""{YEAR}(?P<word>{YEAR_WORD}?){_BETWEEN}{_OF}{month()}
        (?:{_BETWEEN}\(?{DAY}(?!{S},?{S}\d{{4}})(?P<day_word>{_DAY_WORD}))?""",
        FLAGS,
    )


@cache
def _month_before() -> re.Pattern[str]:
    return re.compile(rf"{month()}{_BETWEEN}(?P<of>{IN})(?:ថ្ងៃ)?(?:ទី)?\(?\Z", FLAGS)


@cache
def _behind_month() -> re.Pattern[str]:
    return re.compile(
        rf"""(?P<only>\d{{4}}){YEAR_END}{YEAR_WORD}?
        | (?P<whole>{DAY}{_ORDINAL}{_DAY_WORD}){_YEAR_BEHIND}""",
        FLAGS,
    )


@cache
def _month_of_range() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(latin(months()))})\.?{S}[/–—-]{S}\Z", FLAGS)


@cache
def _ends_of_months() -> frozenset[str]:
    return ends(
        *months(),
        *(
            "tháng",
            "thang",
            "thg",
            "th",
            "ខែ",
            "เดือน",
            "เดือนที่",
            "ເດືອນ",
            "月",
            "월",
            "လ",
        ),
        *("of", "del", "de", "ano", "año", "năm", "nam", "tahun", "ឆ្នាំ", "ឆ្នំា", "ថ្ងៃ"),
        *("ទី", "ปี", "ປີ", "พ.ศ", "ค.ศ", "พ. ศ", "ค. ศ"),
        *("ພ.ສ", "ຄ.ສ", "ພ. ສ", "ຄ. ສ"),
    )


def with_day(spot: Spot) -> Parts | None:
    """Return `3 March 2019` or `March 3, 2019`, at its day; its year may lack."""
    if not 1 <= int(spot.text[spot.start : spot.end]) <= MOST_DAYS:
        return None
    before = spot.before(_BEFORE)
    is_part = _PART_BEFORE.search(before[-3:]) is not None
    found = None
    next_letter = behind(spot)
    if not is_part and next_letter and not next_letter.isdecimal():
        found = _day_first().match(spot.text, spot.start)
        if found and (found["counted"] or _NUMBER.search(before[-12:])):
            return None
    if is_part:
        return None
    return (
        (_with_year(found) if found else None)
        or _in_month(spot)
        or (_day_of_month(spot, found) if found else None)
    )


def with_year(spot: Spot) -> Parts | None:
    """Return `2019 March 3`, `2019年3月3日` or `March 2019`, at its year."""
    next_letter = behind(spot)
    if next_letter and not next_letter.isdecimal():
        match = _year_first().match(spot.text, spot.start)
        if match and (found := _from_year(spot, match)):
            return found
    return _in_month(spot)


def _with_year(match: re.Match[str]) -> Parts | None:
    year = _year_behind(match, match["name"])
    if year is None or (_is_word(match) and " of " in match[0]):
        return None
    return Parts(*match.span(), year, _month_of(match), int(match["day"]))


def _day_of_month(spot: Spot, match: re.Match[str]) -> Parts | None:
    """Return `3 March`, None where the words can mean something else."""
    end = match.end("month")
    if match["name"] and _name_in(match) not in short_months():
        end -= match["name"].endswith(".")  # of the sentence
    if not spot.is_alone:
        is_verb = (match["name"] or "").casefold() == "may" and (
            _IN_A_SENTENCE.match(spot.text, end) and not _ON.search(spot.before(10))
        )
        is_glued = spot.before(1).isalpha() or spot.text[end : end + 1].isdecimal()
        if is_verb or is_glued or _goes_on(spot, end) or not _is_sure(match):
            return None
    month, day = _month_of(match), int(match["day"])
    return Parts(spot.start, end, None, month, day)


def _from_year(spot: Spot, match: re.Match[str]) -> Parts | None:
    """Return `2019 March 3` or `2019年3月`; a month alone needs a word for year."""
    year, month = year_of(match["year"]), _month_of(match)
    if year is None:
        return None
    is_day = not match["counted"] or match["day_word"] or spot.is_alone
    if match["day"] and is_day and not _goes_on(spot, match.end()):
        found = Parts(*match.span(), year, month, int(match["day"]))
        if found.is_possible():
            return found
    if not match["word"] and not spot.is_alone:
        return None
    return Parts(spot.start, match.end("month"), year, month)


def _in_month(spot: Spot) -> Parts | None:
    """Return the date whose month ends where `spot` is: a day, a year or both."""
    if not may_end(spot, _ends_of_months()):
        return None
    low = max(spot.floor, spot.start - _BEFORE)
    before = _month_before().search(spot.text, low, spot.start)
    match = _behind_month().match(spot.text, spot.start) if before else None
    if before is None or match is None:
        return None
    find = _year_of_month if match["only"] else _day_behind_month
    return find(spot, before, match)


def _year_of_month(
    spot: Spot, before: re.Match[str], match: re.Match[str]
) -> Parts | None:
    year = year_of(match["only"])
    is_sure = year and year >= FIRST_WITHOUT_DAY and _is_sure(before)
    if not (is_sure or spot.is_alone) or (_is_word(before) and before["of"]):
        return None
    found = Parts(before.start(), match.end(), year, _month_of(before))
    is_range = _month_of_range().search(spot._replace(start=found.start).before(20))
    return None if is_range else found


def _day_behind_month(
    spot: Spot, before: re.Match[str], match: re.Match[str]
) -> Parts | None:
    is_apart = before["of"] or ("," in before[0] and not spot.is_alone)
    is_open = before[0].endswith("(") and ")" not in match[0]
    if is_apart or is_open or (before["counted"] and not _is_counted(before, match)):
        return None
    year = _year_behind(match, before["name"])
    if year and _is_word(before) and "," not in match[0] and not spot.is_alone:
        year = None
    end = match.end("whole") if year is None else match.end()
    if year is None and not spot.is_alone:
        is_glued = spot.text[end : end + 1].isalpha() and match["day"] == match["whole"]
        is_glued = is_glued or spot._replace(start=before.start()).before(1).isdecimal()
        is_part = is_glued or _goes_on(spot, end) or _MORE_DAYS.match(spot.text, end)
        if is_part or not _is_sure(before):
            return None
    month, day = _month_of(before), int(match["day"])
    return Parts(before.start(), end, year, month, day)


def _is_counted(before: re.Match[str], match: re.Match[str]) -> bool:
    """Tell whether `3月3` has its word for day, and no year of an era before it."""
    era = before.string[max(0, before.start() - 2) : before.start()]
    is_day = match["whole"].endswith(("日", "号", "號", "일"))
    return is_day and not era.rstrip().endswith("年")


def _month_of(match: re.Match[str]) -> int:
    number = match["number"] or match["counted"]
    return int(number) if number else months().get(_name_in(match), 0)


def _name_in(match: re.Match[str]) -> str:
    name = " ".join((match["name"] or "").casefold().split())
    return name if name in months() else name.removesuffix(".").removesuffix("လ")


def _is_sure(match: re.Match[str]) -> bool:
    """Tell whether the month in `match` is one without both a day and a year."""
    if not match["name"]:
        return True
    name = _name_in(match)
    if name[0] >= "\u0300":
        # Those of Burmese are single syllables.
        return not "\u1000" <= name[0] <= "\u109f" or name not in short_months()
    is_word = name in short_months() or name in _WITH_CAPITAL
    return name not in _WORDS and not (is_word and match["name"][0].islower())


def _is_word(match: re.Match[str]) -> bool:
    """Tell whether the month in `match` is in small letters and a word of its own."""
    return bool(match["name"]) and match["name"].removesuffix(".") in _WORDS


def _goes_on(spot: Spot, end: int) -> bool:
    return _PART_BEHIND.match(spot.text, end) is not None


def _year_behind(match: re.Match[str], name: str | None) -> int | None:
    """Return the year behind a day and a month, None where none is certain.

    In two figures it is one behind an apostrophe, behind the mark that stands
    before the month too, or in Thai.
    """
    if match["year"]:
        return year_of(match["year"])
    if not match["short"]:
        return None
    if name and "\u0e00" <= name[0] <= "\u0e7f":
        return year_of(f"25{int(match['short']):02}")
    mark = match["mark"].strip()
    # Of "July-16-18" it stands before the day; "July 16-18" is a range.
    is_month_first = "whole" in match.re.groupindex
    at = match.start("day") - 1 if is_month_first else match.end("day")
    same = match.string[at : at + 1]
    if mark[-1:] in {"'", "‘", "’"} or (
        mark and mark == same and mark == match["mark"]
    ):
        return short_year_of(match["short"])
    return None
