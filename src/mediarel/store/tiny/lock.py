"""The lock on a store: one command changes it at a time, the others wait.

The system lets go of a lock when its holder ends, however that is. Some drives, as in a
network, know no locks: there a file that names the holder is the lock. One that was
left by a process of this computer which has ended is passed over; of another computer
it can't be known, so that a person has to remove it.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from mediarel.atomic import copy_permissions
from mediarel.errors import BusyError
from mediarel.store.tiny.access import StoreAccessError, reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from filelock import BaseFileLock

_QUIET = 1.0  # seconds of waiting before the user is told
_NO_LOCKS = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class BusyStoreError(BusyError):
    """Another process has held the lock for longer than we wait.

    `marker` is the file that is the lock where a drive knows no others.
    """

    def __init__(
        self, path: Path, seconds: float, holder: str, marker: Path | None = None
    ) -> None:
        hint = "Wait until it has ended, then try again; nothing was changed."
        if marker is not None:
            hint = (
                f"{hint} This drive knows no locks: where no command is at work, also"
                f" on no other computer, remove {marker}"
            )
        super().__init__(
            f"{holder} has been changing {path} for {seconds:g} seconds", hint
        )


def take_lock(path: Path, patience: float, tell: Callable[[str], None]) -> BaseFileLock:
    """Take the lock on the store at `path`, and return it.

    Waits `patience` seconds at most. `tell` is called with a sentence when the wait
    takes more than one.

    Raises BusyStoreError or StoreAccessError.
    """
    # Costs 30 ms, and only a change needs it.
    from filelock import FileLock  # noqa: PLC0415

    place = path.with_name(f".{path.name}.lock")
    lock: BaseFileLock = FileLock(place, fallback_to_soft=False)
    try:
        _open_lock_file(place, path)
        _acquire(lock, path, patience, tell)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise _refusal(path, place, error) from error
    else:
        # The process id, for the message to those who wait. They do without it where
        # the disk is full, or on Windows, where a locked file can't be written.
        with suppress(OSError):
            place.write_bytes(b"%d\n" % os.getpid())
        return lock
    from filelock import SoftFileLock  # noqa: PLC0415 - few drives need it

    # Of another name: of a file that is there in any case nobody could say whose it is.
    marker = path.with_name(f".{path.name}.locked")
    lock = SoftFileLock(marker)
    try:
        _acquire(lock, path, patience, tell, marker)
    except OSError as error:
        raise _refusal(path, marker, error) from error
    return lock


def _open_lock_file(place: Path, path: Path) -> None:
    """Make the lock file at `place`, and give it the permissions of the archive.

    Whoever may change the archive at `path` may take the lock, and nobody else. Only
    the owner can change the permissions of an older lock file.

    Raises OSError.
    """
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(place, flags, 0o600)
    try:
        copy_permissions(descriptor, path)
    finally:
        os.close(descriptor)


def _acquire(
    lock: BaseFileLock,
    path: Path,
    patience: float,
    tell: Callable[[str], None],
    marker: Path | None = None,
) -> None:
    """Acquire the `lock` on the store at `path`; see `take_lock`.

    Raises BusyStoreError, and OSError where the system refuses it.
    """
    from filelock import Timeout  # noqa: PLC0415 - as above, which has loaded it

    quiet = min(_QUIET, patience)
    place = path.with_name(f".{path.name}.lock") if marker is None else marker
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
        holder = _describe_holder(place)
        raise BusyStoreError(path, patience, holder, marker) from None


def _refusal(path: Path, place: Path, error: OSError) -> StoreAccessError:
    # Another user's lock may be closed to us in a folder that is not.
    refused = place if os.path.lexists(place) else path.parent
    return StoreAccessError(refused, reason(error))


def _describe_holder(place: Path) -> str:
    """Return in words which process holds the lock at `place`."""
    with suppress(OSError, ValueError, IndexError):
        number, *others = place.read_bytes().split(b"\n")
        computer = others[0].decode() if others else ""
        on = f" on {computer}" if computer else ""
        return f"another command (process {int(number)}{on})"
    return "another command"
