"""Parse printed dates in which the month is a name, and dates that have only numbers.

If the name of a month is also an ordinary word, it counts as a month only if the
context allows no other meaning. Dates that have only numbers can look like versions,
telephone numbers, scores and paths: `3/4/2019`, `03.13.19`, `2019-03-04`, `3/4`.
"""

import datetime as dt
import re
from functools import cache

from mediarel.dates.months import months, short_months
from mediarel.dates.printed_parts import (
    BLANK,
    DAY,
    FIRST_WITHOUT_DAY,
    FLAGS,
    IN,
    LETTER,
    MARK,
    MONTH,
    MOST_DAYS,
    MOST_MONTHS,
    YEAR,
    YEAR_END,
    YEAR_WORD,
    PrintedDate,
    S,
    Spot,
    any_of,
    behind,
    latin,
    lead_of,
    short_year_of,
    year_of,
)

_DOTS = frozenset(".．")
_STROKES = frozenset("/／")
_MARKS = frozenset("-/.\u2010\u2011／．－")
_IN_A_PATH = frozenset("/_-=.")
# `3/4` is a date between these characters, or at the beginning of a line of text.
_COLUMN_BEFORE = re.compile(rf"(?:\A|[\n\r\t|]|{BLANK}{{2}}){BLANK}?\Z")
_COLUMN = re.compile(rf"{BLANK}?(?:\Z|[\n\r\t|]|{BLANK}{{2}}|[:：–—-]{BLANK})")
_LINE = re.compile(rf"(?:\A|[\n\r]){BLANK}{{0,2}}(?:[*•·–-]{BLANK})?\Z")
_BEGUN = re.compile(
    rf"{BLANK}(?![a-z])(?:{LETTER}|[\"'“‘«(\[¿¡]|\d{{1,4}}{BLANK}{LETTER})"
)
_SAYINGS = frozenset({"24/7", "9/11"})
_ORDINAL = rf"(?:\s?(?:st|nd|rd|th)(?!{LETTER})"
_ORDINAL += rf"|(?:(?:er|ère|re|ème|eme|e|o)(?!{LETTER})|\.?[ºª°]))?+"
_DAY_WORD = rf"(?:\)?{S}(?:[日号號일]|ရက်(?:နေ့)?))?"
_OF = rf"""(?:
    (?:day{BLANK}of|of|del|de|dias?{BLANK}do{BLANK}m[êe]s{BLANK}de|bulan){BLANK}{{1,3}}
  | d['’]
  | (?:ខែ|เดือน|ເດືອນ){S}
)?"""
_BETWEEN = rf"{S}(?:,|၊|{MARK})?{S}"
_LAST_DAY = (
    rf"(?:\.?{S}[–—/-]{S}\d{{1,2}}(?!\d))?"  # of a range, such as "3–5 May 2019"
)
_SHORT_YEAR = rf"(?P<mark>{S}{MARK}?['‘’]?)(?P<short>\d\d)(?!\d)(?![:.h]\d)"
_YEAR_BEHIND = rf"(?:{_BETWEEN}{IN}{YEAR}{YEAR_WORD}?|{_SHORT_YEAR})?"
_BEFORE = 48
_EARLIEST, _LATEST = 1989, 2040  # years outside these have four digits
# Names that are also words. They need a day and a year, or else a capital letter.
_WORDS = frozenset(["set", "out", "ago", "des", "mag", "gen", "sie", "lip", "lis"])
_WITH_CAPITAL = frozenset({"may", "march", "august"})
_ON = re.compile(
    r"\b(?:on|until|till|by|since|from|to|before|after|of)\s{1,3}\Z", re.IGNORECASE
)
_IN_A_SENTENCE = re.compile(rf"{BLANK}{{1,4}}[a-z]")
# In Polish and Czech, "listopad" means November. Polish has no full stop after the
# day, and Czech has the form "listopadu" there.
_CROATIAN_OCTOBER = re.compile(rf"\d\.{BLANK}{{0,4}}listopada?\Z", re.IGNORECASE)
# After a full stop, these names may be Croatian or Czech, with a different meaning.
_NOT_POLISH = re.compile(rf"\d\.{BLANK}{{0,4}}(?:lip|lis)\b", re.IGNORECASE)
_PERSIAN_ZERO = "۰"
_FIRST_OF_IRAN, _LAST_OF_IRAN = 1250, 1500
_BEFORE_IRAN = 226_526  # days before the calendar
_IRANIAN_MONTHS = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
_IRAN = re.compile(
    rf"{DAY}{S}(?P<name>{'|'.join(_IRANIAN_MONTHS)})(?:{S}ماه)?{S}،?{S}{YEAR}", FLAGS
)
# Characters around a number that show a longer number or a range.
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
        rf"{DAY}{_ORDINAL}{_DAY_WORD}{_LAST_DAY}{S}{MARK}?{S}{_OF}{MONTH}{_YEAR_BEHIND}",
        FLAGS,
    )


