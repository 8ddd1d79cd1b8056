"""Texts that are nearly the same: found among many without comparing all pairs."""

from __future__ import annotations

import re
from heapq import nsmallest
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable

# From this similarity on (rapidfuzz's ratio, 0 to 100), two texts of the same day
# and program count as one: with a corrected word, a missing paragraph sign.
NEARLY_THE_SAME = 90.0
# Letters that are compared: it takes the square of them, and a release has 3,000.
_COMPARED = 50_000

_FEW = 40  # texts that are compared each with each
# Of a text with one word in twenty changed, most pairs of words stay, so that of the
# eight lowest of their checksums at least one does.
_KEPT = 8
_WORD = re.compile(r"\S+")
_LETTERS = 6  # taken for a word where nothing is between words


class NearTexts:
    """Texts of one day and program, each with a name by which it is found."""

    def __init__(self) -> None:
        self._names: list[int] = []
        self._texts: list[str] = []
        self._places: dict[int, list[int]] = {}
        self._sketched = 0

    def add(self, name: int, text: str) -> None:
        """Put a text in."""
        self._names.append(name)
        self._texts.append(text[:_COMPARED])

    def nearest(self, text: str) -> int | None:
        """Return the name of the first text that is nearly `text`, None for none."""
        text = text[:_COMPARED]
        for place in self._candidates(text):
            if _are_near(self._texts[place], text):
                return self._names[place]
        return None

    def _candidates(self, text: str) -> Iterable[int]:
        """Return the places of texts that may be nearly `text`: of few, all."""
        if len(self._texts) <= _FEW:
            return range(len(self._texts))
        for place in range(self._sketched, len(self._texts)):
            for mark in _sketch(self._texts[place]):
                self._places.setdefault(mark, []).append(place)
        self._sketched = len(self._texts)
        # What very many share, such as an opening, says nothing of any of them.
        shared = (self._places.get(mark, []) for mark in _sketch(text))
        return sorted({n for places in shared if len(places) <= _FEW for n in places})


def _are_near(one: str, other: str) -> bool:
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - 10 ms, and rarely needed

    return bool(ratio(one, other, score_cutoff=NEARLY_THE_SAME))


def _sketch(text: str) -> list[int]:
    """Return a few numbers of which two texts that are nearly the same share one."""
    words = _WORD.findall(text)
    if len(words) < len(text) // 40 or len(words) <= _KEPT:
        words = [text[n : n + _LETTERS] for n in range(len(text) - _LETTERS + 1)]
    pairs = pairwise(words)
    return nsmallest(_KEPT, {crc32(f"{a} {b}".encode()) for a, b in pairs})
