"""Open, update and rebuild the file of the index.

The file can be deleted at any time. When the index is opened, it is updated if the
store has a different revision. The index is rebuilt if it is damaged, has a different
version, or was changed by a different program. If an older copy replaced the archive,
the old index is kept under a different name, because it has the lost changes. If the
file is locked or not writable, the index is built in memory. The table `meta` contains
the version of the index, the revision of the store, and the settings of the archive.

`saved_in` salvages records and entries from index files for a repair. Each file is
opened read-only, even if it has a different version or revision, or was changed by a
different program. Each row is verified by its fingerprint. Rows that can't be read or
verified are skipped.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from json import dumps, loads
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from mediarel.index.proof import (
    DAMAGE,
    LostChangesError,
    WrongIndexError,
    is_busy,
    proof_of,
)
from mediarel.index.schema import VERSION
from mediarel.store import quick_fingerprint
from mediarel.text.folding import FOLDING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from mediarel.index.fill import Progress, Upkeep
    from mediarel.index.protocol import Index
    from mediarel.store.protocol import About, Delta, Revision, Snapshot, Store

_SECOND = 10**9  # nanoseconds, the unit of file times
_COARSEST = 2  # seconds: some file systems store only even seconds
_UNKNOWN = 0  # replaces the time if the file system rejects it
_TRIES = 20  # a process may have written the file, but not yet set the time
_PAUSE = 0.01  # seconds
_LEFT_BEHIND = 3600  # seconds: building an index never takes longer
_HASTE = 500  # milliseconds to wait; later, the next reader can update the index


class LostChange(NamedTuple):
    """A change that an index file has, but not the store: its number and time.

    `at` is in RFC 3339. If `can_be_restored` is False, the older copy was changed.
    """

    number: int
    at: str
    can_be_restored: bool


class IndexFile:
    """The index file of `store` in `folder`.

    `patience` is the number of seconds to wait for a process that is writing the file.
    `progress` is called during long work with a label, the amount done and the total.
    `notify` is called with a message if the index can't be saved.
    """

    def __init__(
        self,
        store: Store,
        folder: Path,
        *,
        progress: Progress = lambda *_: None,
        notify: Callable[[str], None] = lambda _: None,
        patience: float = 5.0,
    ) -> None:
        self.store = store
        self.folder = folder
        self._progress = progress
        self._report = notify
        self._patience = patience
        self._connection: sqlite3.Connection | None = None
        self._is_kept = True  # in a file; otherwise in memory
        self._version = f"{VERSION}-{FOLDING}"
        name = stem(store.location)
        self.path = folder / f"{name}-{self._version}.sqlite"
        self._newer = folder / f"{name}-newer.sqlite"  # has changes that are lost

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def opened(self) -> sqlite3.Connection:
        """Return the connection. The first call opens and updates the index."""
        if self._connection is None:
            self._connection = self._kept_or_in_memory(
                lambda: self._existing() or self._made()
            )
        return self._connection

    def renewed(self) -> sqlite3.Connection:
        """Rebuild the index, and return the connection."""
        self.close()
        self._connection = self._kept_or_in_memory(self._made)
        return self._connection

    def put_in_memory(self, reason: Exception) -> sqlite3.Connection:
        """Build the index in memory, report the reason, and return the connection."""
        self.close()
        self._connection = self._in_memory(reason)
        return self._connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection in a transaction, for a consistent snapshot.

        Raises any error in `DAMAGE`.
        """
        connection = self.opened()
        connection.execute("BEGIN")
        try:
            self.require_as_written()
            yield connection
        finally:
            with suppress(*DAMAGE):  # may be closed already
                connection.rollback()

    @property
    def is_held(self) -> bool:
        """Return whether an open transaction holds a snapshot of the index."""
        return self._connection is not None and self._connection.in_transaction

    def require_as_written(self) -> None:
        """Raise WrongIndexError if a different program changed the file."""
        require_as_written(self.opened(), self._kept_path)

    def contradicts(self, snapshot: Snapshot) -> bool:
        """Return True if the index differs from a snapshot that has the same revision.

        If the index is missing or outdated, this check does not build it.
        """
        from mediarel.index import fill  # noqa: PLC0415 - for check alone

        try:
            if not self.path.exists():
                return False
            with closing(self._connected(self.path)) as connection:
                if meta_in(connection, "version") != self._version:
                    return False
                require_as_written(connection, self.path)
                fill.require_sound(connection)
                return fill.contradicts(connection, snapshot)
        except OSError:  # not readable, so the index is built in memory
            return False
        except sqlite3.OperationalError as error:
            return not is_busy(error)
        except DAMAGE:
            return True

    def lost_change(self) -> LostChange | None:
        """Return the last change that the store has lost, or None.

        A change is lost if an older copy has replaced the archive.
        """
        if not self._newer.exists():
            return None
        sql = "SELECT number, fingerprint, at FROM entry"
        try:
            with closing(self._connected(self._newer)) as newer:
                before = {row[0]: row for row in newer.execute(sql)}
            here = {row[0]: row for row in self.opened().execute(sql)}
        except (*DAMAGE, OSError):
            return None
        first, last = (pick(before, default=0) for pick in (min, max))
        if here.get(first) != before.get(first) or here.get(last) == before.get(last):
            self.forget_lost_changes()  # a different archive, or nothing is lost
            return None
        newest = max(here, default=0)
        return LostChange(last, before[last][2], here.get(newest) == before.get(newest))

    def forget_lost_changes(self) -> None:
        """Accept the present state of the store, although changes are lost."""
        with suppress(OSError):
            self._newer.unlink(missing_ok=True)

    def discard(self) -> None:
        """Delete the index; it is rebuilt on next use."""
        self.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def update(self, before: Revision, delta: Delta) -> None:
        """Apply the changes of the store since the revision `before` to the index.

        The caller must hold the lock of the store. If the index has a different
        revision, is damaged, or can't be written, it is left unchanged. Then the next
        reader updates the index.
        """
        connection = self._connection
        if connection is None:
            return
        with suppress(*DAMAGE):
            # Don't wait long for an export that is reading the index.
            connection.execute(f"PRAGMA busy_timeout = {_HASTE}")
            self._upkeep(connection, self._kept_path).update(before, delta)

    @property
    def _kept_path(self) -> Path | None:
        return self.path if self._is_kept else None

    def _kept_or_in_memory(
        self, keep: Callable[[], sqlite3.Connection]
    ) -> sqlite3.Connection:
        try:
            connection = keep()
        except (*DAMAGE, OSError) as error:
            return self._in_memory(error)
        self._is_kept = True
        return connection

    def _in_memory(self, reason: Exception) -> sqlite3.Connection:
        self._report(f"Can't save the index in {self.path.parent} ({reason}).")
        self._is_kept = False
        connection = self._connected(":memory:")
        with _closing_on_error(connection):
            self._upkeep(connection, None).fill(self._version)
        return connection

    def _existing(self) -> sqlite3.Connection | None:
        """Open and update the existing index.

        Returns None if the index is missing or unusable.
        """
        if not self.path.exists():
            self.store.revision()  # raises a clear error if the archive is missing
            return None
        connection = self._connected(self.path)
        with _closing_on_error(connection):
            try:
                if not self._is_current(connection):
                    self._upkeep(connection, self.path).refresh()
            except LostChangesError:
                connection.close()
                if not self._newer.exists():
                    self.path.replace(self._newer)
            except DAMAGE as error:
                if is_busy(error):
                    raise  # not damaged: a different process is writing the index
            else:
                return connection
        connection.close()
        return None

    def _is_current(self, connection: sqlite3.Connection) -> bool:
        """Return whether the index has the current revision of the store.

        Raises WrongIndexError if the index is unusable.
        """
        if meta_in(connection, "version") != self._version:
            raise WrongIndexError("the index has a different version")
        require_as_written(connection, self.path)
        return bool(self.store.revision() == meta_in(connection, "revision"))

    def _made(self) -> sqlite3.Connection:
        """Build the index in a temporary file, so that no reader sees half an index."""
        make_private_folder(self.path.parent)
        remove_leftovers(self.path)
        temporary = self.path.with_suffix(f".{os.getpid()}.tmp")
        make_private_file(temporary)
        try:
            with closing(self._connected(temporary)) as connection:
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("PRAGMA synchronous = OFF")
                self._upkeep(connection, None).fill(self._version)
                set_stamp(connection, temporary, put_stamp(connection))
            refuse_journal(self.path)
            temporary.replace(self.path)
        finally:
            temporary.unlink(missing_ok=True)
        connection = self._connected(self.path)
        with _closing_on_error(connection):
            # The store may have changed during the update.
            if meta_in(connection, "revision") != self.store.revision():
                self._upkeep(connection, self.path).refresh()
        return connection

    def _connected(self, path: Path | str) -> sqlite3.Connection:
        return sqlite3.connect(
            path,
            timeout=self._patience,
            # Transactions are started explicitly.
            isolation_level=None,
            # Many documents are written by a second thread.
            check_same_thread=False,
        )

    def _upkeep(self, connection: sqlite3.Connection, path: Path | None) -> Upkeep:
        from mediarel.index.fill import Upkeep  # noqa: PLC0415 - a list does without

        return Upkeep(connection, path, self.store, self._progress)


