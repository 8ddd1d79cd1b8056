"""Writing a file whole or not at all, also when the power goes."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

_BUFFER = 1 << 20
# What fsync says of a folder where the system or the drive has no such thing.
_NO_SYNC = {errno.EBADF, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class UnsyncedError(OSError):
    """A file is in its place, but the disk did not say that it will stay there."""

    def __init__(self, path: Path, error: OSError) -> None:
        what = (error.strerror or str(error)).lower()
        super().__init__(
            error.errno, f"it is written, but the disk may lose it: {what}", str(path)
        )


def temporary_beside(path: Path) -> tuple[str, str]:
    """Return how the name of a file begins and ends that is to replace `path`."""
    return f".{path.name}.", ".tmp"


def replace_file(
    path: Path,
    write: Callable[[BinaryIO], None],
    *,
    before_replace: Callable[[], None] = lambda: None,
) -> os.stat_result:
    """Put a file that `write` fills in the place of `path`, on the disk.

    A reader sees the old file or the new one. Mode and group stay, and the
    owner where root writes; a link to a file goes on being one. `before_replace`
    is called when the new file is on the disk and only has to take its place.
    Returns the status that the new file had then.

    Raises OSError, and whatever `write` and `before_replace` raise; `path` is then as
    it was. Only where it is an UnsyncedError has the new file taken its place.
    """
    path = Path(os.path.realpath(path))
    # Opened before anything is changed: then all that can fail later is its sync.
    folder = _opened_folder(path.parent)
    try:
        status = _put_in_place(path, write, before_replace)
        if folder is not None:
            _sync_folder(folder, path)
    finally:
        if folder is not None:
            # The disk has the file by now, or that it may not is told.
            with suppress(OSError):
                os.close(folder)
    return status


def sync_folder(folder: Path) -> None:
    """Have the disk keep the names in `folder`, where it may be read and synced.

    Raises OSError.
    """
    descriptor = _opened_folder(folder)
    if descriptor is not None:
        try:
            _sync_folder(descriptor, folder)
        finally:
            os.close(descriptor)


def make_folders(folder: Path) -> None:
    """Make `folder` and those above it that are missing, on the disk.

    Raises OSError.
    """
    if folder.is_dir():
        return
    if folder.exists():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def _put_in_place(
    path: Path, write: Callable[[BinaryIO], None], before_replace: Callable[[], None]
) -> os.stat_result:
    prefix, suffix = temporary_beside(path)
    descriptor, temporary = tempfile.mkstemp(suffix, prefix, path.parent)
    try:
        with os.fdopen(descriptor, "wb", buffering=_BUFFER) as file:
            _copy_permissions(descriptor, path)
            write(file)
            file.flush()
            os.fsync(descriptor)
            status = os.fstat(descriptor)
        before_replace()
        Path(temporary).replace(path)
    except BaseException:
        # What went wrong first is what is told.
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    return status


def _copy_permissions(descriptor: int, path: Path) -> None:
    """Set the mode and the group of the open file: those of `path`, or a new file's."""
    if not hasattr(os, "fchown"):  # Windows, where a folder decides
        return
    try:
        status = path.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(descriptor, 0o666 & ~mask)
        return
    mode = stat.S_IMODE(status.st_mode)
    try:
        owner = status.st_uid if os.geteuid() == 0 else -1
        os.fchown(descriptor, owner, status.st_gid)
    except PermissionError:
        # Not a member of its group: what that may do, ours need not.
        mode &= ~0o070
    os.fchmod(descriptor, mode)


def _opened_folder(folder: Path) -> int | None:
    """Return a descriptor of `folder`, None where it may not or can't be opened."""
    try:
        return os.open(folder, os.O_RDONLY)
    except (PermissionError, IsADirectoryError):
        # Some may write into it and not read it, and Windows opens no folder.
        return None


def _sync_folder(descriptor: int, path: Path) -> None:
    """Have the disk keep that `path` is in the folder.

    Raises UnsyncedError.
    """
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise UnsyncedError(path, error) from error
