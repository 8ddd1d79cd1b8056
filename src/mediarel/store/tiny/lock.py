"""The lock on a store: one command changes it at a time, the others wait."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from mediarel.errors import BusyError
from mediarel.store.tiny.access import StoreAccessError, reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from filelock import BaseFileLock

_QUIET = 1.0  # seconds of waiting before the user is told


class BusyStoreError(BusyError):
    """Another process has held the lock for longer than we wait."""

    def __init__(self, path: Path, seconds: float, holder: str) -> None:
        super().__init__(
            f"{holder} has been changing {path} for {seconds:g} seconds",
            "Wait until it has ended, then try again; nothing was changed.",
        )


def take_lock(path: Path, patience: float, tell: Callable[[str], None]) -> BaseFileLock:
    """Take the lock on the store at `path`, and return it.

    Waits `patience` seconds at most. `tell` is called with a sentence when the wait
    takes more than one.

    Raises BusyStoreError or StoreAccessError.
    """
    # Costs 30 ms, and only a change needs it.
    from filelock import FileLock, SoftFileLock, Timeout  # noqa: PLC0415

    place = path.with_name(f".{path.name}.lock")
    # Writable for all who may use the folder, as the lock must work between users.
    lock: BaseFileLock = FileLock(place, mode=0o666)
    quiet = min(_QUIET, patience)
    try:
        try:
            lock.acquire(timeout=quiet)
        except Timeout:
            if patience > quiet:
                tell(
                    f"Waiting for {_describe_holder(place)}, which is changing {path} …"
                )
            lock.acquire(timeout=patience - quiet)
    except Timeout:
        raise BusyStoreError(path, patience, _describe_holder(place)) from None
    except OSError as error:
        # Another user's lock may be closed to us in a folder that is not.
        refused = place if os.path.lexists(place) else path.parent
        raise StoreAccessError(refused, reason(error)) from error
    if not isinstance(lock, SoftFileLock):  # whose file holds it already
        # The process id, for the message to those who wait. They do without it where
        # the disk is full, or on Windows, where a locked file can't be written.
        with suppress(OSError):
            place.write_bytes(b"%d\n" % os.getpid())
    return lock


def _describe_holder(place: Path) -> str:
    """Return in words which process holds the lock at `place`."""
    with suppress(OSError, ValueError, IndexError):
        return f"another command (process {int(place.read_bytes().split()[0])})"
    return "another command"
