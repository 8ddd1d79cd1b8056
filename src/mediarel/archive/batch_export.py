"""Encode exports of very many statements, in batches.

To save time, the stored records are encoded directly. No `Statement` objects are
created.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from mediarel.formats.table import Format, functions_of
from mediarel.index import search
from mediarel.store.records import values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.archive.archive import Archive
    from mediarel.formats.writing import WriteOptions
    from mediarel.query.tree import Query

_BATCH = 500  # statements


@dataclass(frozen=True)
class Parts:
    """Encodes the search results of `query` as the parts of a file."""

    archive: Archive
    query: Query
    sort: str

    def of(self, wanted: Format, options: WriteOptions) -> Iterator[tuple[int, bytes]]:
        """Yield the parts of a file, each as a pair: number of statements, and content.

        All parts come from the same consistent snapshot. The first part is the header
        of the file, and contains no statements.
        """
        functions = functions_of(wanted)
        records = search.records(self.archive.index, self.query, sort=self.sort)
        batch = list(islice(records, _BATCH))
        yield 0, functions.start(options)
        while batch:
            yield len(batch), functions.part(values_of(batch), options)
            batch = list(islice(records, _BATCH))
