"""The file of the index: opened, brought up to date, and made anew.

It may be deleted at any time. Each time it is opened it is brought up to date:
where the store has another revision than the one it was made from, the records
that changed are taken in. Where it is damaged, locked, of another version or
can't be written, it is made anew, at worst in memory.
"""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from mediarel.index.place import (
    make_private_file,
    make_private_folder,
    refuse_journal,
    remove_leftovers,
    stem,
    sync,
)
from mediarel.index.revision import (
    put_meta,
    put_revision,
    revision_in,
    version_in,
)
from mediarel.index.schema import FTS_WORDS, INDEXES, PLAIN_WORDS, TABLES, VERSION
from mediarel.store.protocol import names_the_same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from mediarel.index.fill import Progress, TableWriter
    from mediarel.store.protocol import Known, Revision, Snapshot, Store

_HASTE = 500  # milliseconds to wait for others where the next reader can do it
_MANY = 1000  # documents, of which taking in each for itself is no matter


class IndexFile:
    """The file of the index of `store` in `folder`; see `Index` for the rest."""

    def __init__(  # noqa: PLR0913 - what surrounds it comes in from the edge
        self,
        store: Store,
        folder: Path,
        *,
        progress: Progress,
        tell: Callable[[str], None],
        has_fts: bool | None,
        patience: float,
    ) -> None:
        self._store = store
        self._progress = progress
        self._tell = tell
        self._patience = patience
        self._connection: sqlite3.Connection | None = None
        self.has_fts = _has_fts() if has_fts is None else has_fts
        # Folding depends on the tables of Unicode that this Python has.
        kind = "fts5" if self.has_fts else "plain"
        self._version = f"{VERSION}-{kind}-{unicodedata.unidata_version}"
        self._path = folder / f"{stem(store.location)}-{self._version}.sqlite"

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def opened(self) -> sqlite3.Connection:
        """Return the connection to it, brought up to date when it is opened."""
        if self._connection is None:
            self._connection = self._kept_or_in_memory(
                lambda: self._existing() or self._made()
            )
        return self._connection

    def renewed(self) -> sqlite3.Connection:
        """Make anew an index that is damaged deeper than a look at its head shows."""
        self.close()
        self._connection = self._kept_or_in_memory(self._made)
        return self._connection

    def contradicts(self, snapshot: Snapshot) -> bool:
        """Tell whether the kept index passes for that of `snapshot`, and is not.

        One that is not there, or of another time, is not made for that.
        """
        try:
            if not self._path.exists():
                return False
            with closing(self._connected(self._path)) as connection:
                is_of_it = version_in(connection) == self._version
                return is_of_it and _contradicts(connection, snapshot)
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode != sqlite3.SQLITE_BUSY
        except sqlite3.DatabaseError:
            return True
        except OSError:  # it may not be read, and so is made in memory
            return False

    def discard(self) -> None:
        """Throw away the index: it is made anew when it is next asked."""
        self.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

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
        connection = self._connection
        if connection is None:
            return
        with suppress(sqlite3.Error):
            # A long export may be reading it: the change itself is made already.
            connection.execute(f"PRAGMA busy_timeout = {_HASTE}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                if names_the_same(revision_in(connection), before):
                    writer = self._writer(connection)
                    writer.replace(statements)
                    writer.replace_entries(history)
                    put_revision(connection, after)
                connection.commit()
            finally:
                if connection.in_transaction:
                    connection.rollback()

    def _kept_or_in_memory(
        self, keep: Callable[[], sqlite3.Connection]
    ) -> sqlite3.Connection:
        try:
            return keep()
        except (sqlite3.Error, OSError) as error:
            self._tell(f"The index can't be kept in {self._path.parent} ({error}).")
        connection = self._connected(":memory:")
        with _closing_on_error(connection):
            self._fill(connection)
        return connection

    def _existing(self) -> sqlite3.Connection | None:
        """Return the index that is there, up to date; None where it is of no use."""
        if not self._path.exists():
            self._store.revision()  # no archive at all is the clearer error
            return None
        connection = self._connected(self._path)
        try:
            if version_in(connection) == self._version:
                if revision_in(connection) == self._store.revision():
                    return connection
                if self._refresh(connection):
                    return connection
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise  # another writes it: it is none the worse for that
            return None
        except sqlite3.DatabaseError:
            connection.close()
            return None
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None

    def _made(self) -> sqlite3.Connection:
        """Make the index anew, beside its place, so that no other sees half of it."""
        make_private_folder(self._path.parent)
        remove_leftovers(self._path)
        temporary = self._path.with_suffix(f".{os.getpid()}.tmp")
        make_private_file(temporary)
        try:
            with closing(self._connected(temporary)) as connection:
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("PRAGMA synchronous = OFF")
                self._fill(connection)
            sync(temporary)
            refuse_journal(self._path)
            temporary.replace(self._path)
        finally:
            temporary.unlink(missing_ok=True)
        connection = self._connected(self._path)
        with _closing_on_error(connection):
            # Another change may have come while this one was taken in.
            if revision_in(connection) != self._store.revision():
                self._refresh(connection, at_any_rate=True)
        return connection

    def _fill(self, connection: sqlite3.Connection) -> None:
        revision, statements, history, *_ = self._store.read()
        connection.executescript(TABLES)
        connection.execute(FTS_WORDS if self.has_fts else PLAIN_WORDS)
        connection.execute("BEGIN")
        writer = self._writer(connection)
        writer.add({int(key): raw for key, raw in statements.items()})
        writer.replace_entries({int(key): raw for key, raw in history.items()})
        put_meta(connection, "version", self._version)
        put_revision(connection, revision)
        connection.commit()
        connection.executescript(INDEXES)

    def _refresh(
        self, connection: sqlite3.Connection, *, at_any_rate: bool = False
    ) -> bool:
        """Take in what changed since the index was last up to date.

        Returns False where that is so much that making it anew is quicker, as when
        another program has written every document in its own way.
        """
        # Locked before the store is read: what one process takes in later was
        # read later, so no index is ever brought back to an older state.
        connection.execute("BEGIN IMMEDIATE")
        try:
            changed = self._store.changed_since(_known_in(connection))
            many = max(_MANY, changed.size // 4)
            if len(changed.statements) > many and not at_any_rate:
                return False
            writer = self._writer(connection)
            writer.replace(changed.statements)
            writer.replace_entries(changed.history)
            put_revision(connection, changed.revision)
            connection.commit()
        finally:
            if connection.in_transaction:
                connection.rollback()
        return True

    def _connected(self, path: Path | str) -> sqlite3.Connection:
        return sqlite3.connect(
            path,
            timeout=self._patience,
            # Transactions are begun by hand: without one, each row is its own.
            isolation_level=None,
            # Many documents are written by a second thread.
            check_same_thread=False,
        )

    def _writer(self, connection: sqlite3.Connection) -> TableWriter:
        return _table_writer()(
            connection, self._store, has_fts=self.has_fts, progress=self._progress
        )


@contextmanager
def _closing_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _known_in(connection: sqlite3.Connection) -> Known:
    from mediarel.index.known import known_in  # noqa: PLC0415 - a list does without

    return known_in(connection)


def _contradicts(connection: sqlite3.Connection, snapshot: Snapshot) -> bool:
    from mediarel.index.known import contradicts  # noqa: PLC0415 - for check alone

    return contradicts(connection, snapshot)


def _table_writer() -> type[TableWriter]:
    from mediarel.index.fill import TableWriter  # noqa: PLC0415 - a list does without

    return TableWriter


def _has_fts() -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        options = connection.execute("PRAGMA compile_options").fetchall()
    return ("ENABLE_FTS5",) in options
