"""Verify rows on reading, with a short digest stored in each row.

The digests protect against accidents, not forgery: one in 2³² changes goes unnoticed. A
document is verified by the fingerprint in the row of its statement (`documents.py`). An
entry of the history has its own fingerprint.
"""

from __future__ import annotations

import sqlite3
from array import array
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class WrongIndexError(Exception):
    """The index was altered: a row fails its proof, or the file changed."""


# Text that is not UTF-8, even in SQLite's own error, raises UnicodeDecodeError; an
# impossible length raises OverflowError or MemoryError.
DAMAGE = (
    *(sqlite3.Error, WrongIndexError),
    *(UnicodeDecodeError, OverflowError, MemoryError),
)


def is_busy(error: BaseException) -> bool:
    """Return whether `error` only means that a process is writing the index."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY


class Wanted:
    """The ids and fingerprints of documents, in 16 bytes each."""

    def __init__(self) -> None:
        self.ids = array("q")
        self.fingerprints = array("q")

    def extend(self, rows: Iterable[Any]) -> None:
        """Append ids and fingerprints: the first and last columns of `rows`."""
        for number, *_, fingerprint in rows:
            self.ids.append(number)
            self.fingerprints.append(fingerprint)

    def since(self, start: int, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Return ids and fingerprints from the place `start` to `end`."""
        return zip(self.ids[start:end], self.fingerprints[start:end], strict=True)


def proof_of(*values: object) -> int:
    """Return the proof of a row with `values`."""
    return crc32("\0".join(map(str, values)).encode())


def proved(rows: Iterable[Any]) -> list[Any]:
    """Return `rows` without their last column, after checking it as the proof.

    Raises WrongIndexError.
    """
    said = []
    form = ""
    for row in rows:
        values = row[:-1]
        # Inlined `proof_of`, a third faster, as there may be very many rows.
        form = form or "\0".join(("{}",) * len(values))
        if crc32(form.format(*values).encode()) != row[-1]:
            raise WrongIndexError(f"the row of {row[0]}")
        said.append(values)
    return said
