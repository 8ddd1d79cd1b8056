"""Reading the date around a figure: which of the forms stands there, and what it says.

Where it is not certain that figures are a date, they are none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mediarel.dates import forms
from mediarel.dates.months import months, short_months

# Years that a page prints. Those of the Buddha are 543 more.
_FIRST, _LAST, _BUDDHA = 1500, 2199, 543
# Years in two figures: from 1970 to 2069.
_PIVOT = 70
_FIRST_WITHOUT_DAY = 1800
MOST_MONTHS = 12
_MOST_DAYS = 31
_BEFORE, _NEAR = 48, 12
_BLANK = " \t\u00a0\u202f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_BEFORE_FIGURE = f"{_BLANK},.،၊(-/\u2010\u2011"
_STROKES = frozenset("/／")
_MARKS = frozenset("-/.\u2010\u2011／．－")

# Names that are words of their own: no month without both day and year, or only
# with a capital.
_WORDS = frozenset({"set", "out", "ago", "des", "mag", "gen"})
_WITH_CAPITAL = frozenset({"may", "march", "august"})
_ON = re.compile(
    r"\b(?:on|until|till|by|since|from|to|before|after|of)\s{1,3}\Z", re.IGNORECASE
)
_IN_A_SENTENCE = re.compile(r"[^\S\r\n]{1,4}[a-z]")
# What before or behind figures says that they are part of a number, a range or a path.
_PART_BEFORE = re.compile(r"\d(?:[.,:/]|[^\S\r\n]?[-–—][^\S\r\n]?)\Z")
_PART_BEHIND = re.compile(r"[^\S\r\n]?(?:[%٪]|[–—-][^\S\r\n]?\d)|[.,:/]\d")
# `3/4` alone between these is a date, and so it is where it begins a line of text.
_COLUMN_BEFORE = re.compile(r"(?:\A|[\n\r\t|]|[^\S\r\n]{2})[^\S\r\n]?\Z")
_COLUMN = re.compile(r"[^\S\r\n]?(?:\Z|[\n\r\t|]|[^\S\r\n]{2}|[:：–—-][^\S\r\n])")
_LINE = re.compile(r"(?:\A|[\n\r])[^\S\r\n]{0,2}\Z")
_CAPITAL = re.compile(r"[^\S\r\n](?=[^\W\d_])(?![a-z])")


class Parts(NamedTuple):
    """What a date says, and where; `figures` where day and month are figures."""

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    figures: tuple[int, int] | None = None


def read_around(
    text: str, place: tuple[int, int], floor: int, *, is_alone: bool
) -> Parts | None:
    """Return the date that begins with the figures at `place`, or that they end.

    Nothing before `floor` is looked at. `is_alone` says that there is no other text.
    """
    start, end = place
    behind = text[end : end + 5].lstrip(_BLANK)[:1]
    if end - start == len("2019"):
        is_number = behind.isdecimal()
        return (
            (None if is_number else _iso(text, start))
            or (None if is_number else _year_first(text, start, is_alone=is_alone))
            or _behind_month(text, start, floor, is_alone=is_alone)
        )
    is_part = _PART_BEFORE.search(text, max(floor, start - 3), start) is not None
    named = None
    if behind and not is_part and not behind.isdecimal():
        named = forms.day_first().match(text, start)
    if named and (found := _named(named)):
        return found
    return (
        (None if is_part else _behind_month(text, start, floor, is_alone=is_alone))
        or (_in_figures(text, start, is_alone=is_alone) if behind in _MARKS else None)
        or (_day_of_month(text, named, is_alone=is_alone) if named else None)
        or (
            _two_figures(text, start, floor, is_alone=is_alone)
            if behind in _STROKES
            else None
        )
    )


def lead_of(text: str, start: int, floor: int) -> re.Match[str] | None:
    """Return the weekday and the words that lead to the date at `start`."""
    if not _may_end(text, start, floor, forms.ends_of_leads()):
        return None
    return forms.lead().search(text, max(floor, start - _BEFORE), start)


def _may_end(text: str, start: int, floor: int, ends: frozenset[str]) -> bool:
    """Tell by its last letters whether one of a table may stand before `start`.

    Before most figures stands something else, and a pattern takes a hundred times
    longer to say so.
    """
    before = text[max(floor, start - _NEAR) : start].rstrip(_BEFORE_FIGURE)
    if before[-1:].isdecimal():  # tháng 3
        before = before[: -2 if before[-2:].isdecimal() else -1].rstrip(_BLANK)
    before = before[-3:].casefold()
    return before in ends or before[1:] in ends or before[2:] in ends


def _iso(text: str, start: int) -> Parts | None:
    match = forms.iso().match(text, start)
    if match is None or text[start - 1 : start] in tuple("/_-=."):
        return None
    return _parts(match, match.end(), _year(match["year"]), int(match["month"]))


def _year_first(text: str, start: int, *, is_alone: bool) -> Parts | None:
    match = forms.year_first().match(text, start)
    if match is None:
        return None
    year, month = _year(match["year"]), _month(match)
    is_whole = match["counted"] is None or match["day_word"] or is_alone
    if match["day"] and is_whole and not _goes_on(text, match.end()):
        return _parts(match, match.end(), year, month)
    if not match["word"] and not is_alone:
        return None
    return _parts(match, _end_of_month(match), year, month, has_day=False)


def _behind_month(text: str, start: int, floor: int, *, is_alone: bool) -> Parts | None:
    """Return the date whose month ends where `start` is: a day, a year or both."""
    if not _may_end(text, start, floor, forms.ends_of_months()):
        return None
    before = forms.month_before().search(text, max(floor, start - _BEFORE), start)
    match = None if before is None else forms.behind_month().match(text, start)
    if before is None or match is None:
        return None
    if match["only"]:
        found = _month_of_year(before, match, is_alone=is_alone)
    elif before["counted"] and not match["whole"].endswith(tuple("日号號")):
        found = None
    else:
        found = _month_and_day(text, before, match, is_alone=is_alone)
    return found and found._replace(start=before.start())


def _month_of_year(
    before: re.Match[str], match: re.Match[str], *, is_alone: bool
) -> Parts | None:
    year = _year(match["only"])
    if not is_alone and not (year and year >= _FIRST_WITHOUT_DAY and _is_sure(before)):
        return None
    return _parts(match, match.end(), year, _month(before), has_day=False)


def _month_and_day(
    text: str, before: re.Match[str], match: re.Match[str], *, is_alone: bool
) -> Parts | None:
    year = _year_behind(match, before["name"])
    end = match.end("whole") if year is None else match.end()
    if year is None and not is_alone:
        is_glued = text[end : end + 1].isalpha() and text[end - 1].isdecimal()
        if is_glued or _goes_on(text, end) or not _is_sure(before):
            return None
    return _parts(match, end, year, _month(before), needs_year=False)


def _named(match: re.Match[str]) -> Parts | None:
    """Return `3 March 2019`, None where a year is missing."""
    return _parts(match, match.end(), _year_behind(match, match["name"]), _month(match))


def _day_of_month(text: str, match: re.Match[str], *, is_alone: bool) -> Parts | None:
    """Return `3 March`, None where the words can mean something else."""
    start, end = match.start(), _end_of_month(match)
    if not is_alone:
        is_verb = (match["name"] or "").casefold() == "may" and (
            _IN_A_SENTENCE.match(text, end)
            and not _ON.search(text, max(0, start - 10), start)
        )
        is_glued = text[max(0, start - 1) : start].isalpha()
        if is_verb or is_glued or _goes_on(text, end) or not _is_sure(match):
            return None
    return _parts(match, end, None, _month(match), needs_year=False)


def _in_figures(text: str, start: int, *, is_alone: bool) -> Parts | None:
    """Return `3/4/2019`; where two figures are the year, the rest must be plain."""
    match = forms.figures().match(text, start)
    if match is None:
        return None
    before = text[max(0, start - 1) : start]
    is_short = len(match["year"]) == len("19")
    is_date = before not in tuple("/._") and not (
        is_short and not is_alone and _is_number(match, before)
    )
    first, second = int(match["first"]), int(match["second"])
    year = _short_year(match["year"]) if is_short else _year(match["year"])
    if not is_date or year is None or not _can_be_day_and_month(first, second):
        return None
    return Parts(start, match.end(), year, figures=(first, second))


def _is_number(match: re.Match[str], before: str) -> bool:
    """Tell whether figures with a year in two may be a version or a number."""
    plain = match["mark"] == "/" or (
        len(match["first"]) == len(match["second"]) == len("19")
    )
    return not plain or " " in match["mark"] or before.isalpha() or before == "-"


def _two_figures(text: str, start: int, floor: int, *, is_alone: bool) -> Parts | None:
    """Return `3/4` where it is a column of its own or begins its line."""
    match = forms.two_figures().match(text, start)
    if match is None or match[0] == "24/7":
        return None
    first, second = int(match["first"]), int(match["second"])
    is_led = lead_of(text, start, floor)
    if not _can_be_day_and_month(first, second) or not (
        is_alone
        or (is_led and is_led[0].strip())
        or _is_column(text, start, match.end())
    ):
        return None
    return Parts(start, match.end(), None, figures=(first, second))


def _is_column(text: str, start: int, end: int) -> bool:
    """Tell whether what stands here is a column, or is the beginning of a line."""
    before = max(0, start - 3)
    if _COLUMN.match(text, end):
        return _COLUMN_BEFORE.search(text, before, start) is not None
    return bool(_CAPITAL.match(text, end) and _LINE.search(text, before, start))


def _can_be_day_and_month(first: int, second: int) -> bool:
    lower, higher = sorted((first, second))
    return 1 <= lower <= MOST_MONTHS and higher <= _MOST_DAYS


def _parts(  # noqa: PLR0913 - what a date consists of
    match: re.Match[str],
    end: int,
    year: int | None,
    month: int | None,
    *,
    has_day: bool = True,
    needs_year: bool = True,
) -> Parts | None:
    """Return the date that `match` says, None where it can't be one."""
    day = int(match["day"]) if has_day else None
    if (
        (year is None and needs_year)
        or month is None
        or not 1 <= month <= MOST_MONTHS
        or (day is not None and not 1 <= day <= _MOST_DAYS)
    ):
        return None
    return Parts(match.start(), end, year, month, day)


