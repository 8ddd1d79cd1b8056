"""The content of a store's file, and the revision that it is known by.

A file system keeps times no finer than its clock ticks: what is written twice within a
tick, with the same size, looks the same. So the revision of a file that was written
only just now names its content too.
"""

from __future__ import annotations

import os
import time
from io import FileIO
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from mediarel.store.tiny.access import (
    Mark,
    access_error,
    mark_at,
    mark_of,
    require_plain_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mediarel.store.protocol import Document, Revision

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
