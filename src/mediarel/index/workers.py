"""The rows of many records, made on all cores.

Most of the time that a large archive takes goes into folding its words.
"""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Any

from mediarel.index.rows import Batch, batch_of
from mediarel.store.protocol import BrokenRecordError
from mediarel.workers import made

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from mediarel.index.rows import Numbered

_LOT = 500  # records
_MANY = 5000  # records, from which on starting processes pays


def batches(
    documents: Iterable[Numbered], count: int, *, as_plain_words: bool
) -> Iterator[tuple[list[Numbered], Batch]]:
    """Yield all `count` records in lots, each with its rows.

    Raises BrokenRecordError.
    """
    remaining = iter(documents)
    lots = iter(lambda: list(islice(remaining, _LOT)), [])

    def values(lot: list[Numbered]) -> Any:  # noqa: ANN401 - plain values
        return [(number, bytes(raw)) for number, raw in lot], as_plain_words

    by_workers = made(__name__, lots, values) if count >= _MANY else _by_none(lots)
    with closing(by_workers):
        for lot, rows in by_workers:
            if rows is not None:
                yield lot, Batch(*rows)
            else:
                # Where a worker failed, they are made here, and the error raised here.
                yield lot, batch_of(lot, as_plain_words=as_plain_words)


def make(given: tuple[list[Numbered], bool]) -> Any:  # noqa: ANN401 - plain values
    """Return the rows of records as a worker sends them, None where one is broken."""
    documents, as_plain_words = given
    try:
        return tuple(batch_of(documents, as_plain_words=as_plain_words))
    except BrokenRecordError:
        return None


def _by_none(lots: Iterable[list[Numbered]]) -> Generator[tuple[list[Numbered], Any]]:
    yield from ((lot, None) for lot in lots)
