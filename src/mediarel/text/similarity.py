"""Find similar words, names and texts.

Words are similar if they are forms of the same word, or if one is a typing error for
the other. Scripts without spaces have no separate words. In these scripts, a word is
compared with parts of the text that consist of whole syllables.

Similar texts have many shingles in common. A shingle is a hash of sixteen letters of
the folded text. Shingles begin at letters whose code point is a multiple of eleven
(Manber, "Finding similar files in a large file system", 1994).
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from zlib import crc32

import regex
from rapidfuzz.distance import OSA, Prefix
from rapidfuzz.process import extract

from mediarel.text.folding import fold

_LENGTH = 16  # letters
_DIVISOR = 11
_HIGHEST = 0xFFFF  # higher code points are not in scripts for sentences
_NO_LETTER = re.compile(r"[\W\d_]+")
_MOST = 12
_SHORT = 4
_LONGEST_WORD = 100
_SHORTEST_STEM = 4
_LONGEST_ENDING = 5
_CUT_OFF = 3  # final letters in which two forms of a word may differ
# Allowed typing errors, by the length of the word.
_ERRORS = ((2, 0), (4, 1), (8, 2))
_MOST_ERRORS = 3
_ALIKE = 75.0  # percent: one letter in four differs
# Where a syllable can begin: not with a mark or a vowel that follows its consonant, not
# below the letter before, not after a vowel that precedes its consonant, and not with a
# consonant that closes a Burmese syllable.
_EDGE = regex.compile(
    r"(?<![\u17d2\u1039\u0e40-\u0e44\u0ec0-\u0ec4])"
    r"(?![\p{M}\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3])(?!.\u103a)"
)


def nearest(word: str, known: Sequence[str]) -> list[str]:
    """Return the known words with a spelling similar to `word`, most similar first.

    All words must be folded. Return an empty list if `word` is a number or very long.
    """
    if word.isdecimal() or len(word) > _LONGEST_WORD:
        return []
    if len(word) <= _SHORT:
        # Otherwise every short word would be similar to "and" or "the".
        known = [other for other in known if other.startswith(word[:1])]
    allowed = next((n for length, n in _ERRORS if len(word) <= length), _MOST_ERRORS)
    wrong = extract(word, known, scorer=OSA.distance, score_cutoff=allowed, limit=_MOST)
    found = {other: int(distance) for other, distance, _ in wrong}
    stem = word[: max(_SHORTEST_STEM, len(word) - _CUT_OFF)]
    if len(stem) >= _SHORTEST_STEM:
        for other in known:
            if other.startswith(stem) and len(other) <= len(word) + _LONGEST_ENDING:
                found[other] = OSA.distance(word, other)
    return sorted(
        (other for other in found if not other.isdecimal()),
        key=lambda other: (found[other], -Prefix.similarity(word, other), other),
    )[:_MOST]


def nearest_names(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that are similar to `name`, contain it or are part of it.

    All names must be folded. The most similar names come first.
    """
    found: list[tuple[bool, float, str]] = []
    if len(name) > _LONGEST_WORD:
        return []
    for other in known:
        has_it = f" {name}" in f" {other}" or f" {other} " in f" {name} "
        likeness = OSA.normalized_similarity(name, other)
        if has_it or likeness >= _ALIKE / 100 - 0.15:
            found.append((not has_it, -likeness, other))
    return [other for *_, other in sorted(found)[:_MOST]]


def syllables(run: str) -> list[int]:
    """Return the start of each syllable of an unspaced text, and the text's end."""
    starts = [found.start() for found in _EDGE.finditer(run)]
    return sorted({0, *starts, len(run)})


def only_letters(text: str) -> str:
    """Return the folded letters of `text`, without other characters."""
    return _NO_LETTER.sub("", fold(text))


def shingles(letters: str, *, one_in: int = 1) -> set[int]:
    """Return the shingles of a text, which are 32-bit hashes.

    `letters` are the folded letters of the text. If `one_in` is 10, about one shingle
    in ten is returned, which is enough to compare very many texts.
    """
    found = set()
    last = len(letters) - _LENGTH
    for begin in _begins().finditer(letters):
        place = begin.start()
        if place > last:
            break
        number = crc32(letters[place : place + _LENGTH].encode(errors="replace"))
        if not number % one_in:
            found.add(number)
    return found


@cache
def _begins() -> re.Pattern[str]:
    """Return a pattern that matches each letter at which a shingle may begin."""
    numbers = range(0, _HIGHEST, _DIVISOR)
    some = "".join(letter for n in numbers if (letter := chr(n)).isalpha())
    return re.compile(f"[{some}]")
