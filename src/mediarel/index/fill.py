"""Writing the tables of the index from the raw JSON of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import InvalidFieldError
from mediarel.index.documents import proved_document, records
from mediarel.index.proof import proof_of
from mediarel.index.rows import batch_of
from mediarel.index.schema import NAMES, WEIGHTS, WORDS
from mediarel.store.delta import quick_fingerprint
from mediarel.store.protocol import BrokenRecordError
from mediarel.store.records import read_entry
from mediarel.store.sound import error_in

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mediarel.errors import MediarelError
    from mediarel.index.rows import Batch, Numbered
    from mediarel.store.protocol import Document, Store

    Progress = Callable[[str, int, int], None]

# While many are added, FTS5 may hold this many bytes of words before it writes
# them out; with its default of 1 MB, merging takes a third longer.
_HASH_SIZE = 64 << 20
_USUAL_HASH_SIZE = 1 << 20
_FEW = 1000
_OF_STATEMENTS = ("document", "statement", "listed", "address", "translation")
_REMOVING = 4  # times as long as adding
_COLUMNS = 12  # of a statement, besides those of its names


class TableWriter:
    """Writes the records and entries of `store` to the tables behind `connection`.

    The caller begins and ends the transaction.
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

    def replace(self, changed: Mapping[int, Document | None]) -> None:
        """Write each record in the place of the earlier one; None removes it.

        Raises WrongIndexError where an earlier one is not as it was written.
        """
        added = {n: raw for n, raw in changed.items() if raw is not None}
        if len(changed) > _FEW:
            self._replace_many(changed, added)
            return
        for number in changed:
            self._remove(number)
        self.add(added)

    def add(self, added: Mapping[int, Document]) -> None:
        """Write records that are not there yet."""
        if is_many := len(added) > _FEW:
            self._set_hash_size(_HASH_SIZE)
        done = 0
        try:
            for lot, batch in _lots(added, as_plain_words=not self._has_fts):
                self._progress("Making the index", done, len(added))
                self._write(lot, batch)
                done += len(lot)
        except BrokenRecordError as error:
            raise self._refusal(error) from error
        if is_many:
            self._set_hash_size(_USUAL_HASH_SIZE)
            self._progress("Making the index", len(added), len(added))

    def replace_entries(self, entries: Mapping[int, Document | None]) -> None:
        """Write each entry in the place of the earlier one; None removes it."""
        for number, raw in entries.items():
            for table in ("entry", "touched"):
                self._connection.execute(
                    f"DELETE FROM {table} WHERE number = ?",  # noqa: S608 - our own tables
                    (number,),
                )
            if raw is None:
                continue
            try:
                change = read_entry(number, raw)
            except InvalidFieldError as error:
                broken = BrokenRecordError("history", number, error.problem)
                raise self._refusal(broken) from error
            fingerprint = quick_fingerprint(raw)
            signed = (fingerprint, change.at, change.by, change.command)
            self._connection.execute(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    *signed,
                    raw,
                    proof_of(number, *signed),
                ),
            )
            self._connection.executemany(
                "INSERT INTO touched VALUES (?, ?, ?)",
                [(number, key, proof_of(number, key)) for key in change.ids],
            )

    def _refusal(self, broken: BrokenRecordError) -> MediarelError:
        """Return the error that says why the store can't be indexed."""
        # It may have been written anew since the record was met.
        return error_in(self._store) or self._store.damaged_record(
            broken.table, broken.number, broken.problem
        )

    def _replace_many(
        self, changed: Mapping[int, Document | None], added: Mapping[int, Document]
    ) -> None:
        """Replace many; where few others stay, by writing all of them anew.

        To remove one takes several times as long as to write one.
        """
        run = self._connection.execute
        there = [row[0] for row in run("SELECT id FROM statement")]
        others = [number for number in there if number not in changed]
        gone = len(there) - len(others)
        if gone * _REMOVING <= len(others):
            for number in there if gone else ():
                if number in changed:
                    self._remove(number)
            if len(added) > len(others):
                self._add_most(added)
            else:
                self.add(added)
            return
        kept = dict(records(run, others))
        if self._has_fts:
            run("INSERT INTO words (words) VALUES ('delete-all')")
        else:
            run("DELETE FROM words")
        for table in _OF_STATEMENTS:
            run(f"DELETE FROM {table}")  # noqa: S608 - our own tables
        self._add_most(dict(sorted({**kept, **added}.items())))

    def _add_most(self, added: Mapping[int, Document]) -> None:
        """Write more than are there; indexes of SQLite are made quicker at the end."""
        run = self._connection.execute
        indexes = run(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOTNULL"
        ).fetchall()
        for name, _ in indexes:
            run(f'DROP INDEX "{name}"')
        self.add(added)
        for _, sql in indexes:
            run(sql)

    def _remove(self, number: int) -> None:
        run = self._connection.execute
        row = run(
            "SELECT json, fingerprint FROM statement LEFT JOIN document USING (id)"
            " WHERE id = ?",
            (number,),
        ).fetchone()
        if row is None:
            return
        document = proved_document(number, *row)
        if self._has_fts:
            # FTS5 does not keep the words, so it must be told which to remove.
            (words,) = batch_of([(number, document)], as_plain_words=False).words
            run(
                f"INSERT INTO words (words, rowid, {WORDS})"  # noqa: S608 - our own columns
                f" VALUES ('delete', {_marks(1 + len(WEIGHTS))})",
                words,
            )
        else:
            run("DELETE FROM words WHERE id = ?", (number,))
        for table in _OF_STATEMENTS:
            run(f"DELETE FROM {table} WHERE id = ?", (number,))  # noqa: S608 - our own tables

    def _write(self, documents: Sequence[Numbered], batch: Batch) -> None:
        run = self._connection.executemany
        run("INSERT INTO document VALUES (?, ?)", documents)
        for table, columns, rows in (
            ("statement", _COLUMNS + len(NAMES), batch.statements),
            (f"words ({self._key}, {WORDS})", 1 + len(WEIGHTS), batch.words),
        ):
            run(f"INSERT INTO {table} VALUES ({_marks(columns)})", rows)  # noqa: S608 - our own tables
        run("INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?, ?)", batch.names)
        run("INSERT INTO listed VALUES (?, ?)", batch.listed)
        run("INSERT INTO address VALUES (?, ?)", batch.addresses)
        run("INSERT INTO translation VALUES (?, ?)", batch.translations)

    def _set_hash_size(self, size: int) -> None:
        if self._has_fts:
            self._connection.execute(
                "INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (size,)
            )


def _lots(
    added: Mapping[int, Document], *, as_plain_words: bool
) -> Iterable[tuple[list[Numbered], Batch]]:
    """Return the records in lots, each with its rows; many are made on all cores."""
    if len(added) <= _FEW:
        lot = list(added.items())
        return [(lot, batch_of(lot, as_plain_words=as_plain_words))]
    # What starts processes takes 10 ms to load.
    from mediarel.index.workers import batches  # noqa: PLC0415

    return batches(added.items(), len(added), as_plain_words=as_plain_words)


def _marks(count: int) -> str:
    return ", ".join("?" * count)
