"""Access a store in a TinyDB file, and get its revision without reading the file.

The mark of a file consists of its device, inode, size and times. The revision of the
store is the mark as text. If two marks differ, the content may differ. If the file has
just changed, the revision also contains a checksum of the content. To list statements,
only the revision is needed.

The modules for reading (`read.py`) and writing (`transaction.py`) take 30 and 60 ms to
load. So the methods import these modules only when needed.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import AbstractContextManager, suppress
from io import FileIO
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from mediarel import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from mediarel.store import protocol


class Mark(NamedTuple):
    """Values that identify the state of a file. The times are in nanoseconds."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int

    @property
    def revision(self) -> protocol.Revision:
        """The mark as text."""
        return " ".join(map(str, self))


class NoStoreError(errors.AccessError):
    """The file of the store is missing, but there may be a backup."""

    def __init__(
        self, path: Path, newest_backup: Path | None = None, *, existed: bool = False
    ) -> None:
        problem = f"there is no archive at {path}"
        hint = errors.Hint("Create an archive: ", errors.Command("init", "FOLDER"))
        if newest_backup is not None:
            problem = f"the archive {path} is missing"
            restore = errors.Command("restore", "--from", newest_backup)
            hint = errors.Hint("Restore a backup: ", restore)
        elif existed:
            problem = f"the archive {path} is missing"
            restore = errors.Command("restore", "--from", "FOLDER")
            new = errors.Command("init")
            hint = errors.Hint(
                "Restore a backup: ", restore, ", or create an archive: ", new
            )
        super().__init__(problem, hint)


class StoreAccessError(errors.AccessError):
    """The store can't be read or written, or is not a regular file."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path}: {what}",
            "Check the permissions and the free space on the disk, then try again.",
        )


class UnsyncedStoreError(errors.AccessError):
    """A change was written, but the disk did not confirm the write."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path}: {what}",
            errors.Hint(
                "The change was made, but may be lost after a power failure. Copy the"
                " file to another disk. To see the change: ",
                errors.Command("log"),
            ),
        )


