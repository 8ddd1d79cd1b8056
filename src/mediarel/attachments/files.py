"""The files of attachments, which lie in `files/` beside a store, and their copies."""

from __future__ import annotations

from hashlib import file_digest
from shutil import copyfileobj
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mediarel.atomic import make_folders, replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mediarel.store.protocol import Document

_NONE = b'"attachments": []'


class KeptFile(NamedTuple):
    """What is to be known of a file to tell it from any other; `size` is in bytes."""

    sha256: str
    size: int


class CopyResult(NamedTuple):
    """How many files were copied, and which of them could not be had as they were."""

    copied: int
    lacking: list[str]


class _Attached(msgspec.Struct):
    """Of a statement, what is attached to it."""

    attachments: list[_Attachment] | None = None


class _Attachment(msgspec.Struct):
    sha256: str
    size: int


def files_folder(path: Path) -> Path:
    """Return the folder of the files that belong to the store at `path`."""
    return path.parent / "files"


def attached_to(statements: Iterable[Document]) -> list[KeptFile]:
    """Return the files that are attached to statements, from their raw JSON."""
    decoder = msgspec.json.Decoder(_Attached)
    found: dict[KeptFile, None] = {}
    for raw in statements:
        if _NONE not in bytes(raw):
            for each in decoder.decode(raw).attachments or ():
                found[KeptFile(each.sha256, each.size)] = None
    return list(found)


def copy_files(wanted: Iterable[KeptFile], source: Path, target: Path) -> CopyResult:
    """Copy the files that are `wanted` from the folder `source` to `target`.

    What is in `target` already is left; what is not in `source` as it was when
    it was attached is not copied.

    Raises OSError.
    """
    copied = 0
    lacking = []
    for file in wanted:
        if is_there(target, file):
            continue
        if not is_there(source, file):
            lacking.append(file.sha256)
            continue
        make_folders(target)
        with (source / file.sha256).open("rb") as original:
            replace_file(target / file.sha256, lambda copy: copyfileobj(original, copy))
        copied += 1
    return CopyResult(copied, lacking)


def is_there(folder: Path, file: KeptFile) -> bool:
    """Tell whether `folder` has `file`, with the size and the bytes it should have."""
    place = folder / file.sha256
    if not place.is_file() or place.stat().st_size != file.size:
        return False
    with place.open("rb") as content:
        return file_digest(content, "sha256").hexdigest() == file.sha256
