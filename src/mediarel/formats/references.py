"""What formats for references have in common: lines and dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.dates.edtf import Interval
from mediarel.formats.xml_text import CONTROLS

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediarel.dates.edtf import KeptDate, PartialDate

# What is lost, as it is told.
COMMAS_IN_TAGS = "commas within tags"
LINE_BREAKS = "line breaks"
SEMICOLONS_IN_TAGS = "semicolons within tags"
MORE_SOURCES = "sources beside the first"
SPACES = "indents and runs of spaces"

# In no format of lines may these stand within a value; other spaces stay as printed.
_WHITE = re.compile("[\t-\r\x1c-\x20\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")


def on_one_line(text: str, lost: Callable[[str], object]) -> str:
    """Return `text` on one line, without control characters.

    It does not begin or end with a space, and never has two side by side. What was
    between lines or words, and is there no more, is told to `lost`.
    """
    lines = on_lines(text, lost).splitlines()
    folded = [_WHITE.sub(" ", line).strip(" ") for line in lines]
    if len(lines) > 1:
        lost(LINE_BREAKS)
    if folded != lines:
        lost(SPACES)
    return " ".join(filter(None, folded))


def on_lines(text: str, lost: Callable[[str], object]) -> str:
    """Return `text` without control characters, on its lines; tell `lost` of these."""
    kept = _CONTROLS.sub("", text)
    if kept != text:
        lost(CONTROLS)
    return kept


def whole_tag(tag: str, separators: str, lost: Callable[[str], object]) -> str:
    """Return `tag` on one line, with " / " for each of `separators`.

    Programs would read several tags. What is replaced is reported to `lost`.
    """
    for sign, what in ((",", COMMAS_IN_TAGS), (";", SEMICOLONS_IN_TAGS)):
        if sign in separators and sign in tag:
            lost(what)
    parts = re.split(f"[{separators}]", on_one_line(tag, lost))
    return " / ".join(filter(None, map(str.strip, parts)))


def ends_of(date: KeptDate) -> tuple[PartialDate | None, ...]:
    """Return the two ends of an interval, None for one that is open; else the date."""
    return (*date,) if isinstance(date, Interval) else (date,)


def figures(date: PartialDate) -> tuple[int, ...]:
    """Return the year, and the month and the day where they are known."""
    return tuple(each for each in date[:3] if each is not None)


def known_figures(date: KeptDate) -> tuple[int, ...]:
    """Return what is certain of `date`: what both ends of an interval have in common.

    That is the year and the month of 2012-07-03/2012-07-05, and nothing of 2011/2012.
    """
    first, *others = [figures(end) if end else () for end in ends_of(date)]
    last = others[0] if others else first
    known = []
    for of_first, of_last in zip(first, last, strict=False):
        if of_first != of_last:
            break
        known.append(of_first)
    return tuple(known)


def is_unsure(date: KeptDate) -> bool:
    """Tell whether a `?` or a `~` stands behind `date`, or an end of it."""
    return any(end.qualifier for end in ends_of(date) if end)
