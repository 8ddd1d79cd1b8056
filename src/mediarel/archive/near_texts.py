"""The statements of an archive whose texts are nearly that of another.

What `duplicates` finds among all is found here for a few that were just recorded. Which
come into question, the index says: they have some of the passages that stand in the
text at even distances. Then the texts are compared as `near_pairs.py` does it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mediarel.archive.near_pairs import nearness
from mediarel.index import alike
from mediarel.query.tree import Words
from mediarel.store.records import read_record
from mediarel.text.tokens import Term, is_unspaced, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Statement

_PASSAGES = 12
_WORDS, _PAIRS = 5, 12  # in a passage: of a script with spaces, and without
_LEAST_SHARED = 2  # passages
_COMMON = 30  # statements with a passage, beyond which it says nothing of any
_COMPARED = 10  # statements that share most


def nearest(archive: Archive, wanted: Statement) -> Statement | None:
    """Return the statement whose text is nearest to that of `wanted`, if it nearly is.

    Of several that are as near it is the one that was recorded first.
    """
    passages = list(_passages(wanted.text or ""))
    if len(passages) < _LEAST_SHARED:
        return None
    shared = archive.asked(lambda: _shared(archive, passages))
    del shared[wanted.id]
    some = [number for number, count in shared.items() if count >= _LEAST_SHARED]
    some.sort(key=lambda number: (-shared[number], number))
    # One may be gone since the index named it.
    there = archive.asked(lambda: dict(archive.index.records(some[:_COMPARED])))
    near = [
        (-sameness, number, statement)
        for number, statement in ((n, read_record(n, raw)) for n, raw in there.items())
        if (sameness := nearness(wanted.text or "", statement.text or "")) is not None
    ]
    return min(near, default=(0, 0, None))[2]


def _shared(archive: Archive, passages: Iterable[Words]) -> Counter[int]:
    """Return how many of `passages` each statement has, those that are common left out.

    The statement that they are of is among them.
    """
    shared: Counter[int] = Counter()
    for words in passages:
        ids = alike.with_words(archive.index, words, most=_COMMON + 2)
        if len(ids) <= _COMMON + 1:
            shared.update(ids)
    return shared


def _passages(text: str) -> Iterator[Words]:
    """Yield passages of `text`, as a query looks for them, at even distances."""
    whole = term(text)
    tokens: Sequence[str] = whole.tokens if whole else ()
    size = _PAIRS if sum(map(is_unspaced, tokens)) * 2 > len(tokens) else _WORDS
    last = len(tokens) - size
    if last < 0:
        return
    # In a short text they overlap.
    for begin in sorted({round(n * last / (_PASSAGES - 1)) for n in range(_PASSAGES)}):
        yield Words(Term(tuple(tokens[begin : begin + size])), "text")
