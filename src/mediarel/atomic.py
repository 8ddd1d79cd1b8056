"""Write a file completely or not at all, even after a power failure."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

_BUFFER = 1 << 20
_ACL = "system.posix_acl_access"
# Errors of a system or drive that does not support, or refuses, an operation.
_REFUSED = {errno.EPERM, errno.EACCES, errno.EINVAL}
_REFUSED |= {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
_NO_FOLDER = _REFUSED | {errno.EISDIR}  # Windows, or an unreadable folder
_NO_SYNC = _REFUSED | {errno.EBADF, errno.EISDIR}


class UnsyncedError(OSError):
    """A file was replaced, but the disk did not confirm the write."""

    def __init__(self, path: Path, error: OSError) -> None:
        what = (error.strerror or str(error)).lower()
        super().__init__(
            error.errno,
            f"the file was written, but the disk did not confirm the write: {what}",
            str(path),
        )


def temporary_beside(path: Path) -> tuple[str, str]:
    """Return the prefix and suffix of the temporary file that will replace `path`.

    Example: `.report.csv.` and `.tmp` for `report.csv`.
    """
    return f".{path.name}.", ".tmp"


def replace_file(
    path: Path,
    write: Callable[[BinaryIO], None],
    *,
    like: Path | None = None,
    before_replace: Callable[[], None] = lambda: None,
) -> os.stat_result:
    """Replace the file at `path` with a new file, and sync the new file to the disk.

    `write` fills the new file. Other programs see either the old file or the new file.
    A symbolic link is kept. The new file gets the mode, group and ACL of the old file.
    If root runs this function, the new file also gets the owner of the old file. If
    there is no old file, the permissions are copied from the file `like`. If `like` is
    missing too, the umask decides. Permissions that a drive doesn't support or
    refuses are ignored.

    `before_replace` is called when the new file is on the disk, right before the
    replacement. Returns the status of the new file before the replacement.

    Raises OSError, and the errors of `write` and `before_replace`. After an
    UnsyncedError, the old file has been replaced. After any other error, the old file
    is unchanged.
    """
    path = Path(os.path.realpath(path))
    # Open the folder first. After the file is replaced, only the sync may still fail.
    try:
        with _opened(path.parent) as folder:
            status = _put_in_place(path, write, like, before_replace)
            if folder is not None:
                _sync_folder(folder, path)
    except OSError as error:
        if not error.filename or str(error.filename).endswith(
            temporary_beside(path)[1]
        ):
            error.filename = str(path)  # the file that could not be written
        raise
    return status


def sync_folder(folder: Path) -> None:
    """Sync the names of the files in `folder` to the disk, if the system can do this.

    Raises OSError.
    """
    with _opened(folder) as descriptor:
        if descriptor is not None:
            _sync_folder(descriptor, folder)


def make_folders(folder: Path) -> None:
    """Create `folder` and its missing parents, and sync them to the disk.

    Raises OSError.
    """
    if folder.is_dir():
        return
    if folder.exists():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def make_inner_folder(folder: Path) -> None:
    """Create `folder` in an existing folder, and sync its name to the disk.

    If `folder` exists, this function does nothing. The new folder gets the mode and
    group of its parent, so that the same users may write in the folder. If root creates
    the folder, it also gets the owner of its parent. Raises OSError.
    """
    if folder.is_dir():
        return
    around = folder.parent.stat()
    mode = stat.S_IMODE(around.st_mode) & 0o1777
    mask = os.umask(0)
    try:
        folder.mkdir(mode)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    finally:
        os.umask(mask)
    if hasattr(os, "chown"):
        made = folder.stat()
        owner = around.st_uid if os.geteuid() == 0 else made.st_uid
        if (made.st_uid, made.st_gid) != (owner, around.st_gid):
            _give_folder(folder, owner, around.st_gid)
    sync_folder(folder.parent)


def _give_folder(folder: Path, owner: int, group: int) -> None:
    """Set the owner and the group of `folder`.

    If the system refuses this, remove the permissions of the folder's group. Raises
    OSError.
    """
    try:
        os.chown(folder, owner, group)
    except OSError as error:
        if error.errno not in _REFUSED:
            raise
        with suppress(OSError):
            folder.chmod(stat.S_IMODE(folder.stat().st_mode) & ~0o070)


def _put_in_place(
    path: Path,
    write: Callable[[BinaryIO], None],
    like: Path | None,
    before_replace: Callable[[], None],
) -> os.stat_result:
    prefix, suffix = temporary_beside(path)
    descriptor, temporary = tempfile.mkstemp(suffix, prefix, path.parent)
    try:
        with os.fdopen(descriptor, "wb", buffering=_BUFFER) as file:
            with suppress(OSError):  # a drive without locks
                _lock(descriptor)
            if like is None or _status_of(path) is not None:
                copy_permissions(descriptor, path, 0o7777)
            else:
                copy_permissions(descriptor, like)
            write(file)
            file.flush()
            _sync(descriptor)
            status = os.fstat(descriptor)
        before_replace()
        Path(temporary).replace(path)
    except BaseException:
        # Report the first error.
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    return status


def _lock(descriptor: int) -> None:
    """Lock a temporary file until it is closed. Raises OSError if that fails."""
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_abandoned(temporary: Path) -> bool:
    """Return whether the process that wrote the file `temporary` has ended.

    Returns False if this is unknown, as on Windows or on a drive without locks.
    """
    if fcntl is not None:
        with suppress(OSError):
            descriptor = os.open(temporary, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                _lock(descriptor)
            finally:
                os.close(descriptor)
            return True
    return False


def copy_permissions(descriptor: int, model: Path, allowed: int = 0o666) -> None:
    """Copy the group and the mode of the file `model` to an open file.

    Only the mode bits in `allowed` are copied. By default the bits for execution are
    not copied, because some drives report all files as executable. An access control
    list is also copied. If root runs this function, the owner is copied too. If the
    file `model` is missing, the mode follows the umask. Raises OSError.
    """
    if not hasattr(os, "fchown"):  # Windows: files inherit permissions
        return
    status = _status_of(model)
    if status is None:
        mask = os.umask(0)
        os.umask(mask)
        _set_mode(descriptor, 0o666 & ~mask)
        return
    mode = stat.S_IMODE(status.st_mode) & allowed
    try:
        owner = status.st_uid if os.geteuid() == 0 else -1
        os.fchown(descriptor, owner, status.st_gid)
    except OSError as error:
        if error.errno not in _REFUSED:
            raise
        # The user is not in this group. The user's own group must not get the
        # permissions that this group has.
        _set_mode(descriptor, mode & ~0o070)
        return
    try:
        if named := _rights_by_name(model):
            os.setxattr(descriptor, _ACL, named)
        else:
            _set_mode(descriptor, mode)
    except OSError as error:
        if error.errno not in _REFUSED:
            raise
        # With an ACL, the group bits of the mode are the maximum of all entries.
        _set_mode(descriptor, mode & ~0o070)


def _rights_by_name(path: Path) -> bytes | None:
    """Return the access control list of a file, or None if there is no list.

    The result is a POSIX ACL in the binary format of Linux (acl(5)).
    """
    if not hasattr(os, "getxattr"):
        return None
    with suppress(OSError):
        return os.getxattr(path, _ACL)
    return None


def _status_of(path: Path) -> os.stat_result | None:
    with suppress(FileNotFoundError):
        return path.stat()
    return None


def _set_mode(descriptor: int, mode: int) -> None:
    """Set the mode of an open file. Ignore the error if the drive refuses this.

    Raises OSError if setting the mode fails for a different reason.
    """
    try:
        os.fchmod(descriptor, mode)
    except OSError as error:
        if error.errno not in _REFUSED:
            raise


def _sync(descriptor: int) -> None:
    """Sync an open file or folder to the disk.

    On macOS, `fsync` returns when the data is in the cache of the drive. A power
    failure would erase this cache. F_FULLFSYNC writes the cache to the disk. Raises
    OSError.
    """
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        try:
            fcntl.fcntl(descriptor, full)
        except OSError as error:
            if error.errno not in _NO_SYNC | {errno.ENOTTY}:
                raise
        else:
            return
    os.fsync(descriptor)


@contextmanager
def _opened(folder: Path) -> Iterator[int | None]:
    """Yield a file descriptor of `folder`, or None if the system can't open folders.

    Raises OSError if opening fails for a different reason.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        # The folder is writable but not readable, or this is Windows.
        if error.errno not in _NO_FOLDER:
            raise
        yield None
        return
    try:
        yield descriptor
    finally:
        with suppress(OSError):  # the sync is already done
            os.close(descriptor)


def _sync_folder(descriptor: int, path: Path) -> None:
    """Sync an open folder in which the file `path` has just been replaced.

    Raises UnsyncedError.
    """
    try:
        _sync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise UnsyncedError(path, error) from error
