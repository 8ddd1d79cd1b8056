"""Writing a file as a whole or not at all, even if the power fails."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

_BUFFER = 1 << 20
_ACL = "system.posix_acl_access"
# What a system or a drive answers that can't do what it is asked, or won't for us.
_REFUSED = {errno.EPERM, errno.EACCES, errno.EINVAL}
_REFUSED |= {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
_NO_FOLDER = _REFUSED | {errno.EISDIR}  # Windows, or a folder that may not be read
_NO_SYNC = _REFUSED | {errno.EBADF, errno.EISDIR}


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
    like: Path | None = None,
    before_replace: Callable[[], None] = lambda: None,
) -> os.stat_result:
    """Replace the file at `path` by one that `write` fills, and sync it to the disk.

    A reader sees the old file or the new one; a symbolic link stays one. Mode, group
    and rights by name are kept, and the owner where root writes. Where nothing is at
    `path`, they are those of the file `like`, else what the mask leaves. A drive that
    keeps none of them, or refuses them to us, is written to all the same.
    `before_replace` is called when the new file is on the disk, and has only to take
    its place. Returns the status that the new file had then.

    Raises OSError, and whatever `write` and `before_replace` raise; `path` is then as
    it was. Only where it is an UnsyncedError has the new file taken its place.
    """
    path = Path(os.path.realpath(path))
    # Opened first: after the file is replaced, only the sync of the folder may fail.
    folder = _opened_folder(path.parent)
    try:
        status = _put_in_place(path, write, like, before_replace)
        if folder is not None:
            _sync_folder(folder, path)
    except OSError as error:
        if not error.filename or str(error.filename).endswith(
            temporary_beside(path)[1]
        ):
            error.filename = str(path)  # the one that could not be written
        raise
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


def can_sync_folder(folder: Path) -> bool:
    """Tell whether names in `folder` can be synced; True where we can't find out."""
    try:
        descriptor = _opened_folder(folder)
        if descriptor is None:
            return True
        try:
            _sync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        return error.errno not in _NO_SYNC
    return True


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


def make_inner_folder(folder: Path) -> None:
    """Make `folder`, unless it is there, and sync its name to the disk.

    It is as open as the folder that it is in, and of the same group, so that who may
    write there may write here; where root makes it, it has the same owner.

    Raises OSError.
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
    """Give `folder` its owner and group, or its group no rights where that is refused.

    Raises OSError.
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
            _mark_in_use(descriptor)
            _set_permissions(descriptor, path, like)
            write(file)
            file.flush()
            _sync(descriptor)
            status = os.fstat(descriptor)
        before_replace()
        Path(temporary).replace(path)
    except BaseException:
        # The first error is the one to report.
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    return status


def _mark_in_use(descriptor: int) -> None:
    """Lock a temporary file until it is closed, for `is_abandoned`."""
    if fcntl is not None:
        with suppress(OSError):  # a drive without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_abandoned(temporary: Path) -> bool:
    """Return whether the process that wrote a temporary file has ended.

    False if this can't be known, as on Windows or on a drive without locks.
    """
    if fcntl is not None:
        with suppress(OSError):
            descriptor = os.open(temporary, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            finally:
                os.close(descriptor)
            return True
    return False


def _set_permissions(descriptor: int, path: Path, like: Path | None) -> None:
    """Set mode and group of an open file that takes the place of `path`.

    Raises OSError.
    """
    if like is None or _status_of(path) is not None:
        copy_permissions(descriptor, path, 0o7777)
    else:
        copy_permissions(descriptor, like)


def copy_permissions(descriptor: int, model: Path, allowed: int = 0o666) -> None:
    """Give an open file the group and the `allowed` part of the mode of `model`.

    Access control lists are copied, and the owner if root runs this. If `model` is
    missing, the mode follows the umask. By default no file becomes executable, as some
    drives report all files as programs.

    Raises OSError.
    """
    if not hasattr(os, "fchown"):  # Windows, where files inherit them from the folder
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
        # We are not in its group: our own group must not get those rights.
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
        # With rights by name, what the mode says of the group is the most of all.
        _set_mode(descriptor, mode & ~0o070)


def _rights_by_name(path: Path) -> bytes | None:
    """Return the rights that users and groups have by name, None where none have.

    They are an access control list of POSIX, as Linux keeps it (acl(5)).
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
    """Set the mode of an open file, unless the drive refuses it; may raise OSError."""
    try:
        os.fchmod(descriptor, mode)
    except OSError as error:
        if error.errno not in _REFUSED:
            raise


def _sync(descriptor: int) -> None:
    """Write an open file, or folder, through to the disk.

    On macOS `fsync` ends when the drive has it, which may keep it for a while in a
    memory that a power failure empties; only F_FULLFSYNC has the drive write it.

    Raises OSError.
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


def _opened_folder(folder: Path) -> int | None:
    """Return a descriptor of `folder`, None where it can't be opened.

    Raises OSError where it should be, and is not.
    """
    try:
        return os.open(folder, os.O_RDONLY)
    except OSError as error:
        # We may write into it but not read it, or this is Windows.
        if error.errno not in _NO_FOLDER:
            raise
        return None


def _sync_folder(descriptor: int, path: Path) -> None:
    """Sync an open folder, in which `path` has just been replaced.

    Raises UnsyncedError.
    """
    try:
        _sync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise UnsyncedError(path, error) from error