def _month(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    figure = groups.get("number") or groups.get("counted")
    if figure:
        return int(figure)
    return months().get(_name(match))


def _name(match: re.Match[str]) -> str:
    name = " ".join((match["name"] or "").casefold().split())
    return name if name in months() else name.removesuffix(".").removesuffix("လ")


def _end_of_month(match: re.Match[str]) -> int:
    return max(match.end(group) for group in ("name", "number"))


def _is_sure(match: re.Match[str]) -> bool:
    """Tell whether the month in `match` is one without both a day and a year."""
    if not match["name"]:
        return True
    name = _name(match)
    if name[0] >= "\u0300":
        return name[0] < "\u1000" or name[0] > "\u109f" or name not in short_months()
    is_word = name in short_months() or name in _WITH_CAPITAL
    return name not in _WORDS and not (is_word and match["name"][0].islower())


def _goes_on(text: str, end: int) -> bool:
    return _PART_BEHIND.match(text, end) is not None


def _year_behind(match: re.Match[str], name: str | None) -> int | None:
    """Return the year behind a day and a month, None where none is certain.

    In two figures it is one behind an apostrophe, behind the mark that stands
    before the month too, or in Thai.
    """
    if match["year"]:
        return _year(match["year"])
    if not match["short"]:
        return None
    if name and "\u0e00" <= name[0] <= "\u0e7f":
        return _year(f"25{int(match['short']):02}")
    mark = match["mark"].strip()
    same = match.string[match.end("day") : match.end("day") + 1]
    if mark[-1:] in ("'", "’") or (mark and mark == same and mark == match["mark"]):
        return _short_year(match["short"])
    return None


def _year(figures: str) -> int | None:
    year = int(figures)
    if _FIRST + _BUDDHA + 300 <= year <= _LAST + _BUDDHA:
        year -= _BUDDHA
    return year if _FIRST <= year <= _LAST else None


def _short_year(figures: str) -> int:
    year = int(figures)
    return year + (1900 if year >= _PIVOT else 2000)


def read_without_day(text: str, start: int) -> Parts | None:
    """Return `2019`, `2019-03` or `03/2019`, which are dates only by themselves."""
    match = forms.without_day().match(text, start)
    if match is None:
        return None
    year = _year(match["year"] or match["year_behind"])
    month = match["month"] or match["month_before"]
    if year is None or year < _FIRST_WITHOUT_DAY:
        return None
    if month and not 1 <= int(month) <= MOST_MONTHS:
        return None
    return Parts(start, match.end(), year, int(month) if month else None)
