"""Read and write an index's metadata: its version, revision and archive."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from json import dumps, loads
from typing import TYPE_CHECKING, Any

from mediarel.index.proof import WrongIndexError, proof_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mediarel.index.protocol import Index
    from mediarel.store.protocol import About


_SECOND = 10**9  # nanoseconds, the unit of file times
_COARSEST = 2  # seconds: some file systems store only even seconds
_UNKNOWN = 0  # if a file system rejects the time
_TRIES = 20  # to wait for a process that has written but not yet set the time
_PAUSE = 0.01  # seconds


def meta_in(connection: sqlite3.Connection, key: str) -> Any:
    """Return the value under `key`, such as "version"; None if missing."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def put_meta(connection: sqlite3.Connection, key: str, value: str | int) -> None:
    """Write a value of the index's metadata under `key`."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def meta_rows(about: About) -> list[tuple[str, str]]:
    """Return the rows of `meta` for the settings of an archive, with proofs."""
    values = {
        "name": about.name,
        "withholding": " ".join((*about.withheld, *about.cleared)),
        "usual": dumps(dict(about.usual)),
    }
    return [(key, f"{proof_of(said)} {said}") for key, said in values.items()]


def archive_name(index: Index) -> str:
    """Return the name of the archive, or ""."""
    return _said(index, "name")


def withholding(index: Index) -> list[str]:
    """Return the withholding rules, then the clearances of files."""
    return _said(index, "withholding").split()


def usual(index: Index) -> dict[str, str]:
    """Return the default values of new statements, by field."""
    # An older archive on a server has no such row.
    kept: dict[str, str] = loads(_said(index, "usual", "{}"))
    return kept


def _said(index: Index, key: str, default: str | None = None) -> str:
    """Return the verified setting under `key`, or `default` if it has no row."""

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
        stamp = meta_in(connection, "written")
        is_known = isinstance(stamp, int) and stamp != _UNKNOWN
        if stamp == _UNKNOWN or (
            is_known and path.stat().st_mtime_ns == stamp * _SECOND
        ):
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
