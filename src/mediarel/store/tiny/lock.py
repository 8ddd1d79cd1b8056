"""Lock a store, so that only one command at a time can change it.

If the process that holds the lock ends for any reason, the system releases the lock.
Some drives, such as network drives, don't support locks. On these drives, the lock is a
file that contains the id of the process. The file is ignored if the process ran on this
computer and has ended. If the process ran on a different computer, a user has to remove
the file.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None  # type: ignore[assignment]

from mediarel import errors
from mediarel.atomic import copy_permissions
from mediarel.store.tiny.file import StoreAccessError, reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_QUIET = 1.0  # seconds of waiting before a message
_POLL = 0.02  # seconds between two attempts
_NO_LOCKS = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class BusyStoreError(errors.BusyError):
    """A different process held the lock for too long.

    `marker` is the path of the lock file if the drive doesn't support locks.
    """

    def __init__(
        self, path: Path, seconds: float, holder: str, marker: Path | None = None
    ) -> None:
        hint = "Nothing was changed. Try again, or wait longer with --wait SECONDS."
        if marker is not None:
            hint = (
                f"{hint} This drive doesn't support locks. If no command is running"
                f" on any computer, delete {marker}"
            )
        super().__init__(
            f"{holder} is changing {path}; waited {seconds:g} seconds for the lock",
            hint,
        )


class Lock(Protocol):
    """A lock between processes, with the interface of filelock."""

    def acquire(self, timeout: float) -> object:
        """Acquire the lock. Raises TimeoutError after `timeout` seconds, or OSError."""

    def release(self) -> object:
        """Release the lock."""


def take_lock(path: Path, patience: float, notify: Callable[[str], None]) -> Lock:
    """Acquire and return the lock on the store at `path`.

    Waits at most `patience` seconds. After one second, `notify` receives a message.
    Raises BusyStoreError or StoreAccessError.
    """
    place = path.with_name(f".{path.name}.lock")
    try:
        _open_lock_file(place, path)
        lock = _system_lock(place)
        _acquire(lock, path, patience, notify)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise _refusal(path, place, error) from error
    else:
        # Write the process id, which is shown to waiting users. If this fails, the
        # message has no id: the disk is full, or Windows protects the locked file.
        with suppress(OSError):
            place.write_bytes(b"%d\n" % os.getpid())
        return lock
    from filelock import SoftFileLock  # noqa: PLC0415 - few drives need it

    # Use a different name: the usual lock file exists even if there is no lock.
    marker = path.with_name(f".{path.name}.locked")
    lock = SoftFileLock(marker)
    try:
        _acquire(lock, path, patience, notify, marker)
    except OSError as error:
        raise _refusal(path, marker, error) from error
    return lock


class _FileLock:
    """A system lock on the file at `place`.

    Unlike the lock in the package filelock, this lock doesn't change the content of the
    file. It also loads faster.
    """

    def __init__(self, place: Path) -> None:
        flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
        self._descriptor = os.open(place, flags)

    def acquire(self, timeout: float) -> None:
        until = time.monotonic() + timeout
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise TimeoutError from None
                time.sleep(_POLL)
            else:
                return

    def release(self) -> None:
        # Ignore errors: nothing is written through the descriptor.
        with suppress(OSError):
            os.close(self._descriptor)


def _system_lock(place: Path) -> Lock:
    if hasattr(fcntl, "flock"):
        return _FileLock(place)
    from filelock import FileLock  # noqa: PLC0415 - only on Windows

    return FileLock(place, fallback_to_soft=False)


def _open_lock_file(place: Path, path: Path) -> None:
    """Create a lock file with the permissions of the archive.

    `place` is the path of the lock file, and `path` is the path of the archive. Only
    users who can change the archive can lock it. If the lock file exists, only its
    owner can change its permissions. Raises OSError.
    """
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(place, flags, 0o600)
    try:
        copy_permissions(descriptor, path)
    finally:
        os.close(descriptor)


def _acquire(
    lock: Lock,
    path: Path,
    patience: float,
    notify: Callable[[str], None],
    marker: Path | None = None,
) -> None:
    """Acquire the lock on the store at `path`; see `take_lock`.

    Raises BusyStoreError, and OSError if the system refuses the lock.
    """
    quiet = min(_QUIET, patience)
    place = path.with_name(f".{path.name}.lock") if marker is None else marker
    try:
        try:
            lock.acquire(timeout=quiet)
        except TimeoutError:
            if patience <= quiet:
                raise
            notify(f"Waiting for {_describe_holder(place)}, which is changing {path} …")
            lock.acquire(timeout=patience - quiet)
    except TimeoutError:
        lock.release()
        raise BusyStoreError(path, patience, _describe_holder(place), marker) from None


def _refusal(path: Path, place: Path, error: OSError) -> StoreAccessError:
    # The lock of a different user may be unreadable in a readable folder.
    refused = place if os.path.lexists(place) else path.parent
    return StoreAccessError(refused, reason(error))


def _describe_holder(place: Path) -> str:
    """Describe the process that holds the lock at `place`."""
    with suppress(OSError, ValueError, IndexError):
        number, *others = place.read_bytes().split(b"\n")
        computer = others[0].decode() if others else ""
        on = f" on {computer}" if computer else ""
        return f"another command (process {int(number)}{on})"
    return "another command"
