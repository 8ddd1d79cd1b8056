"""Keeping the index what the store is: filled, refreshed, updated by a change."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mediarel.errors import AccessError
from mediarel.index.documents import proved_documents
from mediarel.index.fill import TableWriter
from mediarel.index.linking import link_all
from mediarel.index.organisations import put_about
from mediarel.index.proof import WrongIndexError, proved
from mediarel.index.revision import put_meta, put_revision, revision_in
from mediarel.index.schema import (
    FTS_WORDS,
    INDEXES,
    NAMED,
    PROVED,
    SIGNED,
    TABLES,
)
from mediarel.store.about import about_of
from mediarel.store.delta import delta
from mediarel.store.protocol import Known, names_the_same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mediarel.index.fill import Progress
    from mediarel.store.protocol import About, Document, Revision, Snapshot, Store


_SECOND = 10**9  # nanoseconds, in which times of files are given
_COARSEST = 2  # seconds: file systems that keep even ones alone
_UNKNOWN = 0  # where a file system does not take the time
_TRIES = 20  # to wait for another process, which has written and not yet set the time
_PAUSE = 0.01  # seconds
_WITH_PROOF = (
    f"SELECT {PROVED}, proof FROM statement",  # noqa: S608 - our own words
    f"SELECT {NAMED}, fingerprint_proof FROM statement",  # noqa: S608 - the same
    "SELECT number, field, shown, folded, proof FROM name",
    "SELECT folded, name, organisation, words, place, proof FROM called",
    f"SELECT {SIGNED}, proof FROM entry",  # noqa: S608 - the same
    "SELECT number, id, proof FROM touched",
)
_WITH_FINGERPRINT = (
    "SELECT id, json, fingerprint FROM statement LEFT JOIN document USING (id)",
    "SELECT number, json, fingerprint FROM entry",
)
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


def known_in(connection: sqlite3.Connection) -> Known:
    """Return what the index knows of the store: the fingerprints that it holds."""
    return Known(
        dict(connection.execute("SELECT id, fingerprint FROM statement")),
        dict(connection.execute("SELECT number, fingerprint FROM entry")),
    )


def contradicts(connection: sqlite3.Connection, snapshot: Snapshot) -> bool:
    """Tell whether the index says it is of `snapshot`, and holds something else."""
    if revision_in(connection) != snapshot.revision:
        return False
    other = delta(snapshot, known_in(connection))
    return bool(other.statements or other.history)


def require_sound(connection: sqlite3.Connection) -> None:
    """Raise WrongIndexError where a row is not proved, or the parts do not fit.

    Raises what else damage raises.
    """
    if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
        raise WrongIndexError("its tables do not fit together")
    for sql in _WITH_PROOF:
        proved(connection.execute(sql))
    for sql in _WITH_FINGERPRINT:
        for _ in proved_documents(connection.execute(sql)):
            pass
    # It writes nothing, but SQLite takes it for a change.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    connection.rollback()


def put_stamp(connection: sqlite3.Connection) -> int:
    """Write the time into the index that its file shall have, and return it."""
    stamp = int(time.time()) // _COARSEST * _COARSEST
    put_meta(connection, "written", stamp)
    return stamp


def set_stamp(connection: sqlite3.Connection, path: Path, stamp: int) -> None:
    """Give the file at `path`, which is written, the time that `put_stamp` returned.

    Where its file system does not take it, the index says that it is unknown.
    """
    with suppress(OSError):
        os.utime(path, ns=(stamp * _SECOND, stamp * _SECOND))
        if path.stat().st_mtime_ns == stamp * _SECOND:
            return
    put_meta(connection, "written", _UNKNOWN)


def require_as_written(connection: sqlite3.Connection, path: Path | None) -> None:
    """Raise WrongIndexError where something else wrote the file at `path`.

    None is an index in memory.
    """
    if path is None:
        return
    for _ in range(_TRIES):
        query = "SELECT value FROM meta WHERE key = 'written'"
        row = connection.execute(query).fetchone()
        stamp = row[0] if row else None
        if stamp == _UNKNOWN or path.stat().st_mtime_ns == _in_nanoseconds(stamp):
            return
        time.sleep(_PAUSE)
    raise WrongIndexError(f"{path} was changed by something else")


@contextmanager
def writing(connection: sqlite3.Connection, path: Path | None) -> Iterator[None]:
    """Begin a transaction that writes the index at `path`, and commit it at the end.

    Nothing is written where something else wrote the file, nor after an error.

    Raises WrongIndexError.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        require_as_written(connection, path)
        yield
        stamp = put_stamp(connection)
        connection.commit()
    finally:
        if connection.in_transaction:
            connection.rollback()
    if path is not None:
        set_stamp(connection, path, stamp)


def _in_nanoseconds(stamp: object) -> int | None:
    return stamp * _SECOND if isinstance(stamp, int) else None