@cache
def _year_first() -> re.Pattern[str]:
    return re.compile(
        rf"""{YEAR}(?P<word>{YEAR_WORD}?){_BETWEEN}{_OF}{MONTH}
        (?:{_BETWEEN}(?:hó{BLANK})?\(?{DAY}(?!{S},?{S}\d{{4}})(?P<day_word>{_DAY_WORD}))?""",
        FLAGS,
    )


@cache
def _month_before() -> re.Pattern[str]:
    return re.compile(rf"{MONTH}{_BETWEEN}(?P<of>{IN})(?:ថ្ងៃ)?(?:ទី)?\(?\Z", FLAGS)


_BEHIND_MONTH = re.compile(
    rf"""(?P<only>\d{{4}}){YEAR_END}{YEAR_WORD}?
    | (?P<whole>{DAY}{_ORDINAL}{_DAY_WORD}){_LAST_DAY}{_YEAR_BEHIND}""",
    FLAGS,
)


@cache
def _month_of_range() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(latin(months()))})\.?{S}[/–—-]{S}\Z", FLAGS)


def with_day(spot: Spot) -> PrintedDate | None:
    """Parse `3 March 2019`, `March 3, 2019` or `3 March`, with the day at `spot`."""
    if not 1 <= int(spot.text[spot.start : spot.end]) <= MOST_DAYS:
        return None
    if match := _IRAN.match(spot.text, spot.start):
        return _from_iran(match, _IRANIAN_MONTHS.index(match["name"]) + 1)
    before = spot.before(_BEFORE)
    is_part = _PART_BEFORE.search(before[-3:]) is not None
    found = None
    next_letter = behind(spot)
    if not is_part and next_letter and not next_letter.isdecimal():
        found = _day_first().match(spot.text, spot.start)
        if found and (
            found["counted"]
            or _NUMBER.search(before[-12:])
            or _NOT_POLISH.search(found[0])
        ):
            return None
    if is_part:
        return None
    return (
        (_with_year(found) if found else None)
        or _in_month(spot)
        or (_day_of_month(spot, found) if found else None)
    )


def with_year(spot: Spot) -> PrintedDate | None:
    """Parse `2019 March 3`, `2019年3月3日` or `March 2019`, with the year at `spot`."""
    next_letter = behind(spot)
    if next_letter and not next_letter.isdecimal():
        match = _year_first().match(spot.text, spot.start)
        if match and (found := _from_year(spot, match)):
            return found
    return _in_month(spot)


def _with_year(match: re.Match[str]) -> PrintedDate | None:
    year = _year_behind(match, match["name"])
    if year is None or (_is_word(match) and " of " in match[0]):
        return None
    return PrintedDate(*match.span(), year, _month_of(match), int(match["day"]))


def _day_of_month(spot: Spot, match: re.Match[str]) -> PrintedDate | None:
    """Parse `3 March`. Return None if the words may have a different meaning."""
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
    return PrintedDate(spot.start, end, None, month, day)


def _from_year(spot: Spot, match: re.Match[str]) -> PrintedDate | None:
    """Parse `2019 March 3` or `2019年3月`.

    If the date has no day, a word for "year" is required, such as 年.
    """
    year, month = year_of(match["year"]), _month_of(match)
    if year is None:
        return None
    is_day = not match["counted"] or match["day_word"] or spot.is_alone
    if match["day"] and is_day and not _goes_on(spot, match.end()):
        found = PrintedDate(*match.span(), year, month, int(match["day"]))
        if found.is_possible():
            return found
    if not match["word"] and not spot.is_alone:
        return None
    return PrintedDate(spot.start, match.end("month"), year, month)


def _in_month(spot: Spot) -> PrintedDate | None:
    """Parse `March 3`, `March 2019` or `March 3, 2019`, with a number at `spot`."""
    low = max(spot.floor, spot.start - _BEFORE)
    before = _month_before().search(spot.text, low, spot.start)
    match = _BEHIND_MONTH.match(spot.text, spot.start) if before else None
    if before is None or match is None:
        return None
    find = _year_of_month if match["only"] else _day_behind_month
    return find(spot, before, match)


def _year_of_month(
    spot: Spot, before: re.Match[str], match: re.Match[str]
) -> PrintedDate | None:
    year = year_of(match["only"])
    is_sure = year and year >= FIRST_WITHOUT_DAY and _is_sure(before)
    if not (is_sure or spot.is_alone) or (_is_word(before) and before["of"]):
        return None
    found = PrintedDate(before.start(), match.end(), year, _month_of(before))
    is_range = _month_of_range().search(spot._replace(start=found.start).before(20))
    return None if is_range else found


