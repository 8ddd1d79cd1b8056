"""A store in a TinyDB file, and its revision, which is known without reading it.

A list needs only the revision. Reading is in `read.py`, writing in
`transaction.py`. With
their libraries these take 30 and 60 ms to load, so that the functions at the end of
this module import them when they are called.
"""

from __future__ import annotations

import os
import time
from io import FileIO
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from mediarel.store.tiny.access import (
    Mark,
    StoreAccessError,
    StoreExistsError,
    access_error,
    mark_at,
    mark_of,
    reason,
    require_plain_file,
)

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
    from mediarel.store.delta import delta  # noqa: PLC0415 - see the top

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
