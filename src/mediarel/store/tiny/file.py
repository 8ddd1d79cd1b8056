"""A store in a TinyDB file, and its revision, which is known without reading it.

A revision is the mark of the file as text: its device, inode, size and times. If the
mark differs, the content may. After a change within one tick of the clock, a checksum
of the content is part of the revision.

A list needs only the revision. The modules for reading (`read.py`) and writing
(`transaction.py`) take 30 and 60 ms to load, so functions import them when called.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress
from io import FileIO
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from mediarel.errors import AccessError, Command, Hint, Placeholder, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from mediarel.errors import DamagedError
    from mediarel.store.protocol import (
        Delta,
        Document,
        Known,
        Revision,
        Snapshot,
        Transaction,
    )


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


# Nanoseconds. Linux takes times from a clock that ticks 100 times a second or more.
# Times that are so round are of a drive that keeps no others: FAT has 2 seconds.
_TICK = 20_000_000
_ROUND = 10_000_000
_LONG_TICK = 2_000_000_000 + _TICK


class Content(NamedTuple):
    """The bytes of a store, and the mark that its file had when they were read.

    It `is_young` where the file was written so shortly before that it could be
    written again without getting another mark.
    """

    mark: Mark
    data: bytes
    is_young: bool

    @property
    def revision(self) -> Revision:
        """The revision of the store that has this content."""
        return _revision(self.mark, [self.data] if self.is_young else None)


class Seen(NamedTuple):
    """The content of a store as it was seen: enough to know it again, without it."""

    revision: Revision
    digest: bytes


class FileStore:
    """The store in the TinyDB file at `path`; waits `patience` seconds for its lock.

    `tell` is called with a sentence when it has to wait, and when a change has cut
    the file off from its other names, its hard links.
    """

    def __init__(
        self,
        path: Path,
        *,
        patience: float = 10.0,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.path = path
        self.patience = patience
        self.tell = tell

    @classmethod
    def create(cls, path: Path, said: Mapping[str, object] | None = None) -> FileStore:
        """Make a new, empty store at `path`, and the folders above it.

        The archive in it says `said` of itself, such as its name.

        Raises StoreExistsError where there is something at `path` already.
        """
        make_room(path)
        _write_empty(path, said or {})
        return cls(path)

    @property
    def location(self) -> str:
        """The real path of the file, whichever link leads to it."""
        return os.path.realpath(self.path)

    def revision(self) -> Revision:
        """Return the present revision without parsing the records.

        Raises NoStoreError or StoreAccessError.
        """
        return revision_at(self.path)

    def is_at(self, revision: Revision) -> bool:
        """Tell whether the content is still what it was at `revision`.

        Raises NoStoreError or StoreAccessError.
        """
        return is_at(self.path, revision)

    def read(self) -> Snapshot:
        """Return all that the file holds.

        Raises DamagedError, NoStoreError or StoreAccessError.
        """
        return _read(self.path)

    def changed_since(self, known: Known) -> Delta:
        """Return what is another now than is `known`, with its revision.

        The file is read whole: it does not remember what changed when.

        Raises DamagedError, NoStoreError or StoreAccessError.
        """
        return _delta(self.read(), known)

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Lock the store; what is not committed has not happened.

        Raises BusyStoreError, DamagedError, NoStoreError or StoreAccessError.
        """
        self.refuse_read_only()
        return _transaction(self)

    def damaged_record(self, table: str, number: int, what: str) -> DamagedError:
        """Return the error for a record that is not sound, with its line."""
        return _damaged_record(self.path, table, number, what)

    def encode(self, document: Mapping[str, Any]) -> bytes:
        """Return `document` as it stands in the file, indented to its depth."""
        return _encoded(document)

    def refuse_read_only(self) -> None:
        """Raise StoreAccessError where the file may not be written.

        Replacing it needs only the right to write to its folder.

        Raises NoStoreError as well.
        """
        try:
            mode = require_plain_file(self.path, self.path.stat()).st_mode
        except OSError as error:
            raise access_error(self.path, error) from error
        # By the effective user, as that is the one who writes.
        can = os.access(
            self.path, os.W_OK, effective_ids=os.access in os.supports_effective_ids
        )
        if not mode & 0o222 or not can:
            raise StoreAccessError(self.path, "it may only be read")


