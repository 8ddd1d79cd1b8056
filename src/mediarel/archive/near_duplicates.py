"""Find statements whose texts are nearly the same, without comparing all of them.

`near_pairs` finds pairs in the whole archive: texts that share shingles.
`nearest` finds the nearest text to one that was just recorded: from the index, the
statements that share passages with it. Both then compare two texts letter by letter:
the longest common subsequence must be most of the shorter text, which may be an
excerpt, or of the longer one.
"""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import combinations, groupby
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from rapidfuzz.distance import LCSseq

from mediarel.index import alike
from mediarel.index.alike import passages_of
from mediarel.index.search import records
from mediarel.query.tree import both
from mediarel.store.records import read_record
from mediarel.text.similarity import only_letters, shingles

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.index.alike import Passages
    from mediarel.model.statement import Statement


_COMMON = 30  # texts that share a shingle, from which on it says nothing of any
_SHARED = 0.2  # of the shingles of the text that has fewer, of two nearly the same
_OF_SHORTER, _OF_LONGER = 0.9, 0.8  # in common, of two nearly the same
_AS_LONG = 1.5  # times as long as the other, and not more
_LEAST_IF_WITHIN, _SHARED_IF_WITHIN = 3, 0.5  # of one within a longer
# Of two related, which share passages. Letters in common say nothing there: of two
# texts in one language they are 0.6 by chance.
_LEAST_IF_RELATED, _SHARED_IF_RELATED = 4, 0.1
_MOST_LETTERS = 50_000  # of a text, as a comparison takes the square of them
_BITS = 32  # of the place of a text
_MANY_LETTERS = (
    60_000_000  # of all texts; beyond, so many shingles would take too much memory
)
_LEAST_SHARED = 2  # shingles, or passages
_COMPARED = 10  # statements that share the most passages


class NearPair(NamedTuple):
    """Two statements by their ids, and how much of their texts is the same, up to 1.

    If it is `related`, parts of them are, and the rest is another.
    """

    one: int
    other: int
    sameness: float
    is_related: bool = False


class _Text(msgspec.Struct):
    """The text of a statement."""

    text: str | None = None


def nearest(archive: Archive, wanted: Statement) -> Statement | None:
    """Return the statement whose text is nearest to that of `wanted`, if it nearly is.

    Of several that are as near it is the one that was recorded first.
    """
    passages = passages_of(wanted.text or "")
    if len(passages.each()) < _LEAST_SHARED:
        return None
    there = archive.asked(lambda: _sharing(archive, passages, wanted.id))
    near = [
        (-sameness, number, statement)
        for number, statement in ((n, read_record(n, raw)) for n, raw in there.items())
        if (sameness := nearness(wanted.text or "", statement.text or "")) is not None
    ]
    return min(near, default=(0, 0, None))[2]


def _sharing(archive: Archive, passages: Passages, own: int) -> dict[int, bytes]:
    """Return the raw statements that share most with a text of these `passages`.

    The text is of statement `own`, which is left out.
    """
    shared = alike.sharing(archive.index, passages)
    del shared[own]
    some = [number for number, count in shared.items() if count >= _LEAST_SHARED]
    some.sort(key=lambda number: (-shared[number], number))
    return dict(archive.index.records(some[:_COMPARED]))


def near_pairs(
    archive: Archive, wanted: Collection[int] | None = None
) -> list[NearPair]:
    """Return the pairs of statements, the likest first, those related at the end.

    Of those with these ids that are `wanted`, at least one is in each pair.
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


def nearness(one: str, other: str) -> float | None:
    """Return how much of two texts is the same, up to 1; None if they are not near.

    It is the same for these two as among all.
    """
    one, other = (only_letters(each)[:_MOST_LETTERS] for each in (one, other))
    here, there = shingles(one), shingles(other)
    pair = _pair(one, other, len(here & there), min(len(here), len(there)) or 1)
    return pair[0] if pair and not pair[1] else None


def _texts(archive: Archive) -> tuple[list[int], list[str]]:
    """Return the ids of all statements that have a text, and its letters."""
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
    """Return the number of shingles of each text, and the pairs that share enough."""
    placed = array("Q")  # a shingle and the place of its text, in one number each
    counts = []
    one_in = 1 + sum(map(len, texts)) // _MANY_LETTERS
    for place, text in enumerate(texts):
        if not place % 1000:
            progress("Looking for what is alike", place, len(texts))
        here = shingles(text, one_in=one_in)
        counts.append(len(here) or 1)
        placed.extend(shingle << _BITS | place for shingle in here)
    progress("Looking for what is alike", 1, 1)
    shared: Counter[tuple[int, int]] = Counter()
    for places in _of_each_shingle(placed):
        shared.update(combinations(places, 2))
    enough = [
        (pair, count)
        for pair, count in shared.items()
        if count >= _least(min(counts[pair[0]], counts[pair[1]]))
    ]
    return counts, enough


def _of_each_shingle(placed: array[int]) -> Iterator[list[int]]:
    """Yield the places of the texts that have one shingle, of those that some share."""
    for _, same in groupby(sorted(placed), key=lambda number: number >> _BITS):
        places = [number & (1 << _BITS) - 1 for number in same]
        if 1 < len(places) <= _COMMON:
            yield places


def _least(count: int) -> float:
    """Return how many shingles two texts share at least that are worth a comparison."""
    return max(_LEAST_SHARED, _SHARED_IF_RELATED * count)


def _pair(one: str, other: str, shared: int, fewest: int) -> tuple[float, bool] | None:
    """Return how much of two texts is the same, and whether they are but related.

    `shared` is how many shingles they share, `fewest` the lower count of both.
    """
    short, long = sorted((len(one), len(other)))
    common = LCSseq.similarity(one, other)
    if common >= _OF_LONGER * long and shared >= _SHARED * fewest:
        return common / long, False
    # Almost any letters stand in a much longer text, one after the other.
    is_within = shared >= max(_LEAST_IF_WITHIN, _SHARED_IF_WITHIN * fewest)
    is_as_long = long <= _AS_LONG * short and shared >= _SHARED * fewest
    if common >= _OF_SHORTER * short and (is_within or is_as_long):
        return common / short, False
    is_related = shared >= max(_LEAST_IF_RELATED, _SHARED_IF_RELATED * fewest)
    return (common / long, True) if is_related else None
