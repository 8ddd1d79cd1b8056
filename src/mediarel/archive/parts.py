"""Very many statements as a file, written in parts.

None is made a `Statement` on the way (`store/values.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from mediarel.formats.modules import parts_module_of
from mediarel.index import search
from mediarel.store.values import values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mediarel.archive.archive import Archive
    from mediarel.formats.table import Format
    from mediarel.formats.writing import WriteOptions
    from mediarel.query.tree import Query

_LOT = 500  # statements


@dataclass(frozen=True)
class Parts:
    """What `query` finds in an archive, to be written in a format that is in parts.

    It is about `total` statements; `progress` is told how many of them are written.
    """

    archive: Archive
    query: Query
    sort: str
    total: int
    progress: Callable[[int], object] = lambda _: None

    def of(self, wanted: Format, options: WriteOptions) -> Iterator[tuple[int, bytes]]:
        """Yield the parts of a file, each with how many statements are in it.

        All are of one moment; the first is none of them, but what stands before. What
        is wrong is told before that.
        """
        records = search.records(self.archive.index, self.query, sort=self.sort)
        lots = iter(lambda: list(islice(records, _LOT)), [])
        first = next(lots, [])
        module = parts_module_of(wanted)
        self.progress(0)
        yield 0, module.start(options)
        done = 0
        for lot in chain([first] if first else [], lots):
            self.progress(done)
            yield len(lot), module.part(values_of(lot), options)
            done += len(lot)
