"""What lies beside the file of the index, and putting the file there."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from pathlib import Path

_LEFT_BEHIND = 3600  # seconds after which no process is still making an index


def stem(location: str) -> str:
    """Return what the files of the index of the store at `location` begin with."""
    # Two archives of one name would only take turns: their revisions differ.
    return f"{crc32(location.encode(errors='replace')):08x}"


def has_index(folder: Path, location: str) -> bool:
    """Return whether `folder` has an index of the store at `location`."""
    return any(folder.glob(f"{stem(location)}-*.sqlite"))


def refuse_journal(path: Path) -> None:
    """Raise BlockingIOError where another process is still writing a file at `path`.

    SQLite would replay the journal of that process into ours.
    """
    journal = path.with_name(f"{path.name}-journal")
    with suppress(FileNotFoundError):
        if time.time() - journal.stat().st_mtime > _LEFT_BEHIND:
            journal.unlink()
            return
        raise BlockingIOError(f"another process is writing {path}")


def remove_leftovers(path: Path) -> None:
    """Remove the temporary files that dead processes left beside `path`."""
    for leftover in path.parent.glob(f"{path.stem}.*.tmp"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _LEFT_BEHIND:
                leftover.unlink()


def make_private_folder(folder: Path) -> None:
    """Make `folder`, or take it as it is, for the user alone: it holds full texts.

    Where its file system has no modes, or it belongs to another, it stays as it is.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _close_to_others(folder, 0o700)


def make_private_file(path: Path) -> None:
    """Make an empty file at `path`, in the place of any, for the user alone."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    _close_to_others(path, 0o600)  # whatever a folder's own rules have added


def _close_to_others(path: Path, mode: int) -> None:
    with suppress(OSError):
        if path.stat().st_mode & 0o077:
            path.chmod(mode)


def sync(path: Path) -> None:
    """Write the file at `path` through to the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
