"""Make a manual backup: copy a store, then read the copy back to verify it."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mediarel import errors
from mediarel.atomic import make_folders, make_inner_folder, replace_file
from mediarel.attachments import files
from mediarel.attachments.local_files import past_files
from mediarel.store.protocol import Snapshot
from mediarel.store.sound import error_in
from mediarel.store.tiny import rotation
from mediarel.store.tiny.file import FileStore, StoreAccessError, read_content, reason
from mediarel.store.tiny.read import snapshot_of, validated_tables


class BackupResult(NamedTuple):
    """A new backup: its path, its size in bytes, and the copied attachments.

    `newer` is set if a newer program has written the store. If the format version of
    the store is unknown, the statements are not counted, and no attachments are copied.
    """

    place: Path
    statements: int | None
    size: int
    attachments: files.CopyResult
    newer: errors.NewerArchiveError | None = None


def back_up(store: FileStore, folder: Path | None, at: str) -> BackupResult:
    """Write a backup of `store` into `folder`.

    The default is the store's backup folder.

    If `folder` is given, the attachments are also copied, to its subfolder `files`. All
    copies have the permissions of the store. `at` is the current time, as RFC 3339 in
    UTC.

    Raises DamagedError, RefusedError, NoStoreError or StoreAccessError.
    """
    path = Path(os.path.realpath(store.path))
    error = error_in(store)
    if isinstance(error, errors.DamagedError):
        error.hint = errors.Hint("Repair the archive first: ", errors.Command("repair"))
        raise error
    data = read_content(path).data
    place = _free_place(path, folder, at)
    found = _snapshot(path, data)
    copied = files.CopyResult(0, [])
    try:
        if folder is None:
            make_inner_folder(place.parent)
        else:
            make_folders(place.parent)
            # Copy files first, so that a finished backup always has its files.
            if found is not None:
                copied = copy_all(found, path, files.files_folder(place), like=path)
        rotation.remove_leftovers(place.parent, path)
        replace_file(place, lambda file: file.writelines([data]), like=path)
        _prove(place, data)
    except OSError as refusal:
        refused = Path(refusal.filename or place)
        raise StoreAccessError(refused, reason(refusal)) from refusal
    count = None if found is None else len(found.statements)
    return BackupResult(place, count, len(data), copied, error)


def copy_all(
    snapshot: Snapshot, source: Path, target: Path, *, like: Path
) -> files.CopyResult:
    """Copy the attachments of a store from the store's folder to the folder `target`.

    `source` is the path of the store. Attachments that were removed are copied too,
    because undo needs them. If a removed attachment is missing, this is not reported.

    Raises OSError.
    """
    folder = files.files_folder(source)
    wanted = files.attached_files(snapshot.statements.values())
    past = past_files(snapshot.history).keys() - set(wanted)
    now = files.copy_files(wanted, folder, target, like=like)
    before = files.copy_files(sorted(past), folder, target, like=like)
    return files.CopyResult(now.copied + before.copied, now.missing)


def _prove(place: Path, data: bytes) -> None:
    """Read the file at `place`, and remove it if its content is not `data`.

    Raises StoreAccessError or OSError.
    """
    with suppress(OSError):
        if place.read_bytes() == data:
            return
    place.unlink()
    problem = "the written backup differs from the archive, or can't be read"
    raise StoreAccessError(place, problem)


def _snapshot(path: Path, data: bytes) -> Snapshot | None:
    """Return a snapshot of the store with the content `data`.

    Returns None if a newer program has written the store.
    """
    try:
        return snapshot_of("", validated_tables(path, data))
    except errors.NewerArchiveError:
        return None


def _free_place(path: Path, folder: Path | None, at: str) -> Path:
    """Return the path for the new backup.

    Raises RefusedError if a file with this path exists.
    """
    name = f"{path.stem}-{rotation.compact_time(at)}{path.suffix}"
    place = (rotation.backup_folder(path) if folder is None else folder) / name
    if os.path.lexists(place):
        problem = f"{place} already exists"
        raise errors.RefusedError(
            problem, "Nothing was written. Try again in a second."
        )
    return place
