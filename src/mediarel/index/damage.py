"""What is raised of an index that is damaged, whichever byte of it is another."""

from __future__ import annotations

import sqlite3


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
