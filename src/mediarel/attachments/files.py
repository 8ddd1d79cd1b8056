"""The attached files of statements: which there are, whether they are whole, copies."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mediarel.atomic import make_inner_folder, replace_file
from mediarel.attachments.places import places_of
from mediarel.attachments.reading import blocks, sha256_of
from mediarel.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import BinaryIO

    from mediarel.attachments.protocol import Files
    from mediarel.model.attachment import Attachment
    from mediarel.store.protocol import Document

_NO_ATTACHMENTS = b'"attachments": []'


class AttachedFile(NamedTuple):
    """What tells an attached file from any other; `size` is in bytes."""

    sha256: str
    size: int

    @classmethod
    def of(cls, attachment: Attachment) -> AttachedFile:
        """Return the file of `attachment`."""
        return cls(attachment.sha256, attachment.size)


class CopyResult(NamedTuple):
    """How many files were copied; the SHA-256 of those that are missing or changed."""

    copied: int
    missing: list[str]


class ChangedFileError(RefusedError):
    """A file is not what it was a moment ago, as it was to be copied."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"{place} changed while it was copied",
            "Give the command again when nothing writes to it any more.",
        )


class _Attached(msgspec.Struct):
    """The part of a statement that says what is attached to it."""

    attachments: list[_Attachment] | None = None


class _Attachment(msgspec.Struct):
    sha256: str
    size: int


def attached_files(statements: Iterable[Document]) -> list[AttachedFile]:
    """Return the files that are attached to `statements`, each once."""
    decoder = msgspec.json.Decoder(_Attached)
    files: dict[AttachedFile, None] = {}
    for raw in statements:
        if _NO_ATTACHMENTS not in bytes(raw):
            for each in decoder.decode(raw).attachments or ():
                files[AttachedFile(each.sha256, each.size)] = None
    return list(files)


def copy_files(
    wanted: Iterable[AttachedFile], source: Path, target: Path, *, like: Path | None
) -> CopyResult:
    """Copy the files that are `wanted` from the folder `source` to `target`.

    They lie there as in `source`. The copies are as open as the file `like`, such as
    the archive that they belong to; without one, as any new file. Those that `target`
    has already are left as they are. Of the others, those that `source` has not, or not
    with the right bytes, are not copied.

    Raises OSError, or ChangedFileError.
    """
    copied = 0
    missing = []
    for file in wanted:
        if has_file(target, file):
            continue
        original = whole_file(source, file)
        if original is None:
            missing.append(file.sha256)
            continue
        # One that is there is not what it was, and is replaced.
        there = places_of(target, file.sha256)
        place = there[0] if there else target / original.relative_to(source)
        with original.open("rb", buffering=0) as opened:
            put_file(opened, place, target, file, like=like)
        copied += 1
    return CopyResult(copied, missing)


def copy_from(files: Files, wanted: Iterable[AttachedFile], target: Path) -> CopyResult:
    """Copy those `wanted` of the `files` of an archive to the folder `target`.

    Raises OSError, or ChangedFileError.
    """
    copied = 0
    missing: list[str] = []
    for file in wanted:
        if not has_file(target, file):
            result = copy_files([file], files.folder([file]), target, like=None)
            copied += result.copied
            missing += result.missing
    return CopyResult(copied, missing)


def put_file(  # noqa: PLR0913 - what, where, and how
    opened: BinaryIO,
    place: Path,
    folder: Path,
    file: AttachedFile,
    *,
    like: Path | None,
    told: Callable[[int], None] = lambda _: None,
    prove: Callable[[], None] = lambda: None,
) -> None:
    """Copy an `opened` file to `place` in `folder`, whole or not at all.

    The folders are made, as open as that around them, and what is there is synced. What
    was written must be `file`. `told` is called with how many bytes more were copied,
    `prove` before the copy takes its place.

    Raises OSError, ChangedFileError, or whatever `prove` raises.
    """
    for is_last in (False, True):
        make_inner_folder(folder)
        make_inner_folder(place.parent)
        try:
            replace_proved(opened, place, file, like=like, told=told, prove=prove)
        except FileNotFoundError:
            # Another command has removed the empty folder, or the temporary file in the
            # moment before it was locked.
            if is_last:
                raise
            opened.seek(0)
        else:
            return


def replace_proved(  # noqa: PLR0913 - as above
    opened: BinaryIO,
    place: Path,
    file: AttachedFile,
    *,
    like: Path | None = None,
    told: Callable[[int], None] = lambda _: None,
    prove: Callable[[], None] = lambda: None,
) -> None:
    """Replace the file at `place` by a copy of an `opened` one, as `put_file` does."""
    digest = sha256()

    def write(copy: BinaryIO) -> None:
        for block in blocks(opened, told):
            digest.update(block)
            copy.write(block)

    def compare() -> None:
        if digest.hexdigest() != file.sha256:
            raise ChangedFileError(place)
        prove()

    replace_file(place, write, like=like, before_replace=compare)


def has_file(folder: Path, file: AttachedFile) -> bool:
    """Tell whether `folder` has `file`, with its size and its bytes.

    Raises OSError, which names the file.
    """
    return whole_file(folder, file) is not None


def whole_file(folder: Path, file: AttachedFile) -> Path | None:
    """Return where `folder` has `file`, with its size and its bytes; None if nowhere.

    Raises OSError, which names the file.
    """
    for place in places_of(folder, file.sha256):
        try:
            if place.stat().st_size != file.size:
                continue
            with place.open("rb", buffering=0) as content:
                if sha256_of(content)[0] == file.sha256:
                    return place
        except OSError as error:
            error.filename = str(place)
            raise
    return None


def file_by_size(folder: Path, file: AttachedFile) -> Path | None:
    """Return where `folder` has `file`, by its name and its size alone.

    Raises OSError.
    """
    for place in places_of(folder, file.sha256):
        if place.stat().st_size == file.size:
            return place
    return None
