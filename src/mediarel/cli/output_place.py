"""Where the name of an output leads: to standard output, a device or a file."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

# By these names it may be a file (`> all.csv`), which is not to be replaced.
_STDOUT = (Path("-"), Path("/dev/stdout"), Path("/dev/fd/1"))


def is_stdout(path: Path) -> bool:
    """Tell whether `path` is a name of standard output."""
    return path in _STDOUT


def is_to_file(path: Path | None) -> bool:
    """Tell whether writing to `path`, or to stdout with None, ends in a file.

    Where it goes to a terminal, or to a pager behind a pipe, others draw there.
    """
    if path is not None and not is_stdout(path):
        return path.is_file() or not path.exists()
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def would_replace(path: Path) -> bool:
    """Tell whether writing to `path` puts a new file in the place of one.

    Standard output, a device and a pipe are written to, and stay what they are.
    """
    return not is_stdout(path) and path.is_file()


def is_in_place(error: BaseException) -> bool:
    """Tell whether the file was written in spite of `error`."""
    from mediarel.atomic import UnsyncedError  # noqa: PLC0415 - only for an error

    return isinstance(error, UnsyncedError)
