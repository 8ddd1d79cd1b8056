"""Whole dates glued to the end of a title: `Title-06-07-2020`, `Title.11.02.2019`.

Elsewhere such figures may be part of a number; where they end line after line, they
are dates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.dates.printed import PrintedDate, date_alone

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

_LEAST = 3  # lines that end so
_SHARE = 0.25  # of the lines like them
_LONGEST = 40
_SIGNS = " \t-–—_|:·•.,("
_LONGEST_TITLE = 120  # behind more, a point may end a sentence
_LETTERS = 3  # of what stands before
_FIGURES = (
    r"\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{4}"
    r"|\d{4}(?P<sign>[-/.])\d{2}(?P=sign)\d{2}"
)
_NAMED = (
    r"\d{1,2}(?:st|nd|rd|th|er|\.)?[\s-](?:de\s)?[^\W\d_]{3,10}\.?,?[\s-](?:de\s)?\d{4}"
    r"|[A-ZÀ-Þ][^\W\d_]{2,9}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}"
    r"|\d{4}年\d{1,2}月\d{1,2}日"
)
_BEHIND = re.compile(
    rf"(?:\s[.,]|\s{{0,2}}[-–—_|:·•]?\s{{0,2}})(?P<date>{_FIGURES}|{_NAMED})"
    r"[\s)\].]{0,3}\Z"
)


def glued_date(text: str) -> PrintedDate | None:
    """Return the date that a text ends with, whatever it is glued to."""
    moved = max(0, len(text) - _LONGEST)
    for found in _BEHIND.finditer(text, moved):
        date = date_alone(found["date"])
        if date is None or not (date.day or date.figures):
            continue
        before = text[: found.start()]
        if before[-1:].isdecimal() and found["mark"] is found["sign"]:
            return None  # "4-5 March 2019"
        if before.endswith((".", ",")) and len(before) <= _LONGEST_TITLE:
            before = before[:-1]
        if sum(map(str.isalpha, before)) < _LETTERS:
            return None
        return date._replace(start=len(before), end=len(text))
    return None


def is_same(one: PrintedDate, glued: PrintedDate, text: str) -> bool:
    """Tell whether a date was read already as it is where it is glued."""
    is_at_end = not any(map(str.isalnum, text[one.end :]))
    between = text[glued.start : max(one.start, glued.start)]
    return is_at_end and one.year == glued.year and not between.strip(_SIGNS)


def recurring(
    lines: Iterable[tuple[int, str]], key: Callable[[int], Hashable]
) -> dict[int, PrintedDate]:
    """Return the dates that lines end with, where several of one `key` do."""
    found: dict[Hashable, dict[int, PrintedDate]] = {}
    counts: dict[Hashable, int] = {}
    for number, text in lines:
        of = key(number)
        counts[of] = counts.get(of, 0) + 1
        date = (
            glued_date(text) if text[-1:].isdecimal() or text[-1:] in ")].日" else None
        )
        if date is not None:
            found.setdefault(of, {})[number] = date
    return {
        number: date
        for of, dates in found.items()
        if len(dates) >= max(_LEAST, _SHARE * counts[of])
        for number, date in dates.items()
    }
