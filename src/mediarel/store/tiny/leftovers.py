"""Temporary files that processes left which died, or were killed, while writing.

What only the holder of the lock writes is removed by the next one. What is written
without it, as backups by hand are, may be of a process at work: it stays for an hour
after it was last written to.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from mediarel.store.tiny.rotation import backup_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LEFT_BEHIND = 3600  # seconds
_END = r"\.[a-z0-9_]{8}\.tmp"


def remove_leftovers(path: Path) -> None:
    """Remove what was left of changes, repairs and backups of the store at `path`.

    Called by who holds its lock. Another user's, which we may not remove, does no harm.
    """
    name, stem, suffix = map(re.escape, (path.name, path.stem, path.suffix))
    locked = rf"\.{name}(\.damaged-[0-9TZ-]+(\.report\.txt)?)?{_END}"
    daily = rf"\.{stem}-[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{suffix}{_END}"
    _remove(path.parent, locked)
    _remove(backup_folder(path), daily)
    remove_leftovers_by_hand(backup_folder(path), path)


def remove_leftovers_by_hand(folder: Path, path: Path) -> None:
    """Remove from `folder` what was left of backups by hand of the store at `path`."""
    stem, suffix = map(re.escape, (path.stem, path.suffix))
    by_hand = rf"\.{stem}-[0-9-]+T[0-9]{{6}}Z{suffix}{_END}"
    _remove(folder, by_hand, seconds=_LEFT_BEHIND)


def _remove(folder: Path, name: str, *, seconds: int = 0) -> None:
    """Remove the files in `folder` whose name matches, that old at least."""
    for place in _matching(folder, re.compile(name)):
        with suppress(OSError):
            if not seconds or time.time() - place.stat().st_mtime > seconds:
                place.unlink()


def _matching(folder: Path, name: re.Pattern[str]) -> Iterator[Path]:
    with suppress(OSError):
        yield from [each for each in folder.iterdir() if name.fullmatch(each.name)]
