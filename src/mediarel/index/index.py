"""The index: one SQLite file, derived from a store so that it can be read fast.

`file.py` says how it is opened, brought up to date and made anew.
"""

from __future__ import annotations

import sqlite3
from itertools import islice
from typing import TYPE_CHECKING, Any

from mediarel.index.file import IndexFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mediarel.index.fill import Progress
    from mediarel.store.protocol import Revision, Snapshot, Store


class Index:
    """The index of `store`, kept in `folder`; brought up to date when it is opened.

    It is opened when first asked, and again after `close`. It waits `patience`
    seconds for another process that writes it. `progress` is told of long
    work: what, how much of it is done, of how much. `tell` is told in a
    sentence where the index can't be kept.
    """

    def __init__(  # noqa: PLR0913 - what surrounds it comes in from the edge
        self,
        store: Store,
        folder: Path,
        *,
        progress: Progress = lambda *_: None,
        tell: Callable[[str], None] = lambda _: None,
        has_fts: bool | None = None,
        patience: float = 5.0,
    ) -> None:
        self._file = IndexFile(
            store,
            folder,
            progress=progress,
            tell=tell,
            has_fts=has_fts,
            patience=patience,
        )
        self.folder = folder
        self.has_fts = self._file.has_fts

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def prepare(self) -> None:
        """Bring the index up to date."""
        self._file.opened()

    def rows(self, sql: str, parameters: Sequence[str | int] = ()) -> list[Any]:
        """Return the rows that `sql` selects, of the store as it is now."""
        try:
            return self._file.opened().execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError:
            return self._file.renewed().execute(sql, parameters).fetchall()

    def stream(self, sql: str, parameters: Sequence[str | int] = ()) -> Iterator[Any]:
        """Return the rows that `sql` selects one by one, all of the same moment."""
        self.prepare()  # what is wrong with the store is told before the first row
        return self._streamed(sql, parameters)

    def _streamed(self, sql: str, parameters: Sequence[str | int]) -> Iterator[Any]:
        given = 0
        try:
            for row in self._file.opened().execute(sql, parameters):
                yield row
                given += 1
        except sqlite3.DatabaseError:
            rows = self._file.renewed().execute(sql, parameters)
            yield from islice(rows, given, None)

    def records(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the raw statements with `ids`, in their order, without the unknown."""
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            found = dict(
                self.rows(
                    "SELECT id, json FROM document WHERE id IN"  # noqa: S608 - question marks
                    f" ({', '.join('?' * len(some))})",
                    some,
                )
            )
            yield from ((number, found[number]) for number in some if number in found)

    def contradicts(self, snapshot: Snapshot) -> bool:
        """Tell whether the kept index passes for that of `snapshot`, and is not."""
        return self._file.contradicts(snapshot)

    def discard(self) -> None:
        """Throw away the index: it is made anew when it is next asked."""
        self._file.discard()

    def update(
        self,
        before: Revision,
        after: Revision,
        statements: Mapping[int, bytes | memoryview | None],
        history: Mapping[int, bytes],
    ) -> None:
        """Bring the index from revision `before` to `after` by what changed.

        Called by who holds the store's lock. An index that is not at `before`,
        or can't be written now, is left as it is: the next reader sees to it.
        """
        self._file.update(before, after, statements, history)
