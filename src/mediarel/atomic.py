"""Writing a file as a whole or not at all, even if the power fails."""

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
# The errors of fsync on a folder where the system or the drive does not support it.
_NO_SYNC = {errno.EBADF, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class UnsyncedError(OSError):
    """A file is in its place, but the disk did not confirm that it is kept."""

    def __init__(self, path: Path, error: OSError) -> None:
        what = (error.strerror or str(error)).lower()
        super().__init__(
            error.errno, f"it is written, but the disk may lose it: {what}", str(path)
        )


def temporary_beside(path: Path) -> tuple[str, str]:
    """Return the prefix and the suffix of the temporary file that replaces `path`."""
    return f".{path.name}.", ".tmp"


def replace_file(
    path: Path,
    write: Callable[[BinaryIO], None],
    *,
    before_replace: Callable[[], None] = lambda: None,
) -> os.stat_result:
    """Replace the file at `path` by one that `write` fills, and sync it to the disk.

    A reader sees the old file or the new one. Mode and group are kept, and the owner
    where root writes; a symbolic link stays one. `before_replace` is called when the
    new file is on the disk, and has only to take its place. Returns the status that
    the new file had then.

    Raises OSError, and whatever `write` and `before_replace` raise; `path` is then as
    it was. Only where it is an UnsyncedError has the new file taken its place.
    """
    path = Path(os.path.realpath(path))
    # Opened first: after the file is replaced, only the sync of the folder may fail.
    folder = _opened_folder(path.parent)
    try:
        status = _put_in_place(path, write, before_replace)
        if folder is not None:
            _sync_folder(folder, path)
    finally:
        if folder is not None:
            # The sync has succeeded by now, or its error is on its way.
            with suppress(OSError):
                os.close(folder)
    return status


def sync_folder(folder: Path) -> None:
    """Sync the names in `folder` to the disk, where that is possible.

    Raises OSError.
    """
    descriptor = _opened_folder(folder)
    if descriptor is not None:
        try:
            _sync_folder(descriptor, folder)
        finally:
            os.close(descriptor)


def make_folders(folder: Path) -> None:
    """Make `folder` and those above it that are missing, and sync them to the disk.

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
        # The first error is the one to report.
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    return status


def _copy_permissions(descriptor: int, path: Path) -> None:
    """Set mode and group of an open file to those of `path`, or of a new file."""
    if not hasattr(os, "fchown"):  # Windows, where files inherit them from the folder
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
        # We are not in its group: our own group must not get those rights.
        mode &= ~0o070
    os.fchmod(descriptor, mode)


def _opened_folder(folder: Path) -> int | None:
    """Return a descriptor of `folder`, None where it can't be opened."""
    try:
        return os.open(folder, os.O_RDONLY)
    except (PermissionError, IsADirectoryError):
        # We may write into it but not read it, or this is Windows.
        return None


def _sync_folder(descriptor: int, path: Path) -> None:
    """Sync an open folder, in which `path` has just been replaced.

    Raises UnsyncedError.
    """
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise UnsyncedError(path, error) from error
