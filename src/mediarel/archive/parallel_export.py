"""Write very many statements to a file, using worker processes.

A worker encodes a batch of records without building a `Statement` for each
(`store/values.py`).
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from mediarel.formats.table import format_named, functions_of
from mediarel.formats.writing import WriteOptions
from mediarel.index import search
from mediarel.store.values import values_of
from mediarel.workers import made

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from mediarel.archive.archive import Archive
    from mediarel.formats.table import Format
    from mediarel.query.tree import Query

    Lot = list[tuple[int, bytes]]

_LOT = 500  # statements
_MANY = 4_000  # minimum number of statements to start workers


@dataclass(frozen=True)
class Parts:
    """The statements matching `query`, encoded in parts.

    `total` is the approximate number of statements; `progress` is called with the
    number written.
    """

    archive: Archive
    query: Query
    sort: str
    total: int
    progress: Callable[[int], object] = lambda _: None

    def of(self, wanted: Format, options: WriteOptions) -> Iterator[tuple[int, bytes]]:
        """Return the parts of a file, each with its number of statements.

        The parts are from a consistent snapshot. The first part is the header, with no
        statements. Errors are raised before it is returned.
        """
        is_many = self.total >= _MANY
        return self._told(_parts(self._lots(), wanted, options, is_many=is_many))

    def _lots(self) -> Iterator[Lot]:
        """Yield the records in batches; the search starts at the first batch."""
        records = search.records(self.archive.index, self.query, sort=self.sort)
        while lot := list(islice(records, _LOT)):
            yield lot

    def _told(self, parts: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
        done = 0
        for number, part in parts:
            self.progress(done)
            yield number, part
            done += number


def make(given: tuple[str, bool, bool, Lot]) -> bytes:
    """Encode a batch of records; runs in a worker."""
    name, raw, bom, lot = given
    return _part(lot, format_named(name), WriteOptions(raw=raw, bom=bom))


def _parts(
    lots: Iterator[Lot], wanted: Format, options: WriteOptions, *, is_many: bool
) -> Iterator[tuple[int, bytes]]:
    with closing(_made(lots, wanted, options) if is_many else _by_us(lots)) as made:
        first = next(made, None)
        yield 0, functions_of(wanted).start(options)
        for lot, part in chain([first] if first else [], made):
            # If a worker failed, encode the part here to raise the error.
            yield len(lot), part or _part(lot, wanted, options)


def _by_us(lots: Iterator[Lot]) -> Generator[tuple[Lot, bytes | None]]:
    yield from ((lot, None) for lot in lots)


def _made(
    lots: Iterator[Lot], wanted: Format, options: WriteOptions
) -> Generator[tuple[Lot, bytes | None]]:
    """Yield each batch with its encoded part.

    Workers start during the search.
    """

    def values(lot: Lot) -> tuple[str, bool, bool, Lot]:
        return wanted.name, options.raw, options.bom, lot

    yield from made(__name__, lots, values)


def _part(lot: Lot, wanted: Format, options: WriteOptions) -> bytes:
    return functions_of(wanted).part(values_of(lot), options)
