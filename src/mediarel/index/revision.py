"""Read and write an index's metadata: its version, revision and archive."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from json import dumps, loads
from typing import TYPE_CHECKING

from mediarel.index.proof import WrongIndexError, proof_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mediarel.index.protocol import Index
    from mediarel.store.protocol import About, Revision


_SECOND = 10**9  # nanoseconds, the unit of file times
_COARSEST = 2  # seconds: some file systems store only even seconds
_UNKNOWN = 0  # if a file system rejects the time
_TRIES = 20  # to wait for a process that has written but not yet set the time
_PAUSE = 0.01  # seconds


def version_in(connection: sqlite3.Connection) -> str | None:
    """Return the version of the index, None if missing."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    return str(row[0]) if row else None


def revision_in(connection: sqlite3.Connection) -> Revision:
    """Return the revision of the store in the index."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'revision'")
    row = found.fetchone()
    return str(row[0]) if row else ""


def put_meta(connection: sqlite3.Connection, key: str, value: str | int) -> None:
    """Write a value of the index's metadata under `key`."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def put_revision(connection: sqlite3.Connection, revision: Revision) -> None:
    """Write the revision of the store that is in the index."""
    put_meta(connection, "revision", revision)


def put_name(connection: sqlite3.Connection, name: str) -> None:
    """Write the name of the archive, or ""."""
    put_meta(connection, "name", f"{proof_of(name)} {name}")


def put_withholding(connection: sqlite3.Connection, about: About) -> None:
    """Write the withholding rules and the clearances of files."""
    said = " ".join((*about.withheld, *about.cleared))
    put_meta(connection, "withholding", f"{proof_of(said)} {said}")


def put_usual(connection: sqlite3.Connection, about: About) -> None:
    """Write the default values of new statements."""
    said = dumps(dict(about.usual))
    put_meta(connection, "usual", f"{proof_of(said)} {said}")


def archive_name(index: Index) -> str:
    """Return the name of the archive, or ""."""
    return _said(index, "name", "the name of the archive")


def withholding(index: Index) -> list[str]:
    """Return the withholding rules, then the clearances of files."""
    return _said(index, "withholding", "the list of withheld texts").split()


def usual(index: Index) -> dict[str, str]:
    """Return the default values of new statements, by field."""
    sql = "SELECT value FROM meta WHERE key = 'usual'"
    # An older archive on a server has no such row.
    rows = index.rows(sql, (), lambda rows: [_proved([row], "usual") for row in rows])
    kept: dict[str, str] = loads(rows[0]) if rows else {}
    return kept


def _said(index: Index, key: str, what: str) -> str:
    """Return the verified setting under `key`; `what` names the setting in errors."""
    sql = "SELECT value FROM meta WHERE key = ?"
    rows = index.rows(sql, (key,), lambda found: [_proved(found, what)])
    return str(rows[0])


def _proved(rows: Iterable[tuple[object, ...]], what: str) -> str:
    kept = "".join(str(row[0]) for row in rows)
    proof, _, said = kept.partition(" ")
    if proof != str(proof_of(said)):
        raise WrongIndexError(f"{what} fails its checksum")
    return said


def put_stamp(connection: sqlite3.Connection) -> int:
    """Write the intended modification time of the file into the index; return it."""
    stamp = int(time.time()) // _COARSEST * _COARSEST
    put_meta(connection, "written", stamp)
    return stamp


def set_stamp(connection: sqlite3.Connection, path: Path, stamp: int) -> None:
    """Set the modification time of the file at `path` to `stamp`.

    If the file system rejects the time, the index records it as unknown.
    """
    with suppress(OSError):
        os.utime(path, ns=(stamp * _SECOND, stamp * _SECOND))
        if path.stat().st_mtime_ns == stamp * _SECOND:
            return
    put_meta(connection, "written", _UNKNOWN)


def require_as_written(connection: sqlite3.Connection, path: Path | None) -> None:
    """Raise WrongIndexError if a different program wrote the file at `path`.

    None means an index in memory.
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
    raise WrongIndexError(f"another program changed {path}")


@contextmanager
def writing(connection: sqlite3.Connection, path: Path | None) -> Iterator[None]:
    """Run a transaction that writes the index at `path`, and commit it at the end.

    Nothing is written after an error, or if a different program wrote the file. Raises
    WrongIndexError.
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
