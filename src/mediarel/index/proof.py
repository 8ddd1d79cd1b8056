"""Proofs: a short digest beside each row, compared whenever the row is read.

They are against chance, not against forgery: a letter that became another passes one
time in four thousand million. A document is proved by its fingerprint, which the row
of its statement has (`documents.py`), an entry of the history by its own.
"""

from __future__ import annotations

import sqlite3
from array import array
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class WrongIndexError(Exception):
    """The index is not as it was written: a row without proof, or a file changed."""


# A text that is no UTF-8, in an error of SQLite's own too, is a UnicodeDecodeError;
# a length that can't be is an OverflowError or a MemoryError.
DAMAGE = (
    *(sqlite3.Error, WrongIndexError),
    *(UnicodeDecodeError, OverflowError, MemoryError),
)


def is_busy(error: BaseException) -> bool:
    """Tell whether `error` is only that another process is writing the index."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY


class Wanted:
    """The ids of documents, and their fingerprints, in 16 bytes each."""

    def __init__(self) -> None:
        self.ids = array("q")
        self.fingerprints = array("q")

    def extend(self, rows: Iterable[Any]) -> None:
        """Put more behind the others, of rows from an id to a fingerprint."""
        for number, *_, fingerprint in rows:
            self.ids.append(number)
            self.fingerprints.append(fingerprint)

    def since(self, start: int, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Return id and fingerprint of those from the place `start` on, up to `end`."""
        return zip(self.ids[start:end], self.fingerprints[start:end], strict=True)


def proof_of(*values: object) -> int:
    """Return the proof of a row that says `values`."""
    return crc32("\0".join(map(str, values)).encode())


def proved(rows: Iterable[Any]) -> list[Any]:
    """Return `rows` without their last column, which is the proof of the others.

    Raises WrongIndexError.
    """
    said = []
    form = ""
    for row in rows:
        values = row[:-1]
        # `proof_of`, in two thirds of the time, as there may be very many.
        form = form or "\0".join(("{}",) * len(values))
        if crc32(form.format(*values).encode()) != row[-1]:
            raise WrongIndexError(f"the row of {row[0]}")
        said.append(values)
    return said
