"""The time of the index's file, by which a change by anything else shows.

Who writes the index sets the time of its file to a whole, even second, and writes the
same into it. Where the two differ, something else has written the file: one byte of
its tables of words could be another, which no proof of a row would show.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mediarel.index.proof import WrongIndexError
from mediarel.index.revision import put_meta

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

_SECOND = 10**9  # nanoseconds, in which times of files are given
_COARSEST = 2  # seconds: file systems that keep even ones alone
_UNKNOWN = 0  # where a file system does not take the time
_TRIES = 20  # to wait for another process, which has written and not yet set the time
_PAUSE = 0.01  # seconds


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
