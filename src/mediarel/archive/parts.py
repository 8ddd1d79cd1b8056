"""Very many statements as a file, whose parts are made on all cores.

Of the records of a lot a worker process makes the bytes that they are in the file. None
is made a `Statement` on the way (`store/values.py`).
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from mediarel.formats.choosing import format_named
from mediarel.formats.modules import parts_module_of
from mediarel.formats.writing import WriteOptions
from mediarel.index import search
from mediarel.store.values import values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mediarel.archive.archive import Archive
    from mediarel.formats.table import Format
    from mediarel.query.tree import Query

    Lot = list[tuple[int, bytes]]

_LOT = 500  # statements
_MANY = 4_000  # from which on it is worth its time to start workers


@dataclass(frozen=True)
class Parts:
    """What `query` finds in an archive, to be written in a format that is in parts.

    `progress` is told how many of them are written.
    """

    archive: Archive
    query: Query
    sort: str
    progress: Callable[[int], object] = lambda _: None

    def of(self, wanted: Format, options: WriteOptions) -> Iterator[tuple[int, bytes]]:
        """Return the parts of a file, each with how many statements are in it.

        All are of one moment; the first is none of them, but what stands before.
        """
        # Not a generator: errors are raised before the caller writes anything.
        records = search.records(self.archive.index, self.query, sort=self.sort)
        return self._told(_parts(records, wanted, options))

    def _told(self, parts: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
        done = 0
        for number, part in parts:
            self.progress(done)
            yield number, part
            done += number


def make(given: tuple[str, bool, bool, Lot]) -> bytes:
    """Return the part of a file that a lot of records is, for a worker."""
    name, raw, bom, lot = given
    return _part(lot, format_named(name), WriteOptions(raw=raw, bom=bom))


def _parts(
    records: Iterator[tuple[int, bytes]], wanted: Format, options: WriteOptions
) -> Iterator[tuple[int, bytes]]:
    yield 0, parts_module_of(wanted).start(options)
    some = list(islice(records, _MANY))
    lots = _lots(chain(some, records))
    if len(some) < _MANY:
        yield from ((len(lot), _part(lot, wanted, options)) for lot in lots)
        return
    from mediarel.workers import made  # noqa: PLC0415 - for very many alone

    def values(lot: Lot) -> tuple[str, bool, bool, Lot]:
        return wanted.name, options.raw, options.bom, lot

    with closing(made(__name__, lots, values)) as by_workers:
        for lot, done in by_workers:
            # Where a worker could not make it, we tell why.
            yield len(lot), done or _part(lot, wanted, options)


def _lots(records: Iterator[tuple[int, bytes]]) -> Iterator[Lot]:
    while lot := list(islice(records, _LOT)):
        yield lot


def _part(lot: Lot, wanted: Format, options: WriteOptions) -> bytes:
    values = (values_of(*each) for each in lot)
    return parts_module_of(wanted).part(values, options)
