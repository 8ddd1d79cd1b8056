"""The attached files, which lie in `files/` beside a store, and copies of them."""

from __future__ import annotations

from hashlib import file_digest
from shutil import copyfileobj
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mediarel.atomic import make_inner_folder, replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mediarel.store.protocol import Document

_NO_ATTACHMENTS = b'"attachments": []'


class AttachedFile(NamedTuple):
    """What tells an attached file from any other; `size` is in bytes."""

    sha256: str
    size: int


class CopyResult(NamedTuple):
    """How many files were copied; the SHA-256 of those that are missing or changed."""

    copied: int
    missing: list[str]


class _Attached(msgspec.Struct):
    """The part of a statement that says what is attached to it."""

    attachments: list[_Attachment] | None = None


class _Attachment(msgspec.Struct):
    sha256: str
    size: int


def files_folder(path: Path) -> Path:
    """Return the folder of the files that belong to the store at `path`."""
    return path.parent / "files"


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
    wanted: Iterable[AttachedFile], source: Path, target: Path, *, like: Path
) -> CopyResult:
    """Copy the files that are `wanted` from the folder `source` to `target`.

    The copies are as open as the file `like`, the archive that they belong to. Those
    that `target` has already are left as they are. Of the others, those that `source`
    has not, or not with the right bytes, are not copied.

    Raises OSError.
    """
    copied = 0
    missing = []
    for file in wanted:
        if has_file(target, file):
            continue
        if not has_file(source, file):
            missing.append(file.sha256)
            continue
        make_inner_folder(target)
        with (source / file.sha256).open("rb") as original:
            replace_file(
                target / file.sha256,
                lambda copy: copyfileobj(original, copy),
                like=like,
            )
        copied += 1
    return CopyResult(copied, missing)


def has_file(folder: Path, file: AttachedFile) -> bool:
    """Tell whether `folder` has `file`, with its size and its bytes.

    Raises OSError, which names the file.
    """
    place = folder / file.sha256
    try:
        if not place.is_file() or place.stat().st_size != file.size:
            return False
        with place.open("rb") as content:
            return file_digest(content, "sha256").hexdigest() == file.sha256
    except OSError as error:
        error.filename = str(place)
        raise
