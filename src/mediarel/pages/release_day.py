"""Find the date of a release on its page: near the title, in the text, or stated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.dates.edtf import EDTF
from mediarel.dates.printed import PrintedDate
from mediarel.pages.labels import label_of
from mediarel.pages.units import Spot
from mediarel.pages.words_around import folded
from mediarel.pages.words_within import BYLINE, FILED, LABELS
from mediarel.release.document import date_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.pages.choice import Page

_ABOVE = 4  # lines above the title that may contain its date
_BELOW = 8
_PARAGRAPH = 80
_LONGEST_PLACE = 40
_LONGEST_FOOT = 60
_LINES_OF_FOOT = 3
_LONGEST_BYLINE = 120
_DASH = re.compile(r"\s?[)\]]?\s?(?:[–—:|]|-{1,2}\s)")
_STOP = re.compile(r"[.!?…។。]['\"”’»)\]]{0,3}\s{0,3}\Z")
_STARTS = tuple(f"{word} " for word in (*BYLINE, *FILED, *LABELS["date"]))


def is_byline(text: str) -> bool:
    """Return whether a line gives a release's author, time or category."""
    if len(text) > _LONGEST_BYLINE or _STOP.search(text):
        return False
    return folded(text).startswith(_STARTS) or label_of(text) is not None


def day_of(
    page: Page, begin: int, last: int, end: int, given: PrintedDate | None
) -> Spot | None:
    """Return the date of a release with its title on lines `begin` to `last`.

    A printed date takes precedence over `given`, the date in the page's metadata.
    """
    if (spot := _near(page, begin, last, end)) is not None:
        return spot
    date = _printed(page, last + 1, end) or _of_text(page, last + 1, end) or given
    if date is None:
        return None
    # Uses the line of the title, so that the text stays complete.
    return Spot(date, begin, begin, 0, 0, page.lines[begin].block, "alone")


def _near(page: Page, begin: int, last: int, end: int) -> Spot | None:
    """Return the date on a separate line: the first below the title, or one above."""
    near = [
        spot
        for spot in page.spots
        if spot.is_day
        and begin - _ABOVE <= spot.line < min(end, last + 1 + _BELOW)
        and not begin <= spot.line <= last
        and not page.beside[spot.line]
        and _is_head(page, spot)
    ]
    below = [
        spot
        for spot in near
        if spot.line > last
        and not any(
            len(each.text) > _PARAGRAPH or _STOP.search(each.text)
            for each in page.lines[last + 1 : spot.line]
        )
    ]
    above = [spot for spot in near if spot.line < begin and spot.form == "alone"]
    return next(iter(below), None) or (above[-1] if above else None)


def _is_head(page: Page, spot: Spot) -> bool:
    """Return whether a date is on a line that isn't a sentence."""
    text = page.lines[spot.line].text
    if not spot.end:  # over several lines
        return True
    rest = f"{text[: spot.begin]} {text[spot.end :]}".strip()
    if len(rest) > _LONGEST_BYLINE or _STOP.search(rest):
        return False
    if _DASH.match(text[spot.end :]) and len(rest) > _LONGEST_FOOT:
        return False
    return spot.form == "alone" or is_byline(text) or len(rest) <= _LONGEST_FOOT


def _printed(page: Page, begin: int, end: int) -> PrintedDate | None:
    """Return the date in the dateline at the beginning or end of a text."""
    shown = [
        number
        for number in range(begin, end)
        if not (page.passed[number] or page.beside[number])
    ]
    first = next((n for n in shown if len(page.lines[n].text) > _PARAGRAPH), None)
    if first is not None:
        for spot in _on(page, first):
            text = page.lines[first].text
            if spot.begin <= _LONGEST_PLACE and _DASH.match(text[spot.end :]):
                return spot.date
    for number in reversed(shown[-_LINES_OF_FOOT:]):
        text = page.lines[number].text
        if len(text) <= _LONGEST_FOOT and not _STOP.search(text):
            for spot in _on(page, number):
                if not text[spot.end :].strip(" ."):
                    return spot.date
    return None


def _of_text(page: Page, begin: int, end: int) -> PrintedDate | None:
    """Return the date that a text gives for itself, such as the one above its names."""
    shown = (
        page.lines[number].text
        for number in range(begin, end)
        if not (page.passed[number] or page.beside[number])
    )
    day = EDTF.fullmatch(date_of("\n\n".join(shown)))
    if day is None or day[3] is None:
        return None
    return PrintedDate(0, 0, int(day[1]), int(day[2]), int(day[3]))


def _on(page: Page, number: int) -> Iterator[Spot]:
    return (each for each in page.spots if each.line == number and each.is_day)
