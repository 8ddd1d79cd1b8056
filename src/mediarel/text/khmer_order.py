"""Put Khmer letters in order, and count misplaced ones.

A syllable is a base, then what stands under it (coeng and a letter), a shifter, a
vowel and signs. Many programs show it right in any order; what they write then is found
by no search. Text that was read out of a drawing may also lack letters: a vowel or a
sign then stands behind no base.
"""

from __future__ import annotations

import re
from functools import lru_cache

_BASE = "[\u1780-\u17b3\u25cc]"
_SHIFTER = "(?:[\u17c9\u17ca]\u200c?)"
# Coeng RO is the last: what stands under its letter is written before it.
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
_KEPT_SYLLABLES = 4096  # in memory: the same ones come back


def has_khmer(text: str) -> bool:
    """Return whether `text` has Khmer letters."""
    return not text.isascii() and _LETTER.search(text) is not None


def is_in_order(text: str) -> bool:
    """Return whether the letters of each syllable of `text` are in their order."""
    return all(_WELL_FORMED.fullmatch(found[0]) for found in _SYLLABLE.finditer(text))


def in_order(text: str) -> tuple[str, int]:
    """Return `text` with the letters of each syllable in order, and how many changed.

    Syllables that are well formed stay as they are.
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
    # Most texts have nothing to put in order.
    from khmerspell import khnormal  # noqa: PLC0415

    after: str = khnormal(syllable)
    written = iter(_COENG_DA_OR_TA.findall(syllable))
    # It spells coeng DA as coeng TA, which look alike; both are right somewhere.
    return _COENG_DA_OR_TA.sub(lambda found: next(written, found[0]), after)


def misplaced(text: str) -> tuple[int, int]:
    """Return how many Khmer letters of `text` are in no syllable, and of how many."""
    letters = len(_LETTER.findall(text))
    if not letters:
        return 0, 0
    return len(_LETTER.findall(_WELL_FORMED.sub("", text))), letters