@contextmanager
def _closing_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def stem(location: str) -> str:
    """Return a checksum of the location of a store, such as `0a1b2c3d`.

    The name of each index file of the store begins with this checksum.
    """
    # If two archives have the same checksum, each rebuilds the index of the other.
    return f"{crc32(location.encode(errors='replace')):08x}"


def has_index(folder: Path, location: str) -> bool:
    """Return whether `folder` has an index of the store at `location`."""
    return any(folder.glob(f"{stem(location)}-*.sqlite"))


def refuse_journal(path: Path) -> None:
    """Raise BlockingIOError if a different process is writing the index at `path`.

    If the index were replaced now, SQLite would apply the journal of that process to
    the new file.
    """
    journal = path.with_name(f"{path.name}-journal")
    with suppress(FileNotFoundError):
        if time.time() - journal.stat().st_mtime > _LEFT_BEHIND:
            journal.unlink()
            return
        raise BlockingIOError(f"another process is writing {path}")


def remove_leftovers(path: Path) -> None:
    """Remove the temporary files of ended processes next to the index."""
    for leftover in path.parent.glob(f"{path.stem}.*.tmp"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _LEFT_BEHIND:
                leftover.unlink()


def make_private_folder(folder: Path) -> None:
    """Create a folder that only the user can read. The index contains full texts.

    An existing folder is also restricted, unless a different user owns the folder, or
    its file system has no permissions.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _close_to_others(folder, 0o700)


def make_private_file(path: Path) -> None:
    """Create an empty file that only the user can read. Replace an existing file."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    _close_to_others(path, 0o600)  # the file may have inherited rights from the folder


def _close_to_others(path: Path, mode: int) -> None:
    with suppress(OSError):
        if path.stat().st_mode & 0o077:
            path.chmod(mode)


def meta_in(connection: sqlite3.Connection, key: str) -> Any:
    """Return a value of the table `meta`. Return None if the key is missing."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def put_meta(connection: sqlite3.Connection, key: str, value: str | int) -> None:
    """Write a key and its value to the table `meta`."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def meta_rows(about: About) -> list[tuple[str, str]]:
    """Return the rows of the table `meta` for the settings, with proofs."""
    values = {
        "name": about.name,
        "withholding": " ".join((*about.withheld, *about.cleared)),
        "usual": dumps(dict(about.usual)),
        "site": dumps(about.site),
    }
    return [(key, f"{proof_of(said)} {said}") for key, said in values.items()]


def archive_name(index: Index) -> str:
    """Return the name of the archive, or "" if it has no name."""
    return _said(index, "name")


def withholding(index: Index) -> list[str]:
    """Return the withholding rules, then the clearances of files."""
    return _said(index, "withholding").split()


def usual(index: Index) -> dict[str, str]:
    """Return the default values of new statements, keyed by field."""
    # An older archive on a server has no such row.
    kept: dict[str, str] = loads(_said(index, "usual", "{}"))
    return kept


def site(index: Index) -> dict[str, Any]:
    """Return the stored settings of the site."""
    kept: dict[str, Any] = loads(_said(index, "site", "{}"))
    return kept


def _said(index: Index, key: str, default: str | None = None) -> str:
    """Verify and return a setting. Return the default if the setting has no row."""

    def proved(rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
        kept = [str(value) for (value,) in rows]
        if not kept and default is not None:
            yield default
            return
        proof, _, said = "".join(kept).partition(" ")
        if proof != str(proof_of(said)):
            raise WrongIndexError(f"the setting {key!r} fails its checksum")
        yield said

    rows = index.rows("SELECT value FROM meta WHERE key = ?", (key,), proved)
    return str(rows[0])


def put_stamp(connection: sqlite3.Connection) -> int:
    """Choose a modification time for the index file, and write it to the table `meta`.

    Return the time, in seconds. After the commit, the caller must set the modification
    time of the file to this time: see `set_stamp`.
    """
    stamp = int(time.time()) // _COARSEST * _COARSEST
    put_meta(connection, "written", stamp)
    return stamp


def set_stamp(connection: sqlite3.Connection, path: Path, stamp: int) -> None:
    """Set the modification time of the file at `path` to `stamp`.

    If the file system rejects the time, the time in the table `meta` is set to unknown.
    """
    with suppress(OSError):
        os.utime(path, ns=(stamp * _SECOND, stamp * _SECOND))
        if path.stat().st_mtime_ns == stamp * _SECOND:
            return
    put_meta(connection, "written", _UNKNOWN)


def require_as_written(connection: sqlite3.Connection, path: Path | None) -> None:
    """Raise WrongIndexError if a different program changed or deleted the file `path`.

    The path None means an index in memory, which is not checked.
    """
    if path is None:
        return
    for _ in range(_TRIES):
        stamp = meta_in(connection, "written")
        is_known = isinstance(stamp, int) and stamp != _UNKNOWN
        try:
            if stamp == _UNKNOWN or (
                is_known and path.stat().st_mtime_ns == stamp * _SECOND
            ):
                return
        except FileNotFoundError:
            raise WrongIndexError(f"another program deleted {path}") from None
        time.sleep(_PAUSE)
    raise WrongIndexError(f"another program changed {path}")


@contextmanager
def writing(connection: sqlite3.Connection, path: Path | None) -> Iterator[None]:
    """Run a transaction that writes the index at `path`, and commit it at the end.

    If there is an error, or if a different program changed the file, nothing is
    written. Raises WrongIndexError.
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


class SavedIndex(NamedTuple):
    """The verified contents of the index file `name`.

    `statements` maps ids to records, and `history` maps change numbers to entries.
    """

    name: str
    statements: dict[int, bytes]
    history: dict[int, bytes]


def saved_in(folder: Path, location: str) -> list[SavedIndex]:
    """Return the contents of all index files of the store at `location`, newest first.

    Index files of all versions in `folder` are read. Unreadable files are skipped.
    """
    found = []
    for path in folder.glob(f"{stem(location)}-*.sqlite"):
        with suppress(OSError):
            if path.is_file():
                found.append((path.stat().st_mtime_ns, path.name, path))
    return [_saved_in_file(path) for *_, path in sorted(found, reverse=True)]


def _saved_in_file(path: Path) -> SavedIndex:
    saved = SavedIndex(path.name, {}, {})
    # `immutable` takes no lock, and ignores a journal in the same folder.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    for key, tables, found in (
        # In a cross join, SQLite reads the first table in the order of its rows.
        ("id", "document CROSS JOIN statement USING (id)", saved.statements),
        ("number", "entry", saved.history),
    ):
        sql = (
            f"SELECT {key}, json, fingerprint FROM {tables} WHERE {key} > 0 AND"
            f" typeof({key}) = 'integer' AND typeof(json) = 'blob' ORDER BY {key}"
        )
        with suppress(*DAMAGE), closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.text_factory = bytes  # invalid UTF-8 must not stop the salvage
            rows = connection.execute(sql)
            found.update(
                (n, raw) for n, raw, kept in rows if quick_fingerprint(raw) == kept
            )
    return saved
