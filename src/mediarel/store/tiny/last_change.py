"""The number of the last change in a file: by it, of two backups the newer is known.

The day in the name of a backup is what the clock said, which may have been wrong.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from mediarel.errors import AccessError, DamagedError, NewerArchiveError

if TYPE_CHECKING:
    from pathlib import Path

# At the end of a file are a checksum for each statement and, before them, the history.
_END = 16_000_000  # bytes
_TABLE = b'\n  "'
_HISTORY = b'\n  "history": {'
_BEHIND = b'\n  "checksums": {'
_ENTRY = re.compile(rb'\n    "([1-9][0-9]{0,17})": \{')


def last_change(path: Path) -> int | None:
    """Return the number of the last change in the archive at `path`, 0 without any.

    None stands for a file that can't be read.
    """
    try:
        if path.is_file() and (number := _at_the_end(path)) is not None:
            return number
        return _in_all(path)
    except OSError:
        return None


def _at_the_end(path: Path) -> int | None:
    """Return the number that the end of the file says, None where it does not.

    It says so where the file is in the layout in which we write it.
    """
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _END))
        data = file.read()
    behind = data.rfind(_BEHIND)
    history = data.rfind(_TABLE, 0, max(behind, 0))
    if not data.endswith(b"\n}\n") or not data.startswith(_HISTORY, history):
        return None
    entry = data.rfind(_TABLE.replace(b'"', b'  "'), history, behind)
    number = _ENTRY.match(data, entry)
    return int(number[1]) if number else None


def _in_all(path: Path) -> int | None:
    """Return the number that the whole file says, None where it can't be read."""
    # Costs 30 ms, and few files are written by others.
    from mediarel.store.tiny.read import read_snapshot  # noqa: PLC0415

    try:
        return max(map(int, read_snapshot(path).history), default=0)
    except (AccessError, DamagedError, NewerArchiveError):
        return None
