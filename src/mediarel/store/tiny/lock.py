"""Lock a store, so that only one command changes it at a time and others wait.

When the process with the lock ends for any reason, the system releases the lock. On
Linux and macOS, waiting processes get the lock in order. Some drives, such as network
drives, don't support locks. On these drives, the lock is a file with the number of the
process. The file is ignored if the process ran on this computer and has ended. If the
process ran on a different computer, a user has to remove the file.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from threading import Event, Thread
from threading import Lock as ThreadLock
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

    from filelock import BaseFileLock

_QUIET = 1.0  # seconds of waiting before a message
_NO_LOCKS = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class BusyStoreError(errors.BusyError):
    """A different process held the lock for too long.

    `marker` is the lock file on a drive without locks.
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
    """A lock between processes."""

    def acquire(self, seconds: float) -> bool:
        """Return whether the lock was acquired within `seconds`. Raises OSError."""

    def release(self) -> object:
        """Release the lock."""


def take_lock(path: Path, patience: float, tell: Callable[[str], None]) -> Lock:
    """Acquire the lock on the store at `path`, and return it.

    Waits at most `patience` seconds. After one second, `tell` is called with a message.
    Raises BusyStoreError or StoreAccessError.
    """
    place = path.with_name(f".{path.name}.lock")
    try:
        _open_lock_file(place, path)
        lock = _system_lock(place)
        _acquire(lock, path, patience, tell)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise _refusal(path, place, error) from error
    else:
        # Write the process id, for the message to waiting users. If this fails, the
        # message has no id: the disk is full, or Windows protects the locked file.
        with suppress(OSError):
            place.write_bytes(b"%d\n" % os.getpid())
        return lock
    from filelock import SoftFileLock  # noqa: PLC0415 - few drives need it

    # Use a separate name: the lock file always exists, even without a lock.
    marker = path.with_name(f".{path.name}.locked")
    lock = _PolledLock(SoftFileLock(marker))
    try:
        _acquire(lock, path, patience, tell, marker)
    except OSError as error:
        raise _refusal(path, marker, error) from error
    return lock


class _QueuedLock:
    """A system lock that waiting processes get in order.

    A thread waits for the lock, because the system supports no timeout.
    """

    def __init__(self, place: Path) -> None:
        flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
        self._descriptor = os.open(place, flags)
        self._answered = Event()
        self._error: OSError | None = None
        self._turn = ThreadLock()
        self._is_waiting = self._is_released = False

    def acquire(self, seconds: float) -> bool:
        if not self._is_waiting:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._is_waiting = True
                Thread(target=self._wait, daemon=True).start()
            else:
                return True
        if not self._answered.wait(seconds):
            return False
        if self._error is not None:
            raise self._error
        return True

    def release(self) -> None:
        with self._turn:
            # While the thread waits, it uses the descriptor.
            if not self._is_waiting or self._answered.is_set():
                self._close()
            self._is_released = True

    def _wait(self) -> None:
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        except OSError as error:
            self._error = error
        with self._turn:
            self._answered.set()
            if self._is_released:
                self._close()

    def _close(self) -> None:
        # Ignore errors: nothing is written through the descriptor.
        with suppress(OSError):
            os.close(self._descriptor)


class _PolledLock:
    """A lock of filelock, which polls until the lock is free."""

    def __init__(self, lock: BaseFileLock) -> None:
        self._lock = lock

    def acquire(self, seconds: float) -> bool:
        try:
            self._lock.acquire(timeout=seconds)
        except TimeoutError:  # filelock has its own Timeout class
            return False
        return True

    def release(self) -> None:
        self._lock.release()


def _system_lock(place: Path) -> Lock:
    if hasattr(fcntl, "flock"):
        return _QueuedLock(place)
    # This takes 30 ms.
    from filelock import FileLock  # noqa: PLC0415

    return _PolledLock(FileLock(place, fallback_to_soft=False))


def _open_lock_file(place: Path, path: Path) -> None:
    """Create the lock file at `place`, with the permissions of the archive.

    So everyone who may change the archive at `path` may lock it, and nobody else. Only
    the owner can change the permissions of an older lock file. Raises OSError.
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
    tell: Callable[[str], None],
    marker: Path | None = None,
) -> None:
    """Acquire the lock on the store at `path`; see `take_lock`.

    Raises BusyStoreError, and OSError if the system refuses the lock.
    """
    quiet = min(_QUIET, patience)
    place = path.with_name(f".{path.name}.lock") if marker is None else marker
    is_ours = False
    try:
        is_ours = lock.acquire(quiet)
        if not is_ours and patience > quiet:
            tell(f"Waiting for {_describe_holder(place)}, which is changing {path} …")
            is_ours = lock.acquire(patience - quiet)
    finally:  # also after Ctrl-C: leave the queue
        if not is_ours:
            lock.release()
    if not is_ours:
        raise BusyStoreError(path, patience, _describe_holder(place), marker)


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
