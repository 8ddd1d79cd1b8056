"""The lock on a store: one command changes it at a time, the others wait.

The system lets go of a lock when its holder ends, however that is. On Linux and macOS
those that wait get the lock in the order in which they came. Some drives, as in a
network, know no locks: there a file that names the holder is the lock. One that was
left by a process of this computer which has ended is passed over; of another computer
it can't be known, so that a person has to remove it.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Protocol

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None  # type: ignore[assignment]

from mediarel.atomic import copy_permissions
from mediarel.errors import BusyError
from mediarel.store.tiny.file import StoreAccessError, reason

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
        hint = "Nothing was changed. Try again, or wait longer with --wait SECONDS."
        if marker is not None:
            hint = (
                f"{hint} This drive knows no locks: where no command is at work, also"
                f" on no other computer, remove {marker}"
            )
        super().__init__(
            f"{holder} is changing {path}; waited {seconds:g} seconds for the lock",
            hint,
        )


class HeldLock(Protocol):
    """A lock that this process holds."""

    def release(self) -> object:
        """Let others have the lock."""


def take_lock(path: Path, patience: float, tell: Callable[[str], None]) -> HeldLock:
    """Take the lock on the store at `path`, and return it.

    Waits `patience` seconds at most. `tell` is called with a sentence when the wait
    takes more than one.

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
        # The process id, for the message to those who wait. They do without it where
        # the disk is full, or on Windows, where a locked file can't be written.
        with suppress(OSError):
            place.write_bytes(b"%d\n" % os.getpid())
        return lock
    # Of another name: of a file that is there in any case nobody could say whose it is.
    marker = path.with_name(f".{path.name}.locked")
    lock = _marker_lock(marker)
    try:
        _acquire(lock, path, patience, tell, marker)
    except OSError as error:
        raise _refusal(path, marker, error) from error
    return lock


class _Lock(HeldLock, Protocol):
    def acquire(self, seconds: float) -> bool:
        """Return whether the lock was acquired within `seconds`. Raises OSError."""


class _QueuedLock:
    """A lock of the system, which serves those that wait in their order.

    A thread waits in the system's queue, as the system itself knows no time limit.
    """

    def __init__(self, place: Path) -> None:
        flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
        self._descriptor = os.open(place, flags)
        self._answered = Event()
        self._error: OSError | None = None
        self._turn = Lock()
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
            # As long as the thread waits, the descriptor is in use.
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
        # Closed or not, nothing is written through the descriptor.
        with suppress(OSError):
            os.close(self._descriptor)


class _PolledLock:
    """A lock of filelock, which looks again and again whether the lock is free."""

    def __init__(self, lock: BaseFileLock) -> None:
        self._lock = lock

    def acquire(self, seconds: float) -> bool:
        try:
            self._lock.acquire(timeout=seconds)
        except TimeoutError:  # filelock has its own kind of it
            return False
        return True

    def release(self) -> None:
        self._lock.release()


def _system_lock(place: Path) -> _Lock:
    if hasattr(fcntl, "flock"):
        return _QueuedLock(place)
    # Costs 30 ms.
    from filelock import FileLock  # noqa: PLC0415

    return _PolledLock(FileLock(place, fallback_to_soft=False))


def _marker_lock(marker: Path) -> _Lock:
    from filelock import SoftFileLock  # noqa: PLC0415 - few drives need it

    return _PolledLock(SoftFileLock(marker))


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
    lock: _Lock,
    path: Path,
    patience: float,
    tell: Callable[[str], None],
    marker: Path | None = None,
) -> None:
    """Acquire the lock on the store at `path`; see `take_lock`.

    Raises BusyStoreError, and OSError where the system refuses it.
    """
    quiet = min(_QUIET, patience)
    place = path.with_name(f".{path.name}.lock") if marker is None else marker
    is_ours = False
    try:
        is_ours = lock.acquire(quiet)
        if not is_ours and patience > quiet:
            tell(f"Waiting for {_describe_holder(place)}, which is changing {path} …")
            is_ours = lock.acquire(patience - quiet)
    finally:  # also after Ctrl-C: who no longer waits must leave the queue
        if not is_ours:
            lock.release()
    if not is_ours:
        raise BusyStoreError(path, patience, _describe_holder(place), marker)


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
