"""Verify the rows and documents of an index when they are read.

A row contains a short digest of its values, which is called a proof. The proofs protect
against accidents, not against attacks: one in 2³² changes is not detected. The row of a
statement also has a fingerprint, which verifies the document of the statement. An entry
of the history has a fingerprint too.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from zlib import crc32

from mediarel.store import quick_fingerprint

Execute = Callable[[str, Sequence[str | int]], Iterable[Any]]


class WrongIndexError(Exception):
    """The index is unusable, for example because a row fails its proof."""


class LostChangesError(WrongIndexError):
    """The index has changes that the store has lost."""


# Text that is not UTF-8 raises UnicodeDecodeError, even in an error message of SQLite.
# An impossible length raises OverflowError or MemoryError.
DAMAGE = (
    *(sqlite3.Error, WrongIndexError),
    *(UnicodeDecodeError, OverflowError, MemoryError),
)


def is_busy(error: BaseException) -> bool:
    """Return whether an error was raised because a process is writing the index."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY


def proof_of(*values: object) -> int:
    """Return the proof of a row with these values."""
    return crc32("\0".join(map(str, values)).encode())


def proved(rows: Iterable[Any]) -> list[Any]:
    """Verify rows with the proof in their last column. Return the other columns.

    Raises WrongIndexError.
    """
    said = []
    for row in rows:
        values = row[:-1]
        if proof_of(*values) != row[-1]:
            raise WrongIndexError(f"the row of {row[0]} fails its checksum")
        said.append(values)
    return said


def proved_document(number: int, document: Any, fingerprint: Any) -> bytes:
    """Verify a document with its fingerprint, and return the raw JSON as bytes.

    A server returns the document as text. `number` is for the error message. Raises
    WrongIndexError.
    """
    if isinstance(document, str):
        document = document.encode()
    if not isinstance(document, bytes) or quick_fingerprint(document) != fingerprint:
        raise WrongIndexError(f"statement {number} fails its checksum")
    return document


def proved_documents(rows: Iterable[Any]) -> Iterator[tuple[int, bytes]]:
    """Verify documents, and yield the number and the raw JSON of each document.

    Each row has the columns number, document and fingerprint. Raises WrongIndexError.
    """
    for number, document, fingerprint in rows:
        yield number, proved_document(number, document, fingerprint)