class StoreExistsError(errors.RefusedError):
    """There is already a file at the path of a new store."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} already exists", "Nothing was changed. Choose another folder."
        )


def mark_of(status: os.stat_result) -> Mark:
    """Convert the status of a file to a mark."""
    return Mark(
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    )


def mark_at(path: Path) -> Mark:
    """Return the mark of the regular file at `path`.

    Raises NoStoreError or StoreAccessError.
    """
    try:
        return mark_of(require_plain_file(path, path.stat()))
    except OSError as error:
        raise access_error(path, error) from error


def require_plain_file(path: Path, status: os.stat_result) -> os.stat_result:
    """Return `status`. Raise StoreAccessError if the file is not a regular file."""
    if stat.S_ISDIR(status.st_mode):
        raise StoreAccessError(path, "this is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise StoreAccessError(path, "this is not a regular file")
    return status


def access_error(path: Path, error: OSError) -> errors.AccessError:
    """Return the error to raise if the system refuses access to `path`."""
    if isinstance(error, FileNotFoundError):
        return NoStoreError(path, newest_backup(path))
    return StoreAccessError(path, reason(error))


def reason(error: OSError) -> str:
    """Return the reason in `error`, worded for use within a sentence."""
    return (error.strerror or str(error)).lower()


def newest_backup(path: Path) -> Path | None:
    """Return the newest backup next to the store at `path`, or None."""
    from mediarel.store.tiny.rotation import all_backups  # noqa: PLC0415 - for an error

    with suppress(OSError):
        return next(iter(all_backups(path)), None)
    return None


# Nanoseconds. Linux clocks tick at least 100 times a second. Multiples of `_ROUND`
# suggest a file system with coarse times, such as FAT with 2 seconds.
_TICK = 20_000_000
_ROUND = 10_000_000
_LONG_TICK = 2_000_000_000 + _TICK


class Content(NamedTuple):
    """The bytes of a store, and the mark of its file at the time of reading.

    If `is_young` is True, the file had just changed. Then the mark may remain the same
    if the file changes again.
    """

    mark: Mark
    data: bytes
    is_young: bool

    @property
    def revision(self) -> protocol.Revision:
        """The revision of the store with this content."""
        return _revision(self.mark, [self.data] if self.is_young else None)


class FileStore:
    """The store in the TinyDB file at `path`.

    `patience` is the number of seconds to wait for the lock. If the store has to wait,
    `notify` is called with a message.
    """

    def __init__(
        self,
        path: Path,
        *,
        patience: float = 10.0,
        notify: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.path = path
        self.patience = patience
        self.notify = notify

    @classmethod
    def create(
        cls, path: Path, settings: Mapping[str, object] | None = None
    ) -> FileStore:
        """Create an empty store at `path`, and its parent folders.

        `settings` are the settings of the archive, such as its name. Raises
        StoreExistsError if `path` exists.
        """
        from mediarel.store.tiny.transaction import creation  # noqa: PLC0415

        store = cls(path)
        with creation(store, settings or {}) as transaction:
            transaction.storage.commit()
        return store

    @property
    def location(self) -> str:
        """The path of the file, with symbolic links resolved."""
        return os.path.realpath(self.path)

    def revision(self) -> protocol.Revision:
        """Return the current revision.

        The file is read only if it has just changed. Raises NoStoreError or
        StoreAccessError.
        """
        mark = mark_at(self.path)
        return read_content(self.path).revision if _is_young(mark) else mark.revision

    def is_at(self, revision: protocol.Revision) -> bool:
        """Return whether the content has not changed since `revision`.

        Raises NoStoreError or StoreAccessError.
        """
        if self.revision() == revision:
            return True
        mark, data, _ = read_content(self.path)
        return _revision(mark, [data]) == revision

    def read(self) -> protocol.Snapshot:
        """Return all data in the file.

        Raises DamagedError, NoStoreError or StoreAccessError.
        """
        from mediarel.store.tiny.read import read_snapshot  # noqa: PLC0415

        return read_snapshot(self.path)

    def transaction(self) -> AbstractContextManager[protocol.Transaction]:
        """Return a context manager that locks the store for a transaction.

        Changes that are not committed are discarded. Raises BusyStoreError,
        DamagedError, NoStoreError or StoreAccessError.
        """
        from mediarel.store.tiny.transaction import transaction  # noqa: PLC0415

        self.refuse_read_only()
        return transaction(self)

    def damaged_record(self, table: str, number: int, what: str) -> errors.DamagedError:
        """Return the error for an invalid record or entry, with the line number."""
        from mediarel.store.tiny.read import damaged_record  # noqa: PLC0415

        return damaged_record(self.path, table, number, what)

    def refuse_read_only(self) -> None:
        """Raise StoreAccessError if the file is read-only.

        Without this check, a user who can write to the folder could replace the file.
        Also raises NoStoreError.
        """
        try:
            mode = require_plain_file(self.path, self.path.stat()).st_mode
        except OSError as error:
            raise access_error(self.path, error) from error
        # Check the effective user, who writes the file.
        can = os.access(
            self.path, os.W_OK, effective_ids=os.access in os.supports_effective_ids
        )
        if not mode & 0o222 or not can:
            raise StoreAccessError(self.path, "the file is read-only")


def make_room(path: Path) -> None:
    """Create the parent folders of a new store at `path`.

    Raises StoreExistsError if `path` exists, or StoreAccessError.
    """
    from mediarel.atomic import make_folders  # noqa: PLC0415 - only for a new one

    if os.path.lexists(path):
        raise StoreExistsError(path)
    try:
        make_folders(path.parent)
    except OSError as error:
        raise StoreAccessError(path.parent, reason(error)) from error


def read_content(path: Path) -> Content:
    """Return the bytes and the mark of the file at `path`.

    The bytes are not validated. Raises NoStoreError or StoreAccessError.
    """
    try:
        with opened(path) as file:
            mark = mark_of(require_plain_file(path, os.fstat(file.fileno())))
            is_young = _is_young(mark)
            return Content(mark, file.readall() or b"", is_young)
    except OSError as error:
        raise access_error(path, error) from error


def revision_of(mark: Mark, parts: Iterable[protocol.Document]) -> protocol.Revision:
    """Return the revision of a store with this mark and content.

    `parts` are the bytes of the content, in one or more parts.
    """
    return _revision(mark, parts if _is_young(mark) else None)


def _revision(
    mark: Mark, parts: Iterable[protocol.Document] | None
) -> protocol.Revision:
    if parts is None:
        return mark.revision
    checksum = 0
    for part in parts:
        checksum = crc32(part, checksum)
    return f"{mark.revision} {checksum:08x}"


def _is_young(mark: Mark) -> bool:
    tick = _TICK if mark.modified % _ROUND else _LONG_TICK
    return abs(time.time_ns() - mark.modified) < tick


def opened(path: Path) -> FileIO:
    """Open a file for reading. Don't wait for the writer of a FIFO. Raises OSError."""
    wait = getattr(os, "O_NONBLOCK", 0)
    return FileIO(path, opener=lambda name, flags: os.open(name, flags | wait))
