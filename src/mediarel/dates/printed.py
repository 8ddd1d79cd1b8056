"""Find dates in a text, in the languages and formats of web pages.

Missing parts of a date are not guessed or completed from the current date. If the order
of day and month is ambiguous, both orders remain possible.
"""

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from mediarel.dates import printed_forms as forms
from mediarel.dates.printed_parts import (
    MOST_MONTHS,
    PrintedDate,
    Spot,
    in_calendar,
    month_and_day,
    surroundings,
)
from mediarel.dates.typed import DayOrder

_NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")}
_NUMERALS |= {"零": 0, "○": 0, "十": 10}
# The last year before each era, in Japan and in the Republic of China.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911}
_ERAS |= dict.fromkeys(("民國", "民国"), 1911)
_ERA = r"(?:令和|平成|昭和|大正|(?:中華|中华)?民[國国])"
_OF_ERA = r"(?:元|\d{1,3}|[〇零○一二三四五六七八九十百]{1,5})"
# In this order: invisible characters, letters with separate accents, the year of an era
# next to the common year, and alone, Chinese numerals before year, month and day, a
# zero typed as the Burmese letter wa.
_CHANGED = re.compile(
    rf"""
    [\u00ad\u200b-\u200f\u2060\ufeff]++
  | (?<=\d年)[(（]{_ERA}\s?{_OF_ERA}\s?年[)）]
  | {_ERA}\s?{_OF_ERA}\s?年?[(（](?P<ours>\d{{4}})年?[)）](?P<after>\s?年)?
  | (?P<era>{_ERA})\s?(?P<of_era>{_OF_ERA})(?=\s?年)
  | (?P<apart>[A-Za-z][\u0300-\u036f]{{1,8}}+)
  | (?P<numeral>[〇零○一二三四五六七八九十]{{1,4}})(?=[年月日号號])
  | (?P<wa>(?<=[\u1000-\u103f])\u1040(?=[\u102b-\u103e]))
    """,
    re.VERBOSE,
)


