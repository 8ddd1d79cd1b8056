"""The file of the index in its folder: what may lie beside it, and getting it there."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LEFT_BEHIND = 3600  # seconds after which no process is still making an index


def refuse_journal(path: Path) -> None:
    """Refuse to put a file where another process is still writing one.

    SQLite would play what that one has noted down into ours.
    """
    journal = path.with_name(f"{path.name}-journal")
    with suppress(FileNotFoundError):
        if time.time() - journal.stat().st_mtime > _LEFT_BEHIND:
            journal.unlink()
            return
        raise BlockingIOError(f"another process is writing {path}")


def remove_leftovers(path: Path) -> None:
    """Remove what processes that died have left of an index at `path`."""
    for leftover in path.parent.glob(f"{path.stem}.*.tmp"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _LEFT_BEHIND:
                leftover.unlink()


def sync(path: Path) -> None:
    """Have the disk keep the file at `path`."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
