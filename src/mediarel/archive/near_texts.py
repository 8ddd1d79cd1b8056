"""The statements of an archive whose texts are nearly that of another.

What `duplicates` finds among all is found here for a few that were just recorded. Which
come into question, the index says: they share passages with the text
(`index/search.py`). Then the texts are compared as `near_pairs.py` does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.near_pairs import nearness
from mediarel.index import alike
from mediarel.index.search import passages_of
from mediarel.store.records import read_record

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive
    from mediarel.index.search import Passages
    from mediarel.model.statement import Statement

_LEAST_SHARED = 2
_COMPARED = 10  # statements that share most


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