def _day_behind_month(
    spot: Spot, before: re.Match[str], match: re.Match[str]
) -> PrintedDate | None:
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
    return PrintedDate(before.start(), end, year, month, day)


def _is_counted(before: re.Match[str], match: re.Match[str]) -> bool:
    """Return True if a word for day follows the number, as in `3月3日`.

    Return False if a year is before the month, as in `元年3月3日`.
    """
    era = before.string[max(0, before.start() - 2) : before.start()]
    is_day = match["whole"].endswith(("日", "号", "號", "일"))
    return is_day and not era.rstrip().endswith("年")


def _month_of(match: re.Match[str]) -> int:
    number = match["number"] or match["counted"]
    begin, end = match.span("month")
    if _CROATIAN_OCTOBER.search(match.string, max(0, begin - 8), end):
        return 10
    return int(number) if number else months().get(_name_in(match), 0)


def _name_in(match: re.Match[str]) -> str:
    name = " ".join((match["name"] or "").casefold().split())
    return name if name in months() else name.removesuffix(".").removesuffix("လ")


def _is_sure(match: re.Match[str]) -> bool:
    """Return whether the name is certainly a month, even if day or year is missing."""
    if not match["name"]:
        return True
    name = _name_in(match)
    if name[0] >= "\u0300":
        # The Burmese names are single syllables.
        return not "\u1000" <= name[0] <= "\u109f" or name not in short_months()
    is_word = name in short_months() or name in _WITH_CAPITAL
    return name not in _WORDS and not (is_word and match["name"][0].islower())


def _is_word(match: re.Match[str]) -> bool:
    """Return True if the month is a word in lower case with other meanings: `set`."""
    return bool(match["name"]) and match["name"].removesuffix(".") in _WORDS


def _goes_on(spot: Spot, end: int) -> bool:
    return _PART_BEHIND.match(spot.text, end) is not None


def _year_behind(match: re.Match[str], name: str | None) -> int | None:
    """Return the year after a day and a month, or None if no year is certain.

    A year of two digits is certain only after an apostrophe, after the same separator
    as the month, in a Thai date, or in a text that is only a date: `25 fév 24`.
    """
    if match["year"]:
        return year_of(match["year"])
    if not match["short"]:
        return None
    if name and "\u0e00" <= name[0] <= "\u0e7f":
        return year_of(f"25{int(match['short']):02}")
    mark = match["mark"].strip()
    # In "July-16-18" the separator precedes the day; "July 16-18" is a range.
    is_month_first = "whole" in match.re.groupindex
    at = match.start("day") - 1 if is_month_first else match.end("day")
    same = match.string[at : at + 1]
    is_marked = mark[-1:] in {"'", "‘", "’"} or (
        mark and mark == same and mark == match["mark"]
    )
    year = short_year_of(match["short"])
    is_whole = match["mark"].isspace() and match[0] == match.string.strip()
    return year if is_marked or (is_whole and _EARLIEST < year < _LATEST) else None


_FIGURES = re.compile(
    rf"""(?P<first>\d{{1,2}})(?P<mark>{S}{MARK}{S})(?P<second>\d{{1,2}})(?P=mark)
    (?P<year>\d{{4}}{YEAR_END}|\d\d(?!\d|-\w))(?!(?P=mark)\d|[/／]\w)""",
    FLAGS,
)


# The first day of a range, such as "25.07.–09.08.2026".
_FIRST_DAY = re.compile(
    rf"(?P<day>\d{{1,2}})\.(?:(?P<month>\d{{1,2}})\.)?{S}[–—-]{S}(?=\d{{1,2}}\.)"
)
_TWO_FIGURES = re.compile(r"(?P<first>\d{1,2})[/／](?P<second>\d{1,2})(?![\d/%.,])")


_ISO = re.compile(
    rf"""{YEAR}(?P<mark>{S}{MARK}{S})(?P<month>\d{{1,2}})(?P=mark)
    (?P<day>\d{{1,2}})(?:(?!\d)|(?<=\d\d)(?=\d{{4}}{S}{LETTER}))
    (?!(?P=mark)(?!\d{{1,4}}[\u3040-\uffff])[^\W\u3040-\uffff]|_|-{LETTER}|\.[a-z]{{2,4}}\b)""",
    FLAGS,
)


_WITHOUT_DAY = re.compile(
    rf"""(?P<month_before>\d{{1,2}}){MARK}(?P<year_behind>\d{{4}})
    | {IN}{YEAR}(?:{YEAR_WORD}|{MARK}(?P<month>\d\d))?""",
    FLAGS,
)


