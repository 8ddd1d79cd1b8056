"""Backups by hand: a copy of the store, which is read back to see that it is right."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.atomic import make_folders, make_inner_folder, replace_file
from mediarel.attachments.files import (
    CopyResult,
    attached_files,
    copy_files,
    files_folder,
)
from mediarel.attachments.needed import past_files
from mediarel.errors import Command, DamagedError, Hint, NewerArchiveError, RefusedError
from mediarel.store.sound import error_in
from mediarel.store.tiny.file import StoreAccessError, read_content, reason
from mediarel.store.tiny.read import snapshot_of, validated_tables
from mediarel.store.tiny.rotation import (
    backup_folder,
    compact_time,
    remove_leftovers_by_hand,
)

if TYPE_CHECKING:
    from mediarel.store.protocol import Snapshot
    from mediarel.store.tiny.file import FileStore


class BackupResult(NamedTuple):
    """A backup: where it is, its size in bytes, and what was copied with it.

    `newer` is set where a newer program has written the store. If the form of that
    is not known, `statements` is None, and no attachments are copied.
    """

    place: Path
    statements: int | None
    size: int
    attachments: CopyResult
    newer: NewerArchiveError | None = None


class BackupExistsError(RefusedError):
    """There is a file already where the backup would be."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"{place} is there already", "It was left as it is: try again in a second."
        )


def back_up(store: FileStore, folder: Path | None, at: str) -> BackupResult:
    """Write a backup of `store` into `folder`, by default that beside the store.

    Where `folder` is given, the attached files are copied as well, into `files/` in
    it. All are as open as the store is. `at` is the present time, as RFC 3339 in UTC.

    Raises DamagedError, BackupExistsError, NoStoreError or StoreAccessError.
    """
    path = Path(os.path.realpath(store.path))
    error = error_in(store)
    if isinstance(error, DamagedError):
        error.hint = Hint("Save what can be saved of it first: ", Command("repair"))
        raise error
    data = read_content(path).data
    place = _free_place(path, folder, at)
    found = _snapshot(path, data)
    copied = CopyResult(0, [])
    try:
        if folder is None:
            make_inner_folder(place.parent)
        else:
            make_folders(place.parent)
            # Before the backup: one that is there has all that belongs to it.
            if found is not None:
                copied = copy_all(found, path, files_folder(place), like=path)
        remove_leftovers_by_hand(place.parent, path)
        replace_file(place, lambda file: file.writelines([data]), like=path)
        _prove(place, data)
    except OSError as refusal:
        refused = Path(refusal.filename or place)
        raise StoreAccessError(refused, reason(refusal)) from refusal
    count = None if found is None else len(found.statements)
    return BackupResult(place, count, len(data), copied, error)


def copy_all(
    snapshot: Snapshot, source: Path, target: Path, *, like: Path
) -> CopyResult:
    """Copy to the folder `target` the files that a store at `source` has or had.

    Those of its statements, and those that its history names: without them, undo
    would bring back a name alone. Of the latter, none is called missing.

    Raises OSError.
    """
    folder = files_folder(source)
    wanted = attached_files(snapshot.statements.values())
    past = past_files(snapshot.history).keys() - set(wanted)
    now = copy_files(wanted, folder, target, like=like)
    before = copy_files(sorted(past), folder, target, like=like)
    return CopyResult(now.copied + before.copied, now.missing)


def _prove(place: Path, data: bytes) -> None:
    """Read back what was written at `place`, and remove it where it is not `data`.

    Raises StoreAccessError or OSError.
    """
    is_right = False
    try:
        is_right = place.read_bytes() == data
    finally:
        if not is_right:
            with suppress(OSError):
                place.unlink()
    if not is_right:
        raise StoreAccessError(place, "what was written can't be read back as it was")


def _snapshot(path: Path, data: bytes) -> Snapshot | None:
    """Return what is in `data`, the content of a store; None for a newer form."""
    try:
        return snapshot_of("", validated_tables(path, data))
    except NewerArchiveError:
        return None


def _free_place(path: Path, folder: Path | None, at: str) -> Path:
    """Return the path of the backup, at which there is nothing yet.

    Raises BackupExistsError.
    """
    name = f"{path.stem}-{compact_time(at)}{path.suffix}"
    place = (backup_folder(path) if folder is None else folder) / name
    if os.path.lexists(place):
        raise BackupExistsError(place)
    return place