def make_room(path: Path) -> None:
    """Make the folders that a new store at `path` needs.

    Raises StoreExistsError where there is something at `path` already, or
    StoreAccessError.
    """
    from mediarel.atomic import make_folders  # noqa: PLC0415 - only for a new one

    if os.path.lexists(path):
        raise StoreExistsError(path)
    try:
        make_folders(path.parent)
    except OSError as error:
        raise StoreAccessError(path.parent, reason(error)) from error


def _write_empty(path: Path, said: Mapping[str, object]) -> None:
    from mediarel.store.tiny.transaction import write_empty  # noqa: PLC0415 - see the top

    write_empty(path, said)


def _read(path: Path) -> Snapshot:
    from mediarel.store.tiny.read import read_snapshot  # noqa: PLC0415 - see the top

    return read_snapshot(path)


def _delta(snapshot: Snapshot, known: Known) -> Delta:
    from mediarel.store.contents import delta  # noqa: PLC0415 - see the top

    return delta(snapshot, known)


def _transaction(store: FileStore) -> AbstractContextManager[Transaction]:
    from mediarel.store.tiny.transaction import transaction  # noqa: PLC0415

    return transaction(store)


def _damaged_record(path: Path, table: str, number: int, what: str) -> DamagedError:
    from mediarel.store.tiny.others import damaged_record  # noqa: PLC0415 - rare

    return damaged_record(path, table, number, what)


def _encoded(document: Mapping[str, Any]) -> bytes:
    from mediarel.store.tiny.layout import encoded  # noqa: PLC0415 - see the top

    return encoded(document)


def seen_as(content: Content) -> Seen:
    """Return by what `content` is known again."""
    return Seen(content.revision, _digest(content.data))


def is_as_seen(content: Content, seen: Seen) -> bool:
    """Tell whether `content` is what was `seen`."""
    return _digest(content.data) == seen.digest


def _digest(data: bytes) -> bytes:
    from hashlib import blake2b  # noqa: PLC0415 - only what replaces a store needs it

    return blake2b(data).digest()


def read_content(path: Path) -> Content:
    """Return the bytes of the file at `path`, whatever they are, with their mark.

    Raises NoStoreError or StoreAccessError.
    """
    try:
        with FileIO(path, opener=_opened) as file:
            mark = mark_of(require_plain_file(path, os.fstat(file.fileno())))
            is_young = _is_young(mark)
            return Content(mark, file.readall() or b"", is_young)
    except OSError as error:
        raise access_error(path, error) from error


def revision_at(path: Path) -> Revision:
    """Return the revision of the store at `path`; it is read only where it is young.

    Raises NoStoreError or StoreAccessError.
    """
    mark = mark_at(path)
    return read_content(path).revision if _is_young(mark) else mark.revision


def revision_of(mark: Mark, parts: Iterable[Document]) -> Revision:
    """Return the revision of a store with this `mark`, made of these `parts`."""
    return _revision(mark, parts if _is_young(mark) else None)


def is_at(path: Path, revision: Revision) -> bool:
    """Tell whether the store at `path` still has the content that it had at `revision`.

    Raises NoStoreError or StoreAccessError.
    """
    if revision_at(path) == revision:
        return True
    mark, data, _ = read_content(path)
    return _revision(mark, [data]) == revision


def _revision(mark: Mark, parts: Iterable[Document] | None) -> Revision:
    if parts is None:
        return mark.revision
    checksum = 0
    for part in parts:
        checksum = crc32(part, checksum)
    return f"{mark.revision} {checksum:08x}"


def _is_young(mark: Mark) -> bool:
    tick = _TICK if mark.modified % _ROUND else _LONG_TICK
    return abs(time.time_ns() - mark.modified) < tick


def _opened(path: str, flags: int) -> int:
    # Not blocking: opening a FIFO would wait forever for one who writes to it.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
