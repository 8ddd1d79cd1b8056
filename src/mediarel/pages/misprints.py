"""Find invalid dates in places where entries have their dates: `32 March 2019`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.dates.printed import date_alone
from mediarel.pages.layouts import BEFORE, BEHIND, Layout
from mediarel.pages.page_rows import TEXT
from mediarel.pages.words_around import folded
from mediarel.pages.words_within import DATELESS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page
    from mediarel.pages.page_rows import Row

UNDATED = "has no date of its own"
NO_DAY = "has a date that is not in the calendar"
NO_DATE = "has a date that can't be read"

_LONGEST = 150
_LONGEST_DATE = 40
_WORDS = 3
_FIGURES = re.compile(r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}([/.-])\d{1,2}\1\d{4})(?!\d)")
_AROUND = "\t \u00a0()[].,:|"
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d{1,9}")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LEFT = re.compile(r"\d{1,2}\s?(?:[-–&/]\s?\d{1,2}\s?)?,?\s?\Z")


def forms_of(page: Page, anchors: Iterable[Anchor]) -> frozenset[str]:
    """Return the print forms of entry dates: characters, figures and punctuation."""
    spans = (
        page.rows[each.row].text[each.date.start : each.date.end] for each in anchors
    )
    return frozenset(map(_form, spans))


def _form(text: str) -> str:
    def figures(found: re.Match[str]) -> str:
        return "9999" if len(found[0]) > 2 else "9"  # noqa: PLR2004 - a year

    return " ".join(_NUMBER.sub(figures, _LETTERS.sub("a", text)).split())


def misprint_in(row: Row, forms: frozenset[str], layout: Layout) -> str | None:
    """Return the invalid date on `row` if it is in the place of an entry's date.

    The date must be alone on its row or begin a row of figures. If titles share rows
    with dates, the date may begin or end the row like the others. Returns None if there
    is no such date.
    """
    text = row.text
    if row.kind != TEXT or len(text) > _LONGEST:
        return None
    if row.dates:
        return _longer_than_its_date(row, layout)
    found = _FIGURES.match(text)
    if found:
        return found[0]
    bare = text.strip(_AROUND)
    if _form(bare) in forms and len(bare) <= _LONGEST_DATE:
        return bare if date_alone(bare) is None else None
    words = text.split()
    parts = [words if len(words) <= _WORDS else []]
    if layout.where == BEHIND:
        parts += [words[:count] for count in (_WORDS, 2, 1)]
    elif layout.where == BEFORE:
        parts += [words[-count:] for count in (_WORDS, 2, 1)]
    return next((each for part in parts if _is_none(each := " ".join(part))), None)


def _is_none(text: str) -> bool:
    """Return whether `text` is a date with an invalid day, or a word for "undated"."""
    if folded(text).strip(_AROUND) in DATELESS:
        return True
    day = date_alone(_DAY.sub("1", text)) if _NUMBER.search(text) else None
    return day is not None and day.day is not None and date_alone(text) is None


def _longer_than_its_date(row: Row, layout: Layout) -> str | None:
    """Return the date on a row with the figures just before it: `32 March 2019`."""
    text = row.text
    date = row.dates[-1 if layout.where == BEFORE else 0]
    before = _LEFT.search(text[max(date.start - 12, 0) : date.start])
    if before is None or date.day is not None:
        return None
    start = date.start - len(before[0])
    is_begun = layout.where == BEFORE or not text[:start].strip(_AROUND)
    is_ended = layout.where == BEHIND or not text[date.end :].strip(_AROUND)
    return text[start : date.end] if is_begun and is_ended else None


def why_of(misprint: str) -> str:
    """Return the reason to leave out an entry with this date."""
    if not _NUMBER.search(misprint):
        return UNDATED
    is_day = date_alone(_DAY.sub("1", misprint)) is not None
    return f"{NO_DAY if is_day else NO_DATE}: {misprint}"
