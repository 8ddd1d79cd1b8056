"""The letters of a text as the reader of printed dates needs them."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize

_NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")}
_NUMERALS |= {"零": 0, "○": 0, "十": 10}
# The year before the first of each era of Japan, and of the Republic of China.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911}
_ERAS |= dict.fromkeys(("民國", "民国"), 1911)
_ERA = r"(?:令和|平成|昭和|大正|(?:中華|中华)?民[國国])"
_OF_ERA = r"(?:元|\d{1,3}|[〇零○一二三四五六七八九十百]{1,5})"
# In this order: what can't be seen, letters with their accents apart, the year of an
# era beside that of ours, and alone, numerals of Chinese before year, month and day,
# a zero typed for the letter wa in Burmese.
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
    """A text with figures and letters in one form, and nothing unseen.

    `starts` and `ends` hold for each of its letters where that began and ended in
    the text it was made from; they are empty where nothing was changed.
    """

    text: str
    starts: list[int]
    ends: list[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where the letters from `start` to `end` stood."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)


def letters_of(text: str) -> Letters:
    """Return `text` as dates are looked for in it, in linear time."""
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
    """Return 1 for 元, 4 for 四 and 107 for 一百零七."""
    if printed.isdecimal():
        return int(printed)
    if printed == "元":
        return 1
    hundreds, sign, rest = printed.rpartition("百")
    year = _figures(rest.lstrip("零〇○")) if rest.strip("零〇○") else "0"
    hundred = (_NUMERALS.get(hundreds, 0) if hundreds else 1) if sign else 0
    return 100 * hundred + (int(year) if year.isdecimal() else 0)


def _figures(numeral: str) -> str:
    """Return 2019 for 二〇一九 and 31 for 三十一."""
    values = [_NUMERALS[letter] for letter in numeral]
    if "十" not in numeral:
        return "".join(map(str, values))
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return numeral
    return str((_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0))
