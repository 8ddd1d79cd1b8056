"""How much a line looks like the title of a statement, and how like lines are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mediarel.pages.fields import is_kind, label_of
from mediarel.pages.noise import is_cut, is_noise, is_read_more

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHORT = 12
_LONG = 130
_LONGEST = 320
_STOP = re.compile(r"[.។။。;:;,][\"'”’»)\]\s]{0,6}\Z")
_ITEM = re.compile(r"[•·▪◦●○‣➢✓]|[*+–—-]\s|\(?(?:\d{1,2}|[a-z])[.)]\s")
# Scripts without spaces between words; two letters of the second say as much as four.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]")
_DENSE = re.compile("[\u3040-\u9fff\uac00-\ud7ff]")


@lru_cache(maxsize=20_000)
def likeness(text: str) -> float:
    """Return how much `text` looks like a title, from 0 to 1."""
    letters = sum(map(str.isalpha, text[:_LONGEST]))
    if letters < 3 or len(text) > _LONGEST:  # noqa: PLR2004 - "No" is none
        return 0
    if is_read_more(text) or is_noise(text) or label_of(text) in _NO_TITLES:
        return 0
    score = 1.0
    length = len(text) * 2 if _DENSE.search(text[:40]) else len(text)
    if length < _SHORT or (" " not in text.strip() and not _UNSPACED.search(text)):
        score *= 0.5
    if length > _LONG:
        score *= max(0.15, 1 - (length - _LONG) / _LONG)
    if _STOP.search(text[-8:]) and not text.endswith(("etc.", "Inc.", "Co.", "Ltd.")):
        score *= 0.5
    if is_cut(text):
        score *= 0.5
    if text[0].islower() or _ITEM.match(text):
        score *= 0.6
    labelled = label_of(text)
    if labelled is not None and labelled[0] != "category":
        score *= 0.2
    if is_kind(text):
        score *= 0.4
    return score


_NO_TITLES = frozenset((("comments", ""), ("modified", "")))


def is_title_like(text: str) -> bool:
    """Tell whether `text` could be a title, when it is judged alone."""
    return likeness(text) >= 0.5  # noqa: PLR2004 - of one


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends as a sentence does, or is cut."""
    return bool(_STOP.search(text[-8:])) or is_cut(text) or text[-1:] in '!?”"'


def distinctness(texts: Sequence[str]) -> float:
    """Return how many of `texts` are different, from 0 to 1."""
    return len({text.casefold() for text in texts}) / len(texts) if texts else 0