class Letters(NamedTuple):
    """A text with normalized digits and letters, and without invisible characters.

    `starts` and `ends` have the position of each character in the original text. If no
    character was changed, both are empty.
    """

    text: str
    starts: list[int]
    ends: list[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Convert a span of the normalized text to a span of the original text."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)


# Maximum length of a date, including a Khmer date after a lunar date.
_LONGEST = 300
_AROUND = re.compile(r"[\s\u200b_#`\"'“”‘’«»()\[\]{}<>（）【】「」*•·|:,;.。។៖–—-]*+")
_FIGURES = re.compile(r"\d+")
# A date in a box: its parts on separate lines, the year last.
_YEAR_LINE = re.compile(r"\n[^\S\r\n]{0,4}+\d{4}(?=[^\S\r\n]{0,4}(?:[\r\n]|\Z))")
_LONGEST_IN_BOX = 40


def find_dates(text: str) -> list[PrintedDate]:
    """Return every date printed in `text`, in order and without overlaps.

    The time is proportional to the length of `text`.
    """
    return [*(_in_line(text) if len(text) <= _LONGEST else _in_text(text))]


def _in_text(text: str) -> tuple[PrintedDate, ...]:
    letters = letters_of(text)
    found = _found(letters.text, is_alone=False)
    return tuple(_printed(letters, each) for each in found)


_in_line = lru_cache(maxsize=4096)(_in_text)  # dates of a page are requested repeatedly


def first_date(text: str) -> PrintedDate | None:
    """Return the first date printed in `text`, or None if `text` has no date."""
    return next(iter(find_dates(text)), None)


def date_alone(text: str) -> PrintedDate | None:
    """Return the date if `text` has one date and no other text, otherwise None.

    Surrounding white space, brackets and marks are ignored. The parts of the date may
    be on separate lines. A year alone is a date too.
    """
    return None if len(text) > _LONGEST else _alone(text)


@lru_cache(maxsize=4096)
def _alone(text: str) -> PrintedDate | None:
    letters = letters_of(re.sub(r"\s", " ", text))
    found = list(_found(letters.text, is_alone=True))
    if not found:
        marks = _AROUND.match(letters.text)
        without_day = forms.without_day(letters.text, marks.end() if marks else 0)
        found = [] if without_day is None else [without_day]
    if len(found) != 1:
        return None
    date = _printed(letters, found[0])
    around = text[: date.start], text[date.end :]
    return date if all(map(_AROUND.fullmatch, around)) else None


def _found(text: str, *, is_alone: bool) -> Iterator[PrintedDate]:
    boxes = _boxes(text)
    end = 0
    match = _FIGURES.search(text)
    while match:
        spot = Spot(text, *match.span(), end, is_alone)
        found = boxes.get(spot.start) or _at(spot)
        if found and found.start >= end:
            found = _with_surroundings(text, found, end)
            end = found.end
            yield found
        match = _FIGURES.search(text, max(end, spot.end))


def _at(spot: Spot) -> PrintedDate | None:
    """Parse the date whose first number is at `spot`."""
    match spot.end - spot.start:
        case 4:
            return forms.year_first(spot) or forms.with_year(spot)
        case 1 | 2:
            return (
                forms.year_last(spot)
                or forms.with_day(spot)
                or forms.without_year(spot)
            )
        case _:
            return None


def _boxes(text: str) -> dict[int, PrintedDate]:
    """Find dates that have the year alone on the last of two or three lines.

    Return a dictionary of the dates. Each key is the position of the day's number.
    """
    boxes = {}
    for year in _YEAR_LINE.finditer(text):
        lines = text[max(0, year.start() - _LONGEST_IN_BOX) : year.start()].split("\n")
        for above in (lines[-1:], lines[-2:]):
            start = year.start() - len("\n".join(above))
            flat = re.sub(r"\s", " ", text[start : year.end()])
            day = _FIGURES.search(flat)
            if day is None or len(day[0]) > len("31"):
                continue
            found = forms.with_day(Spot(flat, *day.span(), is_alone=True))
            if found and found.end == len(flat) and not flat[: found.start].strip():
                boxes[start + day.start()] = found._replace(
                    start=start + found.start, end=year.end()
                )
                break
    return boxes


def _with_surroundings(text: str, found: PrintedDate, floor: int) -> PrintedDate:
    """Extend a date to its surroundings, such as a weekday before or after the date.

    If the order of day and month is certain, set the day and the month.
    """
    spot = Spot(text, found.start, found.end, floor)
    start, end, weekday = surroundings(spot, has_day=bool(found.day or found.figures))
    found = found._replace(start=start, end=end)
    if found.figures is None:
        return found
    month, day = _settled(found, weekday) or (None, None)
    return found._replace(month=month, day=day)


def _settled(found: PrintedDate, weekday: int | None) -> tuple[int, int] | None:
    """Return the month and the day, or None if both orders are possible."""
    both = dict.fromkeys(
        (month, day)
        for order in DayOrder
        for month, day in [month_and_day(found.figures or (0, 0), order)]
        if month <= MOST_MONTHS
    )
    if len(both) > 1 and weekday is not None and found.year:
        on_it = [
            (month, day)
            for month, day in both
            if (date := in_calendar(found.year, month, day))
            and dt.date.fromisoformat(date.first).weekday() == weekday
        ]
        both = dict.fromkeys(on_it or both)
    return next(iter(both)) if len(both) == 1 else None


def _printed(letters: Letters, found: PrintedDate) -> PrintedDate:
    start, end = letters.place(found.start, found.end)
    return found._replace(start=start, end=end)


def letters_of(text: str) -> Letters:
    """Normalize `text` to search it for dates. This takes linear time."""
    if text.isascii() or _CHANGED.search(text) is None:
        return Letters(text, [], [])
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in _CHANGED.finditer(text):
        start, end = match.span()
        parts.append(text[last:start])
        starts.extend(range(last, start))
        ends.extend(range(last + 1, start + 1))
        part = _in_one_form(match)
        parts.append(part)
        starts.extend([start] * len(part))
        ends.extend([end] * len(part))
        last = end
    parts.append(text[last:])
    starts.extend(range(last, len(text)))
    ends.extend(range(last + 1, len(text) + 1))
    return Letters("".join(parts), starts, ends)


def _in_one_form(match: re.Match[str]) -> str:
    if match["apart"]:
        return normalize("NFC", match["apart"])
    if match["wa"]:
        return "\u101d"
    if match["ours"]:
        return f"{match['ours']}年"
    if match["era"]:
        return str(_ERAS[match["era"][-2:]] + _year_of_era(match["of_era"]))
    return "" if match["numeral"] is None else _figures(match["numeral"])


def _year_of_era(printed: str) -> int:
    """Convert the year of an era: 元 to 1, 四 to 4 and 一百零七 to 107."""
    if printed.isdecimal():
        return int(printed)
    if printed == "元":
        return 1
    hundreds, sign, rest = printed.rpartition("百")
    year = _figures(rest.lstrip("零〇○")) if rest.strip("零〇○") else "0"
    hundred = (_NUMERALS.get(hundreds, 0) if hundreds else 1) if sign else 0
    return 100 * hundred + (int(year) if year.isdecimal() else 0)


def _figures(numeral: str) -> str:
    """Convert Chinese numerals to digits: 二〇一九 to 2019 and 三十一 to 31."""
    values = [_NUMERALS[letter] for letter in numeral]
    if "十" not in numeral:
        return "".join(map(str, values))
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return numeral
    return str((_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0))
