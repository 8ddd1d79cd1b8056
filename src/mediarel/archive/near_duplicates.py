"""Find statements whose texts are nearly the same, without comparing all pairs.

Only texts that share shingles (short sequences of words) are compared. Two texts are
similar if their longest common subsequence covers most of the longer text. The
shorter text can also be an excerpt of the longer text.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import combinations, groupby
from typing import NamedTuple

import msgspec
from rapidfuzz.distance import LCSseq

from mediarel.archive.archive import Archive
from mediarel.index.search import records
from mediarel.query.tree import both
from mediarel.text.similarity import only_letters, shingles

_COMMON = 30  # texts: shingles in more texts than this are ignored
_SHARED = 0.2  # minimum share of common shingles, in the shorter text
_OF_SHORTER, _OF_LONGER = 0.9, 0.8  # share of common characters in near duplicates
_AS_LONG = 1.5  # maximum ratio of the lengths
_LEAST_IF_WITHIN, _SHARED_IF_WITHIN = 3, 0.5  # if one text is within a longer text
# For related texts, which have only some passages in common. The common characters are
# not used here: any two texts in the same language have 60 % in common.
_LEAST_IF_RELATED, _SHARED_IF_RELATED = 4, 0.1
_MOST_LETTERS = 50_000  # letters of a text to compare: the time is quadratic
_BITS = 32  # for the position of a text
_MANY_LETTERS = 60_000_000  # if all texts have more letters, shingles are skipped
_LEAST_SHARED = 2  # shingles


class NearPair(NamedTuple):
    """The ids of two statements, and the similarity of their texts, from 0 to 1.

    If `is_related` is True, only parts of the texts are the same.
    """

    one: int
    other: int
    sameness: float
    is_related: bool = False


class _Text(msgspec.Struct):
    """The text of a record. Other fields are not decoded."""

    text: str | None = None


def near_pairs(
    archive: Archive, wanted: Collection[int] | None = None
) -> list[NearPair]:
    """Return pairs of similar statements, most similar first.

    Pairs whose `is_related` is True are last. If `wanted` is given, only pairs that
    contain one of these ids are returned.
    """
    progress = archive.progress
    ids, texts = _texts(archive)
    counts, shared = _shared_shingles(texts, progress)
    found = []
    for done, ((one, other), count) in enumerate(shared):
        if not done % 100:
            progress("Comparing texts", done, len(shared))
        if wanted is not None and not {ids[one], ids[other]}.intersection(wanted):
            continue
        least = min(counts[one], counts[other])
        pair = _pair(texts[one], texts[other], count, least)
        if pair is not None:
            found.append(NearPair(ids[one], ids[other], *pair))
    progress("Comparing texts", 1, 1)
    found.sort(key=lambda pair: (pair.is_related, -pair.sameness, pair.one, pair.other))
    return found


def _texts(archive: Archive) -> tuple[list[int], list[str]]:
    """Return two lists: the ids of the statements that have a text, and their texts.

    Spaces, digits and punctuation are removed from the texts. Long texts are cut off.
    """
    decoder = msgspec.json.Decoder(_Text)
    total = archive.page(both(), size=0).total
    ids, texts = [], []
    for done, (number, raw) in enumerate(records(archive.index, both(), sort="id")):
        if not done % 1000:
            archive.progress("Reading the texts", done, total)
        if text := decoder.decode(raw).text:
            ids.append(number)
            texts.append(only_letters(text)[:_MOST_LETTERS])
    archive.progress("Reading the texts", 1, 1)
    return ids, texts


def _shared_shingles(
    texts: Sequence[str], progress: Callable[[str, int, int], None]
) -> tuple[list[int], list[tuple[tuple[int, int], int]]]:
    """Return two lists: the shingle count of each text, and the texts to compare.

    An item of the second list has the positions of two texts, and the number of
    shingles that occur in both texts.
    """
    placed = array("Q")  # a shingle and the position of its text, in one number
    counts = []
    one_in = 1 + sum(map(len, texts)) // _MANY_LETTERS
    for place, text in enumerate(texts):
        if not place % 1000:
            progress("Finding shared passages", place, len(texts))
        here = shingles(text, one_in=one_in)
        counts.append(len(here) or 1)
        placed.extend(shingle << _BITS | place for shingle in here)
    progress("Finding shared passages", 1, 1)
    shared: Counter[tuple[int, int]] = Counter()
    for _, same in groupby(sorted(placed), key=lambda number: number >> _BITS):
        places = [number & (1 << _BITS) - 1 for number in same]
        if len(places) <= _COMMON:
            shared.update(combinations(places, 2))
    enough = [
        (pair, count)
        for pair, count in shared.items()
        if count >= _LEAST_SHARED
        and count >= _SHARED_IF_RELATED * min(counts[place] for place in pair)
    ]
    return counts, enough


def _pair(one: str, other: str, shared: int, fewest: int) -> tuple[float, bool] | None:
    """Return a pair: the similarity of two texts, and True if only parts are the same.

    Return None if the texts are not similar. `shared` is the number of shared shingles,
    and `fewest` is the number of shingles in the shorter text.
    """
    short, long = sorted((len(one), len(other)))
    common = LCSseq.similarity(one, other)
    if common >= _OF_LONGER * long and shared >= _SHARED * fewest:
        return common / long, False
    # If a text is very long, it contains almost any subsequence by chance.
    is_within = shared >= max(_LEAST_IF_WITHIN, _SHARED_IF_WITHIN * fewest)
    is_as_long = long <= _AS_LONG * short and shared >= _SHARED * fewest
    if common >= _OF_SHORTER * short and (is_within or is_as_long):
        return common / short, False
    is_related = shared >= max(_LEAST_IF_RELATED, _SHARED_IF_RELATED * fewest)
    return (common / long, True) if is_related else None
