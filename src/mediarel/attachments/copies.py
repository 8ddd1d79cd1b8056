"""Copies of attached files for people, under names that say what they are of."""

from __future__ import annotations

import re
from hashlib import file_digest
from typing import TYPE_CHECKING, NamedTuple

from mediarel.atomic import make_folders
from mediarel.attachments.files import AttachedFile, replace_proved, whole_file
from mediarel.attachments.names import file_name, numbered
from mediarel.errors import AccessError, Command, Hint
from mediarel.model.media_types import kept_suffix
from mediarel.text.endings import suffix_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mediarel.attachments.protocol import Files
    from mediarel.model.attachment import Attachment
    from mediarel.model.statement import Statement

_APART = re.compile(r"[\s._/–—-]+")


class LostFileError(AccessError):
    """The copy of an attached file is missing, or is not what was attached."""

    def __init__(self, number: int, attachment: Attachment) -> None:
        super().__init__(
            f"{attachment.name!r} of statement {number} is lost, or another file now",
            Hint("See what to do about it: ", Command("check")),
        )


class CopyError(AccessError):
    """The system refused to write a copy."""

    def __init__(self, place: Path, error: OSError) -> None:
        super().__init__(
            f"{error.filename or place}: {(error.strerror or str(error)).lower()}",
            "Check the permissions of the folder and the free space on the disk.",
        )


class Copied(NamedTuple):
    """The places of copies: those that were made, and those that were there before."""

    made: list[Path]
    there: list[Path]


def copy_out(
    wanted: Iterable[tuple[Statement, Attachment]], source: Files, target: Path
) -> Copied:
    """Copy files from those of an archive, the `source`, to the folder `target`.

    It is made, and nothing in it is replaced: of another file with its name, a copy
    has a number.

    Raises LostFileError or CopyError.
    """
    copied = Copied([], [])
    try:
        make_folders(target)
        for statement, attachment in wanted:
            file = AttachedFile.of(attachment)
            original = whole_file(source.folder([file]), file)
            if original is None:
                raise LostFileError(statement.id, attachment)
            name = readable_name(statement, attachment)
            place, is_new = _reserved(target, name, file)
            if is_new:
                copy_to(original, place, file)
            (copied.made if is_new else copied.there).append(place)
    except OSError as error:
        raise CopyError(target, error) from error
    return copied


def copy_for_one(
    statement: Statement, attachment: Attachment, source: Files, target: Path
) -> Path:
    """Copy a file of `statement` to the folder `target` of one person's own.

    The copy has its own name, and may only be read.

    Raises LostFileError or CopyError.
    """
    file = AttachedFile.of(attachment)
    place = target / own_name(attachment)
    try:
        original = whole_file(source.folder([file]), file)
        if original is None:
            raise LostFileError(statement.id, attachment)
        copy_to(original, place, file)
        place.chmod(0o400)
    except OSError as error:
        raise CopyError(place, error) from error
    return place


def own_name(attachment: Attachment) -> str:
    """Return the name of a copy for one person: its own, with an ending."""
    return file_name("".join(_parts(attachment)))


def copy_to(original: Path, place: Path, file: AttachedFile) -> None:
    """Copy `original` to `place`, where nothing is but an empty file, if that.

    Where that fails, nothing is left there.

    Raises OSError, or ChangedFileError where it is not `file`.
    """
    is_done = False
    try:
        with original.open("rb", buffering=0) as source:
            replace_proved(source, place, file)
        is_done = True
    finally:
        if not is_done:
            place.unlink(missing_ok=True)


def readable_name(statement: Statement, attachment: Attachment) -> str:
    """Return what a copy is called: `2012-07-16-clec-7-joint.pdf`."""
    stem, suffix = _parts(attachment)
    date = re.sub(r"[?~]", "", str(statement.date)).replace("/", "--").strip(".-")
    parts = (date, _slug(statement.program), str(statement.id), _slug(stem))
    return file_name("-".join(filter(None, parts)) + suffix)


def _parts(attachment: Attachment) -> tuple[str, str]:
    """Return the name of a file without its ending, and that: its own, or the usual."""
    name, suffix = attachment.name, suffix_of(attachment.name)
    stem = name[: len(name) - len(suffix)]
    return stem, suffix or kept_suffix(name, attachment.media_type)


def _slug(text: str) -> str:
    """Return `text` in small letters, with hyphens between its words."""
    return _APART.sub("-", text.lower()).strip("-")


def _reserved(folder: Path, name: str, file: AttachedFile) -> tuple[Path, bool]:
    """Return the place in `folder` for a copy, as an empty file, and that it is new.

    Or the place where the copy is already.
    """
    taken: list[str] = []
    while True:
        place = folder / numbered(name, taken)
        try:
            place.open("xb").close()
        except FileExistsError:
            if _is_at(place, file):
                return place, False
            taken.append(place.name)
        else:
            return place, True


def _is_at(place: Path, file: AttachedFile) -> bool:
    if not place.is_file() or place.stat().st_size != file.size:
        return False
    with place.open("rb") as there:
        return file_digest(there, "sha256").hexdigest() == file.sha256
