"""Keeping a file of a person: looked at, copied beside the store, and proved.

What is no plain file is refused before it is opened, so that no pipe can have us wait.
The copy is in its place, and synced to the disk, before a statement may name it.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mediarel.attachments.files import (
    AttachedFile,
    ChangedFileError,
    has_file,
    put_file,
)
from mediarel.attachments.names import clean_name
from mediarel.attachments.places import place_for, places_of
from mediarel.attachments.reading import sha256_of
from mediarel.errors import AccessError, InvalidError, MediarelError
from mediarel.model.attachment import Attachment
from mediarel.model.media_types import (
    LOOKED_AT,
    UNKNOWN,
    kept_suffix,
    media_type_of,
)

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


class NoPlainFileError(InvalidError):
    """What was named is a link, a folder, a pipe or a device."""

    def __init__(self, path: Path, what: str, hint: str) -> None:
        super().__init__(f"{path} is {what} and no file to attach", hint)


class EmptyFileError(InvalidError):
    """A file has no content."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is empty", "See whether it was saved; nothing was attached."
        )


class UnreadableOriginalError(AccessError):
    """The system refused to read the file that is to be kept."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"{path}: {(error.strerror or str(error)).lower()}",
            "Check the name, and whether you may read it; nothing was attached.",
        )


class UnkeptFileError(AccessError):
    """The system refused to write the copy."""

    def __init__(self, path: Path, place: Path, error: OSError) -> None:
        super().__init__(
            f"{path} can't be kept as {error.filename or place}:"
            f" {(error.strerror or str(error)).lower()}",
            "See to it that there is room, and that you may write there; nothing was"
            " attached.",
        )


class Candidate(NamedTuple):
    """A file that was looked at, and may be kept; `status` is what it was then."""

    path: Path
    attachment: Attachment
    status: os.stat_result


def keep_file(
    folder: Path,
    path: Path,
    *,
    like: Path,
    name: str | None = None,
    progress: Progress = lambda *_: None,
) -> Attachment:
    """Keep a copy of the file at `path` in `folder`, and return what it is.

    The copy is as open as the file `like`, the archive that it belongs to; one that is
    there already is left. It is called `name`, cleaned, else as the file is.

    Raises NoPlainFileError, EmptyFileError, UnreadableOriginalError, UnkeptFileError or
    ChangedFileError.
    """
    found = look_at(path, name=name, progress=progress)
    keep(folder, found, like=like, progress=progress)
    return found.attachment


def look_at(
    path: Path, *, name: str | None = None, progress: Progress = lambda *_: None
) -> Candidate:
    """Return what the file at `path` is, to be kept under `name`, else its own.

    Raises NoPlainFileError, EmptyFileError, UnreadableOriginalError or
    ChangedFileError.
    """
    called = clean_name(path.name if name is None else name)
    with _opened(path) as (file, status):
        beginning = file.read(LOOKED_AT)
        file.seek(0)
        told = _telling(progress, "Reading the file", status.st_size)
        sha256, size = sha256_of(file, told)
        _refuse_changed(path, file, status, size)
    if not size:
        raise EmptyFileError(path)
    media_type = media_type_of(called, beginning)
    if media_type == UNKNOWN:  # what it is called now may have no ending
        media_type = media_type_of(path.name, beginning)
    return Candidate(path, Attachment(called, sha256, size, media_type), status)


def keep(
    folder: Path,
    found: Candidate,
    *,
    like: Path,
    progress: Progress = lambda *_: None,
) -> bool:
    """Keep a copy of what was `found` in `folder`; tell whether there was none yet.

    Raises UnreadableOriginalError, UnkeptFileError or ChangedFileError.
    """
    path, attachment, before = found
    wanted = AttachedFile.of(attachment)
    suffix = kept_suffix(attachment.name, attachment.media_type)
    place = place_for(folder, attachment.sha256, suffix)
    try:
        if has_file(folder, wanted):
            return False
        # One that is there is not what it was: it is replaced.
        place = next(iter(places_of(folder, attachment.sha256)), place)
        with _opened(path) as (file, status):
            if _identity(status) != _identity(before):
                raise ChangedFileError(path)
            try:
                put_file(
                    file,
                    place,
                    folder,
                    wanted,
                    like=like,
                    told=_telling(progress, "Copying the file", status.st_size),
                    prove=partial(_refuse_changed, path, file, status, wanted.size),
                )
            except ChangedFileError:
                raise ChangedFileError(path) from None
    except OSError as error:
        _remove_empty_folders(place, folder)
        raise UnkeptFileError(path, place, error) from error
    except (MediarelError, KeyboardInterrupt):
        _remove_empty_folders(place, folder)
        raise
    return True


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, os.stat_result]]:
    """Open the plain file at `path`; errors of reading it name it.

    Raises NoPlainFileError or UnreadableOriginalError.
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
    """Raise NoPlainFileError where `mode` is that of no plain file."""
    for is_such, what, hint in _NOT_FILES:
        if is_such(mode):
            raise NoPlainFileError(path, what, hint)


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


def _telling(progress: Progress, what: str, total: int) -> Callable[[int], None]:
    """Return what tells `progress` how many of `total` bytes are done."""
    done = 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        progress(what, done, total)

    return told


def _remove_empty_folders(place: Path, folder: Path) -> None:
    """Remove the folders that were made for a file which is not there after all."""
    for each in (place.parent, folder):
        with suppress(OSError):
            each.rmdir()
