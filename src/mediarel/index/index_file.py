"""Protect the file of the index, and read and write its table `meta`.

This table contains the version of the index, the revision of the store, the
modification time of the file, and the settings of the archive.

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

from mediarel.index.proof import DAMAGE, WrongIndexError, proof_of
from mediarel.store import quick_fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mediarel.index.protocol import Index
    from mediarel.store.protocol import About

_SECOND = 10**9  # nanoseconds, the unit of file times
_COARSEST = 2  # seconds: some file systems store only even seconds
_UNKNOWN = 0  # replaces the time if the file system rejects it
_TRIES = 20  # a process may have written the file, but not yet set the time
_PAUSE = 0.01  # seconds
_LEFT_BEHIND = 3600  # seconds: building an index never takes longer


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
