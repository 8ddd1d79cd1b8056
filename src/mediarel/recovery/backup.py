"""Backups by hand: a copy of the store as it is, read back before it is told of."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from mediarel.atomic import make_folders, replace_file
from mediarel.attachments.files import Copied, attached_to, copy_files, files_folder
from mediarel.errors import Command, Hint, RefusedError
from mediarel.recovery.repair import damage_of
from mediarel.store.tiny.access import StoreAccessError, reason
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.replace import compact, read_content
from mediarel.store.tiny.rotation import backup_folder


class BackedUp(NamedTuple):
    """A backup: where it is, what it has, and the attachments that came with it."""

    place: Path
    statements: int
    size: int
    attachments: Copied


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


def back_up(store: FileStore, folder: Path | None, at: str) -> BackedUp:
    """Write a backup of `store` into `folder`, by default that beside the store.

    A folder that is named gets the files of attachments as well, in `files/`.
    `at` is the present, as RFC 3339 in UTC.

    Raises DamagedError, BackupThereError, BadCopyError, NoStoreError or
    StoreAccessError.
    """
    path = Path(os.path.realpath(store.path))
    if damage := damage_of(store):
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
        statements = FileStore(place).read().statements
        copied = Copied(0, [])
        if folder is not None:
            wanted = attached_to(statements.values())
            copied = copy_files(wanted, files_folder(path), files_folder(place))
    except OSError as error:
        barred = Path(error.filename or place)
        raise StoreAccessError(barred, reason(error)) from error
    return BackedUp(place, len(statements), len(data), copied)


def _place(path: Path, folder: Path | None, at: str) -> Path:
    """Return where the backup is to be, which is free.

    Raises BackupThereError.
    """
    name = f"{path.stem}-{compact(at)}{path.suffix}"
    place = (backup_folder(path) if folder is None else folder) / name
    if os.path.lexists(place):
        raise BackupThereError(place)
    return place
