"""Keeping the index what the store is: filled, refreshed, updated by a change."""

from __future__ import annotations

import sqlite3
import sys
from typing import TYPE_CHECKING

from mediarel.errors import AccessError
from mediarel.index.fill import TableWriter
from mediarel.index.known import known_in
from mediarel.index.linking import link_all
from mediarel.index.organisations import put_about
from mediarel.index.revision import put_meta, put_revision, revision_in, writing
from mediarel.index.schema import FTS_WORDS, INDEXES, TABLES
from mediarel.store.about import about_of
from mediarel.store.protocol import names_the_same

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mediarel.index.fill import Progress
    from mediarel.store.protocol import About, Document, Revision, Store

_MANY = 1000  # documents, of which taking in each for itself is no matter


class MissingFtsError(AccessError):
    """The SQLite of this Python was built without FTS5, which finds words."""

    def __init__(self) -> None:
        super().__init__(
            f"the SQLite {sqlite3.sqlite_version} of {sys.executable} has no FTS5,"
            " which mediarel needs to find words",
            "Install mediarel with a Python whose SQLite has FTS5, for example one"
            " from python.org.",
        )


class Upkeep:
    """The upkeep of an index of `store`; `connection` leads to its file at `path`.

    The path is None where it is in memory.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path | None,
        store: Store,
        *,
        progress: Progress,
    ) -> None:
        self._connection = connection
        self._path = path
        self._store = store
        self._progress = progress

    def fill(self, version: str) -> None:
        """Make the tables, and write all that the store holds to them.

        Raises DamagedError.
        """
        connection = self._connection
        self._progress("Reading the archive", 0, 0)
        revision, statements, history, _, others = self._store.read()
        connection.executescript(TABLES)
        _make_words(connection)
        connection.execute("BEGIN")
        writer = self._writer()
        writer.add({int(key): raw for key, raw in statements.items()})
        self._progress("Finishing the index", 0, 0)
        writer.replace_entries({int(key): raw for key, raw in history.items()})
        put_meta(connection, "version", version)
        put_revision(connection, revision)
        put_about(connection, about_of(others))
        connection.commit()
        connection.executescript(INDEXES)
        connection.execute("BEGIN")
        link_all(connection.execute)
        connection.commit()
        self._progress("Finishing the index", 1, 1)

    def refresh(self, *, at_any_rate: bool = False) -> bool:
        """Take in what changed since the index was last up to date.

        Returns False where that is so much that making it anew is quicker, as when
        another program has written every document in its own way.

        Raises WrongIndexError or DamagedError.
        """
        # Locked before the store is read: what one process takes in later was
        # read later, so no index is ever brought back to an older state.
        with writing(self._connection, self._path):
            if self._has_aged():
                return True
            self._progress("Reading the archive", 0, 0)
            changed = self._store.changed_since(known_in(self._connection))
            self._progress("Reading the archive", 1, 1)
            is_most = _is_most(len(changed.statements), changed.size)
            if is_most and not at_any_rate:
                return False
            self._replace(changed.statements, changed.history)
            put_about(self._connection, changed.about)
            put_revision(self._connection, changed.revision)
        return True

    def _has_aged(self) -> bool:
        """Tell whether all that is new of the store is that it is no longer young.

        Its revision then says less than it did, and that is noted.
        """
        kept, now = revision_in(self._connection), self._store.revision()
        is_it = names_the_same(kept, now) and self._store.is_at(kept)
        if is_it:
            put_revision(self._connection, now)
        return is_it

    def update(
        self,
        before: Revision,
        after: Revision,
        statements: Mapping[int, bytes | memoryview | None],
        history: Mapping[int, bytes],
        about: About | None = None,
    ) -> bool:
        """Bring the index from revision `before` to `after` by what changed.

        `about` is what the archive says of itself, where that changed. An index that is
        not at `before` is left as it is. Returns False where so much changed that
        making it anew is quicker.

        Raises WrongIndexError.
        """
        count = "SELECT count(*) FROM statement"
        ((size,),) = self._connection.execute(count)
        if _is_most(len(statements), size):
            return False
        with writing(self._connection, self._path):
            if names_the_same(revision_in(self._connection), before):
                self._replace(statements, history)
                if about is not None:
                    put_about(self._connection, about)
                put_revision(self._connection, after)
        return True

    def _replace(
        self,
        statements: Mapping[int, Document | None],
        history: Mapping[int, Document | None],
    ) -> None:
        writer = self._writer()
        writer.replace(statements)
        link_all(self._connection.execute)
        writer.replace_entries(history)

    def _writer(self) -> TableWriter:
        return TableWriter(
            self._connection,
            self._store,
            progress=self._progress,
        )


def _is_most(changed: int, size: int) -> bool:
    return changed > max(_MANY, size // 4)


def _make_words(connection: sqlite3.Connection) -> None:
    try:
        connection.execute(FTS_WORDS)
    except sqlite3.OperationalError as error:
        if "no such module" in str(error):
            raise MissingFtsError from error
        raise
