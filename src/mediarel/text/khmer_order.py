"""Put Khmer characters in order, and count misplaced ones.

A syllable has a base, then subscripts (coeng and a letter), a shifter, a vowel and
signs. Many programs display any order correctly, but a search doesn't find text in the
wrong order. Text extracted from a drawing may also lack letters: a vowel or a sign then
has no base.
"""

from __future__ import annotations

import re
from functools import lru_cache

_BASE = "[\u1780-\u17b3\u25cc]"
_SHIFTER = "(?:[\u17c9\u17ca]\u200c?)"
# Coeng RO comes last: other subscripts are written before it.
_COENG = f"\u17d2(?!\u179a{_SHIFTER}?\u17d2){_BASE}"
_VOWEL = "[\u17b6-\u17c5]"
_SIGN = "[\u17c6-\u17c8\u17cb\u17cd-\u17d1\u17d3\u17dd]"
_WELL_FORMED = re.compile(
    f"{_BASE}\u17cc?(?:{_SHIFTER}?{_COENG}){{0,3}}{_SHIFTER}?{_VOWEL}?{_SIGN}{{0,2}}"
)
_SYLLABLE = re.compile(
    f"{_BASE}(?:\u17d2[\u17d2\u200c\u200d]*{_BASE}|[\u17b6-\u17d3\u17dd\u200c\u200d])+"
)
_LETTER = re.compile("[\u1780-\u17d3\u17dd]")
_COENG_DA_OR_TA = re.compile("\u17d2[\u178a\u178f]")
_KEPT_SYLLABLES = 4096  # cached syllables: the same ones recur


def has_khmer(text: str) -> bool:
    """Return whether `text` has Khmer letters."""
    return not text.isascii() and _LETTER.search(text) is not None


def is_in_order(text: str) -> bool:
    """Return whether the characters of each syllable of `text` are in order."""
    return all(_WELL_FORMED.fullmatch(found[0]) for found in _SYLLABLE.finditer(text))


def in_order(text: str) -> tuple[str, int]:
    """Return `text` with its syllables in order, and the number changed.

    Well-formed syllables are kept.
    """
    changed = 0

    def ordered(found: re.Match[str]) -> str:
        nonlocal changed
        syllable = found[0]
        if _WELL_FORMED.fullmatch(syllable):
            return syllable
        after = _ordered(syllable)
        changed += after != syllable
        return after

    return _SYLLABLE.sub(ordered, text), changed


@lru_cache(maxsize=_KEPT_SYLLABLES)
def _ordered(syllable: str) -> str:
    # Most texts are in order already.
    from khmerspell import khnormal  # noqa: PLC0415

    after: str = khnormal(syllable)
    written = iter(_COENG_DA_OR_TA.findall(syllable))
    # Folding changes coeng DA to coeng TA, which look alike; both are correct in some
    # words.
    return _COENG_DA_OR_TA.sub(lambda found: next(written, found[0]), after)


def misplaced(text: str) -> tuple[int, int]:
    """Return how many Khmer characters of `text` are in no syllable, and their sum."""
    letters = len(_LETTER.findall(text))
    if not letters:
        return 0, 0
    return len(_LETTER.findall(_WELL_FORMED.sub("", text))), letters
