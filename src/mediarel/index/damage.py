"""What Python raises of an index that is damaged, whichever byte of it is another."""

from __future__ import annotations

import sqlite3

# A text that is no UTF-8, in an error of SQLite's own too, is a UnicodeDecodeError;
# a length that can't be is an OverflowError or a MemoryError.
DAMAGE = (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError)
