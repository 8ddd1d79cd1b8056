"""Read a file that a user attaches, and detect if it changes during copying.

Only regular files are opened, because a pipe could block.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mediarel import errors
from mediarel.attachments.files import ChangedFileError, clean_name, sha256_of
from mediarel.documents.file_kinds import BYTES_TO_READ, MAIL, MSG, kind_of
from mediarel.model.media_types import UNKNOWN, media_type_of
from mediarel.model.parts import Attachment

Progress = Callable[[str, int, int], None]

MAILS = frozenset((MAIL.media_type, MSG.media_type))
# O_NONBLOCK: if a pipe has replaced the file in the meantime, opening must not block.
_FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _flag, 0)


class Candidate(NamedTuple):
    """A file to attach, and its file status when the file was read."""

    path: Path
    attachment: Attachment
    status: os.stat_result


def look_at(
    path: Path, *, name: str | None = None, progress: Progress = lambda *_: None
) -> Candidate:
    """Read a file to find its SHA-256, size and media type. A mail is private.

    `name` is the name for the archive (default: the file's own name). Raises
    InvalidError, AccessError or ChangedFileError.
    """
    called = clean_name(path.name if name is None else name)
    with _opened(path) as (file, status):
        beginning = file.read(BYTES_TO_READ)
        file.seek(0)
        counted = byte_counter(progress, "Reading the file", status.st_size)
        sha256, size = sha256_of(file, counted)
        _refuse_changed(path, file, status, size)
    if not size:
        raise errors.InvalidError(
            f"{path} is empty", "Nothing was added. Attach a file that is not empty."
        )
    media_type = media_type_of(called, beginning)
    if media_type == UNKNOWN:  # the given name may have no extension
        media_type = media_type_of(path.name, beginning)
    is_mail = kind_of(path.name, beginning) in {MAIL, MSG} or media_type in MAILS
    attachment = Attachment(called, sha256, size, media_type, private=is_mail)
    return Candidate(path, attachment, status)


@contextmanager
def reopened(found: Candidate) -> Iterator[tuple[BinaryIO, Callable[[], None]]]:
    """Open a file again. Yield the file and a function that checks for changes.

    The function raises ChangedFileError if the file has changed. Raises the errors of
    `look_at`.
    """
    with _opened(found.path) as (file, status):
        if _identity(status) != _identity(found.status):
            raise ChangedFileError(found.path)
        size = found.attachment.size
        yield file, partial(_refuse_changed, found.path, file, status, size)


def byte_counter(progress: Progress, what: str, total: int) -> Callable[[int], None]:
    """Return a function that counts bytes and reports the sum to `progress`.

    Call the function for each block with the number of its bytes.
    """
    done = 0

    def counted(more: int) -> None:
        nonlocal done
        done += more
        progress(what, done, total)

    return counted


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, os.stat_result]]:
    """Open a regular file. Yield the file and its status.

    Raises InvalidError or AccessError.
    """
    try:
        _refuse_special_file(path, path.lstat().st_mode)
        file = os.fdopen(os.open(path, _FLAGS), "rb", buffering=0)
        try:
            status = os.fstat(file.fileno())
            _refuse_special_file(path, status.st_mode)
            yield file, status
        finally:
            with suppress(OSError):  # everything has been read
                file.close()
    except OSError as error:
        if error.filename not in {None, str(path)}:  # a copy can't be written
            raise
        raise errors.AccessError(
            f"{path}: {(error.strerror or str(error)).lower()}",
            "Nothing was added. Check the name and permissions of the file.",
        ) from error


def _refuse_special_file(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise errors.InvalidError(
            f"{path} is not a regular file",
            "Enter the path of the file itself, not of a link, a folder or a device.",
        )


def _identity(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _refuse_changed(
    path: Path, file: BinaryIO, before: os.stat_result, size: int
) -> None:
    """Raise ChangedFileError if a program wrote to the file or replaced it."""
    try:
        there = path.lstat()
    except OSError as error:
        raise ChangedFileError(path) from error
    now = os.fstat(file.fileno())
    same = _identity(now) == _identity(before) == _identity(there)
    if not same or now.st_size != size:
        raise ChangedFileError(path)
