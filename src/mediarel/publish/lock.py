"""The lock on a folder: one command writes it at a time, a second is refused.

The lock is on the folder itself, so that no file of it goes along to the web. Where a
system or a drive knows no such lock, a file is it, which goes when the lock is let go.
"""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mediarel.errors import BusyError
from mediarel.publish.paths import LOCK

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NO_LOCKS = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK}
_NO_LOCKS |= {errno.EBADF, errno.EINVAL, errno.EISDIR}


class BusyFolderError(BusyError):
    """Another command is writing the folder."""

    def __init__(self, folder: Path, hint: str = "") -> None:
        super().__init__(
            f"another command is writing {folder}",
            f"Wait until it has ended, then try again; nothing was changed.{hint}",
        )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock on `folder`.

    Raises OSError or BusyFolderError.
    """
    flock = getattr(fcntl, "flock", None)
    if flock is None:
        with _lock_file(folder, is_soft=False):
            yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyFolderError(folder) from None
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                error.filename = str(folder)
                raise
        else:
            yield
            return
        with _lock_file(folder, is_soft=True):
            yield
    finally:
        os.close(descriptor)


@contextmanager
def _lock_file(folder: Path, *, is_soft: bool) -> Iterator[None]:
    """Hold a lock that is a file; a soft one is there as long as the file is."""
    # Costs 30 ms, and few systems need it.
    from filelock import FileLock, SoftFileLock, Timeout  # noqa: PLC0415

    place = folder / LOCK
    lock = (SoftFileLock if is_soft else FileLock)(place, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        hint = f" Where no command is at work, remove {place}" if is_soft else ""
        raise BusyFolderError(folder, hint) from None
    try:
        yield
    finally:
        lock.release()
        with suppress(OSError):  # another holds it already
            place.unlink(missing_ok=True)
