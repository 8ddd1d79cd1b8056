"""The place that a text begins with, set off from it, without a date.

`KAMPOT –`, `Kampot, Cambodia—`, `(Kampot)`, `ភ្នំពេញ៖`, `Brüssel.`, `【東京】`
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import NamedTuple

from mediarel.dates.printed import find_dates
from mediarel.release.places import CITIES, may_be_alone, place_of
from mediarel.release.signs import DASH, WHITE
from mediarel.text.languages import language_of

# Of the text behind a place without a date: what is shorter may be a title.
_LEAST_BEHIND_PLACE = 40
_LONGEST_TITLE_BEHIND = 150
_LONGEST_PLACE = 90
_LEAST_UNMARKED = 100
_LEAST_LETTERS = 4  # of a place before a full stop
_MOST_SIGNS = 3
_SETS_OFF = re.compile(
    r"\s{1,9}[-\u2010\u2011]{1,3}(?=\s)|\s?[\u2012-\u2015\u2212|]|[៖ៈ]|\.(?=\s)|:(?=[\s\u1780-\u17ff])"
)
_SIGN = re.compile(rf"[{DASH}|៖ៈ.:]")
_ENDS = re.compile("[.!?។៕။。！？][\"'”’»)」]*\\s*\\Z")
_FIGURES = re.compile(r"\d")
_SPACE = re.compile(rf"[{WHITE}]*+")
_GAP = rf"(?:(?!\n)[{WHITE}]){{0,20}}+"
_RUN = r"[^\n\d()（）\[\]\"“”„«»:：៖|]{1,80}?"


class PlaceAlone(NamedTuple):
    """A place as `printed`, and where in the text the part behind it begins."""

    printed: str
    place: str
    end: int


@cache
def _bracketed() -> re.Pattern[str]:
    """Return what finds a place in brackets, and what sets it off: `(Kampot) –`."""
    return re.compile(
        rf"(?P<printed>[(（\[]{_GAP}(?P<run>{_RUN}){_GAP}[)）\]])"
        rf"(?:{_GAP}[{DASH}:៖|]{{1,3}}{_GAP}|[^\S\n]{{1,9}})"
    )


@cache
def _in_heavy_brackets() -> re.Pattern[str]:
    """Return what finds `【東京】`, `【東京・7月14日】` or `【香港訊】`."""
    return re.compile(
        r"(?P<printed>[【〔［（(]\s?(?P<run>[^\W\d_]{2,9}?)(?P<told>[訊讯電电発發])?"
        r"(?P<date>[・･,，、／/\s]{0,2}\d{1,2}(?:月\s?\d{1,2})?日)?[訊讯電电発發]?\s?[】〕］）)])\s?"
    )


def place_alone(text: str, start: int) -> PlaceAlone | None:
    """Return the place that the text at `start` begins with, set off from it."""
    begun = text[start : start + _LONGEST_PLACE]
    if begun[:1] in _BRACKETS:
        return _in_brackets(text, start)
    if not begun[:1].isalpha() or begun[0].islower():
        return None
    begun = begun.partition("\n")[0]
    if not _SIGN.search(begun):  # as few have one, this is asked first
        return None
    for sign in islice(_SETS_OFF.finditer(begun), _MOST_SIGNS):
        run = begun[: sign.start()]
        named = _without_source(run)
        place = _set_off(text, named, named, start + sign.end(), sign[0].strip())
        if place is not None:
            return place
    return None


def _in_brackets(text: str, start: int) -> PlaceAlone | None:
    if text[start + 1 : start + 2] > "\u2e7f" and (told := _in_heavy(text, start)):
        return told
    found = _bracketed().match(text, start)
    return found and _set_off(text, found["printed"], found["run"], found.end())


_BRACKETS = frozenset("(（[【〔［")


def _in_heavy(text: str, start: int) -> PlaceAlone | None:
    found = _in_heavy_brackets().match(text, start)
    if found is None:
        return None
    is_city = found["run"] in CITIES and text[start] not in "(（"
    if not (found["told"] or found["date"] or is_city):
        return None
    return _set_off(text, found["printed"], found["run"], found.end())


def _without_source(run: str) -> str:
    """Return the place in `KAMPOT, 3 March (HW)`, without a date of no year."""
    if run.endswith(")"):
        run = run[: run.rfind("(")].rstrip()
    if _FIGURES.search(run):
        dates = find_dates(run)
        if dates and dates[0].start and dates[0].end == len(run):
            run = run[: dates[0].start].rstrip(" ,၊")
    return run


def _set_off(
    text: str, printed: str, run: str, end: int, sign: str = ""
) -> PlaceAlone | None:
    """Return the place `run` where `sign` and a text behind it let it be one."""
    place = place_of(run)
    if place is None or not may_be_alone(place, sign):
        return None
    space = _SPACE.match(text, end)
    end = space.end() if space else end
    behind = _paragraph(text[end : end + 300])
    # A sign of Chinese or Japanese is a word.
    least = _LEAST_BEHIND_PLACE // (3 if behind[:1] > "\u2e7f" else 1)
    if len(behind) < least or not _is_prose(behind):
        return None
    # "Brüssel. Vom Verkauf …": German alone is seen to do so, or what has capitals.
    if sign == "." and not run.isupper() and language_of(behind) != "de":
        return None
    if sign == "." and (len(run) < _LEAST_LETTERS or behind[:1].isdigit()):
        return None  # "S. 12 of the code"
    return PlaceAlone(printed.strip(), place, end)


def _paragraph(text: str) -> str:
    """Return the first line of `text`, with the next two where it runs on in these.

    So does a paragraph whose lines are broken: one of them begins small.
    """
    lines = [line.strip() for line in text.partition("\n\n")[0].split("\n", 3)[:3]]
    is_full = len(lines[0]) >= _FULL_LINE and not _ENDS.search(lines[0][-8:])
    goes_on = is_full and any(line[:1].islower() for line in lines[1:])
    return " ".join(lines) if goes_on else lines[0]


_FULL_LINE = 50  # letters


def _is_prose(text: str) -> bool:
    """Tell whether `text` begins a sentence and is a paragraph rather than a title."""
    first = text.lstrip("\"'“‘«„(¿¡‹「")[:1]
    begins = first.isdigit() or (first.isalpha() and not first.islower())
    # Thai and Lao have no sign that ends a sentence.
    least = _LEAST_UNMARKED if "\u0e00" <= first <= "\u0eff" else _LONGEST_TITLE_BEHIND
    is_long = len(text) > least or ". " in text
    return begins and (is_long or _ENDS.search(text[-8:]) is not None)
