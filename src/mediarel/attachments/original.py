"""A file of a person that is to be kept: looked at, opened, and as it was before.

What is no plain file is refused before it is opened, so that no pipe can have us wait.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mediarel.attachments.files import ChangedFileError, sha256_of
from mediarel.attachments.names import clean_name
from mediarel.errors import AccessError, InvalidError
from mediarel.model.media_types import LOOKED_AT, UNKNOWN, media_type_of
from mediarel.model.parts import Attachment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    Progress = Callable[[str, int, int], None]

_NOT_FILES = (
    (stat.S_ISLNK, "a link", "Name the file that it leads to."),
    (stat.S_ISDIR, "a folder", "Name the files in it."),
    (stat.S_ISFIFO, "a pipe", "Save what comes out of it in a file first."),
    (stat.S_ISSOCK, "a socket", "Name a file."),
    (stat.S_ISCHR, "a device", "Name a file."),
    (stat.S_ISBLK, "a device", "Name a file."),
)
# Those that a system lacks are 0. A pipe in the place of the file must not block.
_FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _flag, 0)


class UnreadableOriginalError(AccessError):
    """The system refused to read the file that is to be kept."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"{path}: {(error.strerror or str(error)).lower()}",
            "Check its name and permissions; nothing was added.",
        )


class Candidate(NamedTuple):
    """A file that was looked at, and may be kept; `status` is what it was then."""

    path: Path
    attachment: Attachment
    status: os.stat_result


def look_at(
    path: Path, *, name: str | None = None, progress: Progress = lambda *_: None
) -> Candidate:
    """Return what the file at `path` is, to be kept under `name`, else its own.

    Raises InvalidError, UnreadableOriginalError or ChangedFileError.
    """
    called = clean_name(path.name if name is None else name)
    with _opened(path) as (file, status):
        beginning = file.read(LOOKED_AT)
        file.seek(0)
        told = telling(progress, "Reading the file", status.st_size)
        sha256, size = sha256_of(file, told)
        _refuse_changed(path, file, status, size)
    if not size:
        raise InvalidError(
            f"{path} is empty", "Save its content first; nothing was added."
        )
    media_type = media_type_of(called, beginning)
    if media_type == UNKNOWN:  # what it is called now may have no ending
        media_type = media_type_of(path.name, beginning)
    return Candidate(path, Attachment(called, sha256, size, media_type), status)


@contextmanager
def opened_again(found: Candidate) -> Iterator[tuple[BinaryIO, Callable[[], None]]]:
    """Open what was `found`; yield the file, and what proves that it is unchanged.

    Raises what `look_at` raises, and ChangedFileError where it is another than then.
    """
    with _opened(found.path) as (file, status):
        if _identity(status) != _identity(found.status):
            raise ChangedFileError(found.path)
        size = found.attachment.size
        yield file, partial(_refuse_changed, found.path, file, status, size)


def telling(progress: Progress, what: str, total: int) -> Callable[[int], None]:
    """Return what tells `progress` how many of `total` bytes are done."""
    done = 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        progress(what, done, total)

    return told


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, os.stat_result]]:
    """Open the plain file at `path`; errors of reading it name it.

    Raises InvalidError or UnreadableOriginalError.
    """
    try:
        _refuse_no_file(path, path.lstat().st_mode)
        raw = os.fdopen(os.open(path, _FLAGS), "rb", buffering=0)
    except OSError as error:
        raise UnreadableOriginalError(path, error) from error
    try:
        original = _Original(raw, path)
        status = original.status()
        _refuse_no_file(path, status.st_mode)
        yield original, status  # type: ignore[misc]
    finally:
        with suppress(OSError):  # all that was read of it was read
            raw.close()


class _Original:
    """An open file whose errors say that it is the original that can't be read."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file = file
        self._path = path
        self.fileno = file.fileno
        self.seek = file.seek

    def status(self) -> os.stat_result:
        """Return its status."""
        try:
            return os.fstat(self.fileno())
        except OSError as error:
            raise UnreadableOriginalError(self._path, error) from error

    def readinto(self, block: bytearray) -> int:
        """Read into `block`; return how much."""
        try:
            return self._file.readinto(block) or 0  # type: ignore[attr-defined]
        except OSError as error:
            raise UnreadableOriginalError(self._path, error) from error

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes."""
        block = bytearray(size)
        return bytes(block[: self.readinto(block)])


def _refuse_no_file(path: Path, mode: int) -> None:
    """Raise InvalidError where `mode` is that of no plain file."""
    for is_such, what, hint in _NOT_FILES:
        if is_such(mode):
            raise InvalidError(f"{path} is {what} and no file to attach", hint)


def _identity(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _refuse_changed(
    path: Path, file: BinaryIO, before: os.stat_result, size: int
) -> None:
    """Raise ChangedFileError where the file was written to, or replaced, meanwhile."""
    try:
        there = path.lstat()
    except OSError as error:
        raise ChangedFileError(path) from error
    now = os.fstat(file.fileno())
    same = _identity(now) == _identity(before) == _identity(there)
    if not same or now.st_size != size:
        raise ChangedFileError(path)
