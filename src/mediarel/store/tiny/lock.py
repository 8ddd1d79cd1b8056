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

_UNTOLD = 1.0  # seconds that one waits without a word


class BusyStoreError(BusyError):
    """Another process holds the lock for longer than we wait."""

    def __init__(self, path: Path, seconds: float, holder: str) -> None:
        super().__init__(
            f"{holder} has been changing {path} for {seconds:g} seconds",
            "Wait until it has ended, then try again; nothing was changed.",
        )


def locked(path: Path, patience: float, tell: Callable[[str], None]) -> BaseFileLock:
    """Return the lock on the store at `path`, taken, after `patience` seconds at most.

    `tell` is told in a sentence of a wait that takes longer than one.

    Raises BusyStoreError or StoreAccessError.
    """
    # Costs 30 ms, and only a change needs it.
    from filelock import FileLock, SoftFileLock, Timeout  # noqa: PLC0415

    place = path.with_name(f".{path.name}.lock")
    # Open to all whom the folder lets in, as one user's lock must hold for another.
    lock: BaseFileLock = FileLock(place, mode=0o666)
    untold = min(_UNTOLD, patience)
    try:
        try:
            lock.acquire(timeout=untold)
        except Timeout:
            if patience > untold:
                tell(
                    f"Waiting for {_describe_holder(place)}, which is changing {path} …"
                )
            lock.acquire(timeout=patience - untold)
    except Timeout:
        raise BusyStoreError(path, patience, _describe_holder(place)) from None
    except OSError as error:
        # One that another user made may bar us in a folder that does not.
        barred = place if os.path.lexists(place) else path.parent
        raise StoreAccessError(barred, reason(error)) from error
    if not isinstance(lock, SoftFileLock):  # whose file says it already
        # For those who wait. A full disk, or Windows, where what is locked can't
        # be written or read, leaves them without it.
        with suppress(OSError):
            place.write_bytes(b"%d\n" % os.getpid())
    return lock


def _describe_holder(place: Path) -> str:
    """Return in words which process holds the lock at `place`."""
    with suppress(OSError, ValueError, IndexError):
        return f"another command (process {int(place.read_bytes().split()[0])})"
    return "another command"
