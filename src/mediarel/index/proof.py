"""Proofs: a short digest beside each row, compared whenever the row is read.

They are against chance, not against forgery: a letter that became another passes one
time in four thousand million. A document is proved by its fingerprint, which the row
of its statement has (`documents.py`), an entry of the history by its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from mediarel.index.damage import WrongIndexError

if TYPE_CHECKING:
    from collections.abc import Iterable


def proof_of(*values: object) -> int:
    """Return the proof of a row that says `values`."""
    return crc32("\0".join(map(str, values)).encode())


def proved(rows: Iterable[Any]) -> list[Any]:
    """Return `rows` without their last column, which is the proof of the others.

    Raises WrongIndexError.
    """
    return [_without_proof(row) for row in rows]


def _without_proof(row: Any) -> Any:  # noqa: ANN401 - a row of SQLite
    if proof_of(*row[:-1]) != row[-1]:
        raise WrongIndexError(f"the row of {row[0]}")
    return row[:-1]
