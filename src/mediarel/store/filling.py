"""Filling the index: from the raw documents of a store to rows in its tables."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import InvalidFieldError
from mediarel.folding import folded_name
from mediarel.store.rows import change_in, digest, rows_in
from mediarel.store.schema import WORDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping

    from mediarel.store import Document, Store
    from mediarel.store.rows import Rows

    Progress = Callable[[str, int, int], None]

_BATCH = 1000
# While many are taken in, FTS5 may hold this many bytes of words before it
# writes them out; its own measure, of 1 MB, makes it merge for a third longer.
_HASH_SIZE = 64 << 20
_USUAL_HASH_SIZE = 1 << 20


class _Batch(NamedTuple):
    """Rows that are ready to be written, for each table."""

    documents: list[tuple[int, bytes | memoryview]]
    statements: list[tuple[int | str, ...]]
    words: list[tuple[int | str, ...]]
    names: list[tuple[int, str, str, str]]
    tagged: list[tuple[int, int]]


class Filling:
    """Takes documents of `store` into the tables behind `connection`.

    Used within a transaction, which the caller begins and ends.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        store: Store,
        *,
        has_fts: bool,
        progress: Progress,
    ) -> None:
        self._connection = connection
        self._store = store
        self._has_fts = has_fts
        self._key = "rowid" if has_fts else "id"
        self._progress = progress
        rows = connection.execute("SELECT field, shown, number FROM name")
        self._names = {(field, shown): number for field, shown, number in rows}
        self._next_name = max(self._names.values(), default=0) + 1

    def exchange(self, changed: Mapping[int, Document | None]) -> None:
        """Put what each id is now in the place of what it was; None is removed."""
        for number in changed:
            self._remove(number)
        self.add({n: raw for n, raw in changed.items() if raw is not None})

    def add(self, added: Mapping[int, Document]) -> None:
        """Take in documents that are not there yet."""
        if len(added) <= _BATCH:
            self._write(self._batch(iter(added.items())))
            return
        # SQLite indexes the words of one batch, in one long statement, while the
        # next is read on the other core. Of many short statements each would have
        # to wait for Python, so those are not left to the other thread.
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - for many

        self._set_hash_size(_HASH_SIZE)
        self._connection.execute("PRAGMA temp_store = MEMORY")
        self._connection.execute(f"CREATE TEMP TABLE staged (number, {WORDS})")
        remaining = iter(added.items())
        with ThreadPoolExecutor(1) as other:
            indexing = other.submit(lambda: None)
            for done in range(0, len(added), _BATCH):
                self._progress("Reading the archive", done, len(added))
                batch = self._batch(islice(remaining, _BATCH))
                indexing.result()
                self._write(batch, staged=True)
                indexing = other.submit(self._index_staged)
            indexing.result()
        self._connection.execute("DROP TABLE staged")
        self._set_hash_size(_USUAL_HASH_SIZE)

    def put_entries(self, entries: Mapping[int, Document | None]) -> None:
        """Take in entries of the history; None is removed."""
        for number, raw in entries.items():
            for table in ("entry", "touched"):
                self._connection.execute(
                    f"DELETE FROM {table} WHERE number = ?",  # noqa: S608 - our own tables
                    (number,),
                )
            if raw is None:
                continue
            try:
                change = change_in(number, raw)
            except InvalidFieldError as error:
                raise self._damaged("history", number, error) from error
            self._connection.execute(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)",
                (number, digest(raw), change.at, change.by, change.command, raw),
            )
            self._connection.executemany(
                "INSERT INTO touched VALUES (?, ?)",
                [(number, key) for key in change.ids],
            )

    def _remove(self, number: int) -> None:
        run = self._connection.execute
        row = run("SELECT json FROM document WHERE id = ?", (number,)).fetchone()
        if row is None:
            return
        if self._has_fts:
            # A table without its content must be told what is to go.
            run(
                f"INSERT INTO words (words, rowid, {WORDS})"  # noqa: S608 - our own columns
                " VALUES ('delete', ?, ?, ?, ?, ?, ?, ?)",
                (number, *self._rows(number, row[0]).words),
            )
        else:
            run("DELETE FROM words WHERE id = ?", (number,))
        for table in ("document", "statement", "tagged"):
            run(f"DELETE FROM {table} WHERE id = ?", (number,))  # noqa: S608 - our own tables

    def _batch(self, documents: Iterator[tuple[int, Document]]) -> _Batch:
        batch = _Batch([], [], [], [], [])
        for number, raw in documents:
            rows = self._rows(number, raw)
            names = [self._name(*name, batch) for name in rows.names]
            tags = [self._name("tag", tag, batch) for tag in rows.tags]
            batch.documents.append((number, raw))
            batch.statements.append((number, *rows.columns, *names))
            batch.words.append((number, *rows.words))
            batch.tagged.extend((tag, number) for tag in tags)
        return batch

    def _name(self, field: str, shown: str, batch: _Batch) -> int:
        """Give the number that stands for what a field says, made if it is new."""
        number = self._names.get((field, shown))
        if number is None:
            number = self._names[field, shown] = self._next_name
            self._next_name += 1
            batch.names.append((number, field, shown, folded_name(shown)))
        return number

    def _write(self, batch: _Batch, *, staged: bool = False) -> None:
        """Write the rows; `staged`, the words to the side, for `_index_staged`."""
        run = self._connection.executemany
        words = "staged" if staged else f"words ({self._key}, {WORDS})"
        run("INSERT INTO document VALUES (?, ?)", batch.documents)
        run(
            "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            batch.statements,
        )
        run(f"INSERT INTO {words} VALUES (?, ?, ?, ?, ?, ?, ?)", batch.words)  # noqa: S608 - our own tables
        run("INSERT INTO name VALUES (?, ?, ?, ?)", batch.names)
        run("INSERT INTO tagged VALUES (?, ?)", batch.tagged)

    def _index_staged(self) -> None:
        self._connection.execute(
            f"INSERT INTO words ({self._key}, {WORDS}) SELECT * FROM staged"  # noqa: S608 - our own columns
        )
        self._connection.execute("DELETE FROM staged")

    def _set_hash_size(self, size: int) -> None:
        if self._has_fts:
            self._connection.execute(
                "INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (size,)
            )

    def _rows(self, number: int, raw: Document) -> Rows:
        try:
            return rows_in(number, raw, as_plain_words=not self._has_fts)
        except InvalidFieldError as error:
            raise self._damaged("statements", number, error) from error

    def _damaged(self, table: str, number: int, error: InvalidFieldError) -> Exception:
        return self._store.damaged_record(table, number, error.problem)
