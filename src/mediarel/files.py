"""Writing a file whole or not at all, also when the power goes."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

_BUFFER = 1 << 20


def temporary_beside(path: Path) -> tuple[str, str]:
    """Give how the name of a file begins and ends that is to replace `path`."""
    return f".{path.name}.", ".tmp"


def replace_file(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Put a file that `write` fills in the place of `path`, on the disk.

    A reader sees the old file or the new one. Mode and group stay, and the
    owner where root writes; a link to a file goes on being one.

    Raises OSError, and whatever `write` does: then `path` is as it was.
    """
    path = Path(os.path.realpath(path))
    prefix, suffix = temporary_beside(path)
    descriptor, temporary = tempfile.mkstemp(suffix, prefix, path.parent)
    try:
        with os.fdopen(descriptor, "wb", buffering=_BUFFER) as file:
            _take_rights(descriptor, path)
            write(file)
            file.flush()
            os.fsync(descriptor)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _take_rights(descriptor: int, path: Path) -> None:
    """Give the open file the mode and the group of `path`, or a new file's mode."""
    if not hasattr(os, "fchown"):  # Windows, where a folder decides
        return
    try:
        status = path.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(descriptor, 0o666 & ~mask)
        return
    mode = stat.S_IMODE(status.st_mode)
    try:
        owner = status.st_uid if os.geteuid() == 0 else -1
        os.fchown(descriptor, owner, status.st_gid)
    except PermissionError:
        # Not a member of its group: what that may do, ours need not.
        mode &= ~0o070
    os.fchmod(descriptor, mode)


def _sync_folder(folder: Path) -> None:
    # Windows can't open a folder, some network drives can't sync one, and not
    # all may read it. The file is in its place by now: nothing has failed.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
