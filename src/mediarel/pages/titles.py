"""Measure how much a line looks like a statement title, and how distinct lines are."""

from __future__ import annotations

import re
from collections.abc import Callable  # noqa: TC003 - a constant's type says it
from functools import lru_cache

from mediarel.dates.printed import find_dates
from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import ON, is_reference, label_of
from mediarel.pages.noise import is_cut, is_noise, is_read_more, without_read_more
from mediarel.pages.words import WORDS

_LEAST_LETTERS = 3
_SHORT = 12
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?:[-–/]\d\d(?:\d\d)?)?(?!\d)")
_LONG = 130
_SHORT_CUT = 55
_LONGEST = 320
_STOP = re.compile(r"[.។။。;:;,][\"'”’»)\]\s]{0,6}\Z")
_ADDRESS = re.compile(
    r"\A\d{1,4}(?:bis)?,?\s(?:rue|avenue|allée|place|bd|boulevard|chemin|quai|via)\b"
    r"|,\s\d{5}\s|\S@\S|\b(?:tel|fax|phone)\b|(?!\d{1,3}(?:\.\d{3})+\b)\+?\b\d[\d\s().-]{7,20}\d",
    re.IGNORECASE,
)
# "Posted in News on": words of a label, without its colon.
_FILING = tuple(
    f"{phrase} "
    for phrase in (*WORDS["filed"], *WORDS["byline"])
    if " " in phrase or phrase == "by"
)
_ABBREVIATIONS = ("etc.", "Inc.", "Co.", "Ltd.")
_ITEM = re.compile(r"[•·▪◦●○‣➢✓]|[*+–—-]\s|\(?(?:\d{1,2}|[a-z])[.)]\s")
# Scripts without spaces between words; two characters of the second group say as much
# as four.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]")
_DENSE = re.compile("[\u3040-\u9fff\uac00-\ud7ff]")


@lru_cache(maxsize=20_000)
def likeness(text: str) -> float:
    """Return how much `text` looks like a title, from 0 to 1."""
    letters = sum(map(str.isalpha, text[:_LONGEST]))
    if letters < _LEAST_LETTERS or len(text) > _LONGEST:
        return 0
    dates = find_dates(text)
    if dates and len(text) - sum(each.end - each.start for each in dates) < _SHORT:
        return 0
    if is_read_more(text) or is_noise(text):
        return 0
    if letters < _SHORT and _YEAR.search(text):
        return 0.2
    length = width(text)
    score = 1.0 if length <= _LONG else max(0.15, 1 - (length - _LONG) / _LONG)
    for speaks_against, factor in _AGAINST:
        if speaks_against(text):
            score *= factor
    return score


def width(text: str) -> int:
    """Return the length of `text`, counting Chinese and Japanese characters twice."""
    return len(text) * 2 if _DENSE.search(text[:40]) else len(text)


def is_unspaced(text: str) -> bool:
    """Return whether `text` contains a script without spaces between words."""
    return bool(_UNSPACED.search(text))


def _is_word(text: str) -> bool:
    short = len(text) < _SHORT and not _DENSE.search(text)
    return short or (" " not in text and not _UNSPACED.search(text))


def _is_labelled(text: str) -> bool:
    labelled = label_of(text)
    return labelled is not None and labelled[0] != "category"


def is_filing(text: str) -> bool:
    """Return whether `text` begins with a label without a colon: `Posted in News`."""
    return text.casefold().startswith(_FILING)


def _ends_as_sentence(text: str) -> bool:
    is_abbreviated = text.endswith(_ABBREVIATIONS) or _is_short_cut(text)
    return bool(_STOP.search(text[-8:])) and not is_abbreviated


def _goes_on(text: str) -> bool:
    return (is_cut(text) and not _is_short_cut(text)) or without_read_more(text)[1]


def _is_short_cut(text: str) -> bool:
    """Return whether a text is truncated where titles are, not excerpts."""
    return len(text) <= _SHORT_CUT and is_cut(text)


def _has_address(text: str) -> bool:
    """Return whether a text, without its dates, contains an address or phone number."""
    for date in reversed(find_dates(text)):
        text = f"{text[: date.start]}{text[date.end :]}"
    return bool(_ADDRESS.search(_YEARS.sub(" ", text[:200])))


def _has_button(text: str) -> bool:
    """Return whether a part of a text is a button: `News | Leave a comment`."""
    return "|" in text and any(is_noise(each.strip()) for each in text.split("|"))


def _is_item(text: str) -> bool:
    return text[0].islower() or bool(_ITEM.match(text))


_AGAINST: tuple[tuple[Callable[[str], bool], float], ...] = (
    (_is_word, 0.5),
    (_ends_as_sentence, 0.5),
    (_goes_on, 0.5),
    (_is_short_cut, 0.9),
    (_has_address, 0.3),
    (_is_item, 0.6),
    (_is_labelled, 0.2),
    (is_filing, 0.2),
    (_has_button, 0.2),
    # "Comunicato stampa n. 48 del": belongs to the date after it.
    (lambda text: is_kind(ON.sub("", text[:_LONG]).strip(" ,(–—-")), 0.4),
    (lambda text: is_reference(ON.sub("", text[:_LONG]).strip(" ,(–—-")), 0.3),
)


def without_tail(text: str) -> str:
    """Return `text` without "Read more" at its end."""
    return without_read_more(text.strip())[0].strip()


def is_title_like(text: str) -> bool:
    """Return whether `text` alone could be a title."""
    return likeness(text) >= 0.5  # noqa: PLR2004


def ends_sentence(text: str) -> bool:
    """Return whether `text` ends like a sentence, or is truncated."""
    return bool(_STOP.search(text[-8:])) or is_cut(text) or text[-1:] in '!?”"'
