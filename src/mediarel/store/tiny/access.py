"""The file of a store as the system shows it: its mark, and the errors of access.

A mark is the device, the inode, the size and the times of a file. Where the mark is
another, so may be the content. As text, it is the revision of the store, or its
beginning; see `file.py`.
"""

from __future__ import annotations

import stat
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import AccessError, Command, Hint, Placeholder, RefusedError

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from mediarel.store.protocol import Revision


class Mark(NamedTuple):
    """What tells one state of a file from another; times are in nanoseconds."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int

    @property
    def revision(self) -> Revision:
        """The mark as text."""
        return " ".join(map(str, self))


class NoStoreError(AccessError):
    """There is no file where the store should be; there may be a backup of it."""

    def __init__(
        self, path: Path, newest_backup: Path | None = None, *, existed: bool = False
    ) -> None:
        problem = f"there is no archive at {path}"
        hint = Hint("Make one with: ", Command("init", Placeholder("FOLDER")))
        if newest_backup is not None:
            problem = f"the archive {path} is missing"
            restore = Command("restore", "--from", newest_backup)
            hint = Hint("Its backups are there: ", restore)
        elif existed:
            problem = f"the archive {path} is missing"
            restore = Command("restore", "--from", Placeholder("FOLDER"))
            new = Command("init")
            hint = Hint("Restore a backup: ", restore, ", or make a new archive: ", new)
        super().__init__(problem, hint)


class StoreAccessError(AccessError):
    """The system refused to read or write the store, or it is no plain file."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path}: {what}",
            "Check its permissions and the free space on the disk, then try again.",
        )


class UnsyncedStoreError(AccessError):
    """A change was written, but the disk did not confirm that it is kept."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path}: {what}",
            Hint(
                "Copy the file to a disk that is sound. The change is made, see it: ",
                Command("log"),
            ),
        )


class StoreExistsError(RefusedError):
    """A new store was to be made where something is already."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already", "Name another folder; it was left as it is."
        )


def mark_of(status: os.stat_result) -> Mark:
    """Return the mark of the file whose status is `status`."""
    return Mark(
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    )


def mark_at(path: Path) -> Mark:
    """Return the mark of the plain file at `path`.

    Raises NoStoreError or StoreAccessError.
    """
    try:
        return mark_of(require_plain_file(path, path.stat()))
    except OSError as error:
        raise access_error(path, error) from error


def require_plain_file(path: Path, status: os.stat_result) -> os.stat_result:
    """Return `status`; raise StoreAccessError where it is not that of a plain file."""
    if stat.S_ISDIR(status.st_mode):
        raise StoreAccessError(path, "it is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise StoreAccessError(path, "it is not a plain file")
    return status


def access_error(path: Path, error: OSError) -> AccessError:
    """Return the error to raise for `error`, with which the system refused `path`."""
    if isinstance(error, FileNotFoundError):
        return NoStoreError(path, newest_backup(path))
    return StoreAccessError(path, reason(error))


def reason(error: OSError) -> str:
    """Return the reason that the system gave, as it can stand within a sentence."""
    return (error.strerror or str(error)).lower()


def newest_backup(path: Path) -> Path | None:
    """Return the newest backup next to the store at `path`, if there is one."""
    from mediarel.store.tiny.rotation import all_backups  # noqa: PLC0415 - for an error

    with suppress(OSError):
        return next(iter(all_backups(path)), None)
    return None