def year_first(spot: Spot) -> PrintedDate | None:
    """Parse `2019-03-04`, `2019/3/4` or `2019.3.4`, with the year at `spot`."""
    match = _ISO.match(spot.text, spot.start) if behind(spot) in _MARKS else None
    if match is None:
        return None
    is_version = match["mark"] == "." and spot.before(1).isalpha()
    if is_version or _is_in_a_path(spot):
        return None
    year, month, day = year_of(match["year"]), int(match["month"]), int(match["day"])
    if year is None and match["year"] > _PERSIAN_ZERO:
        return _from_iran(match, month)
    found = PrintedDate(*match.span(), year, month, day)
    return found if year and found.is_possible() else None


def _from_iran(match: re.Match[str], month: int) -> PrintedDate | None:
    """Convert a date of the Iranian calendar, in which 1400-01-01 is 21 March 2021."""
    year, day = int(match["year"]), int(match["day"])
    is_possible = PrintedDate(0, 0, year, month, day).is_possible()
    if not (_FIRST_OF_IRAN < year < _LAST_OF_IRAN and is_possible):
        return None
    # The calendar has 8 leap years in 33 years, and 6 months of 31 days.
    leaps = (year + 11) // 33 * 8 + ((year + 11) % 33 + 3) // 4
    days = 365 * year + leaps + 30 * (month - 1) + min(month - 1, 6) + day
    date = dt.date.fromordinal(days + _BEFORE_IRAN)
    return PrintedDate(*match.span(), date.year, date.month, date.day)


def year_last(spot: Spot) -> PrintedDate | None:
    """Parse `3/4/2019`, `03/04/19` or `3.–5.4.2019`, with a first number at `spot`."""
    of_range = _FIRST_DAY.match(spot.text, spot.start)
    start = of_range.end() if of_range else spot.start
    match = _FIGURES.match(spot.text, start) if behind(spot) in _MARKS else None
    if match is None or _is_in_a_path(spot):
        return None
    is_short = len(match["year"]) == len("19")
    if is_short and not spot.is_alone and _is_number(spot, match):
        return None
    year = (short_year_of if is_short else year_of)(match["year"])
    figures = int(match["first"]), int(match["second"])
    if of_range:
        figures = int(of_range["day"]), int(of_range["month"] or match["second"])
    if year is None or not _are_day_and_month(*figures):
        return None
    is_dotted = not is_short and match["mark"].strip() in _DOTS
    return PrintedDate(
        spot.start, match.end(), year, figures=figures, is_dotted=is_dotted
    )


def _is_in_a_path(spot: Spot) -> bool:
    """Return True if a separator precedes the number, as in a path: `files/2019`.

    Return False if the text before the separator is the previous date.
    """
    is_next = 0 < spot.floor == spot.start - 1
    return spot.before(1) in _IN_A_PATH and not is_next


def _is_number(spot: Spot, match: re.Match[str]) -> bool:
    """Return whether a date with a two-digit year may be a version or a score."""
    mark = match["mark"]
    if spot.before(1).isalpha() or len(mark) > 1:
        return True
    if mark in _STROKES:
        return False
    is_padded = len(match["first"]) == len(match["second"]) == len("03")
    return not is_padded or (mark != "." and not _is_column(spot, match.end()))


def without_year(spot: Spot) -> PrintedDate | None:
    """Parse `3/4` if the date fills a column, begins a line or follows a weekday."""
    match = _TWO_FIGURES.match(spot.text, spot.start)
    if match is None or match[0] in _SAYINGS:
        return None
    figures = int(match["first"]), int(match["second"])
    if not _are_day_and_month(*figures):
        return None
    lead = lead_of(spot)
    is_led = lead is not None and not lead[0].isspace() and lead[0] != ""
    if not (spot.is_alone or is_led or _is_column(spot, match.end())):
        return None
    return PrintedDate(*match.span(), None, figures=figures)


def without_day(text: str, start: int) -> PrintedDate | None:
    """Parse `2019`, `2019-03` or `03/2019`, which are dates only if they are alone."""
    match = _WITHOUT_DAY.match(text, start)
    if match is None:
        return None
    year = year_of(match["year"] or match["year_behind"])
    month = match["month"] or match["month_before"]
    if year is None or year < FIRST_WITHOUT_DAY:
        return None
    found = PrintedDate(start, match.end(), year, int(month) if month else None)
    return found if found.is_possible() else None


def _is_column(spot: Spot, end: int) -> bool:
    """Return whether the text from `spot` to `end` fills a column or begins a line."""
    before = spot.text[max(0, spot.start - 5) : spot.start]
    if _COLUMN.match(spot.text, end):
        return _COLUMN_BEFORE.search(before) is not None
    return bool(_BEGUN.match(spot.text, end) and _LINE.search(before))


def _are_day_and_month(first: int, second: int) -> bool:
    lower, higher = sorted((first, second))
    return 1 <= lower <= MOST_MONTHS and higher <= MOST_DAYS
