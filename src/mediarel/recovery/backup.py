"""Backups by hand: a copy of the store as it is, read back before it is told of."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.atomic import make_folders, replace_file
from mediarel.attachments.files import CopyResult, attached_to, copy_files, files_folder
from mediarel.errors import Command, DamagedError, Hint, NewerArchiveError, RefusedError
from mediarel.store.sound import refusal_of
from mediarel.store.tiny.access import StoreAccessError, reason
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.replace import compact, read_content
from mediarel.store.tiny.rotation import backup_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.store.protocol import Document


class BackupResult(NamedTuple):
    """A backup: where it is, what it has, and the attachments that came with it.

    One that is `newer` than this program can tell has as many statements as nobody
    counted, and what is attached to them did not come with it.
    """

    place: Path
    statements: int | None
    size: int
    attachments: CopyResult
    newer: NewerArchiveError | None = None


class BackupThereError(RefusedError):
    """There is something already where the backup would be."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"{place} is there already", "It was left as it is: try again in a second."
        )


class BadCopyError(StoreAccessError):
    """What was written is not what can be read."""

    def __init__(self, place: Path) -> None:
        super().__init__(place, "what was written can't be read back as it was")


def back_up(store: FileStore, folder: Path | None, at: str) -> BackupResult:
    """Write a backup of `store` into `folder`, by default that beside the store.

    A folder that is named gets the files of attachments as well, in `files/`.
    `at` is the present, as RFC 3339 in UTC.

    Raises DamagedError, BackupThereError, BadCopyError, NoStoreError or
    StoreAccessError.
    """
    path = Path(os.path.realpath(store.path))
    damage = refusal_of(store)
    if isinstance(damage, DamagedError):
        damage.hint = Hint("Save what can be saved of it first: ", Command("repair"))
        raise damage
    data = read_content(path).data
    place = _place(path, folder, at)
    try:
        make_folders(place.parent)
        replace_file(place, lambda file: file.writelines([data]))
        if place.read_bytes() != data:
            place.unlink()
            raise BadCopyError(place)
        statements = _statements(place)
        copied = CopyResult(0, [])
        if folder is not None and statements is not None:
            wanted = attached_to(statements.values())
            copied = copy_files(wanted, files_folder(path), files_folder(place))
    except OSError as error:
        barred = Path(error.filename or place)
        raise StoreAccessError(barred, reason(error)) from error
    count = None if statements is None else len(statements)
    return BackupResult(place, count, len(data), copied, damage)


def _statements(place: Path) -> Mapping[str, Document] | None:
    """Return the statements at `place`, None where their form is not known."""
    try:
        return FileStore(place).read().statements
    except NewerArchiveError:
        return None


def _place(path: Path, folder: Path | None, at: str) -> Path:
    """Return where the backup is to be, which is free.

    Raises BackupThereError.
    """
    name = f"{path.stem}-{compact(at)}{path.suffix}"
    place = (backup_folder(path) if folder is None else folder) / name
    if os.path.lexists(place):
        raise BackupThereError(place)
    return place
