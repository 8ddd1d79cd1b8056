"""Examining a store that can't be read: what is wrong, and what can be saved of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import AccessError, DamagedError, InvalidFieldError
from mediarel.recovery.plan import Backup, Mended, mend
from mediarel.recovery.salvage import salvage
from mediarel.store.checksums import checksum, read_checksums
from mediarel.store.records import read_entry, read_record
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.replace import Content, read_content
from mediarel.store.tiny.rotation import all_backups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.store.protocol import Snapshot


class NothingToSaveError(DamagedError):
    """A store has nothing that could be saved, and no backup that can be read."""

    def __init__(self, damage: DamagedError) -> None:
        super().__init__(
            f"{damage.problem}; nothing of it can be saved",
            "If there is a copy of it anywhere: mediarel restore --from FILE",
        )


class Examined(NamedTuple):
    """A damaged store: its content, what is wrong first, and what it can be made to."""

    content: Content
    damage: DamagedError
    mended: Mended
    in_conflict: bool


def examine(store: FileStore, now: str) -> Examined | None:
    """Return what is wrong with `store` and what can be saved, None where it is sound.

    `now`, as RFC 3339 in UTC, stands in for times that are lost.

    Raises NothingToSaveError, NoStoreError or StoreAccessError.
    """
    content = read_content(store.path)
    damage = damage_of(store)
    if damage is None:
        return None
    found = salvage(content.data)
    mended = mend(found, readable_backups(Path(os.path.realpath(store.path))), now)
    if not (mended.statements or mended.history):
        raise NothingToSaveError(damage)
    return Examined(content, damage, mended, found.in_conflict)


def damage_of(store: FileStore) -> DamagedError | None:
    """Return what is wrong first with `store`: its file, or a record; None if nothing.

    Raises NoStoreError or StoreAccessError.
    """
    try:
        _check_records(store, store.read())
    except DamagedError as error:
        return error
    return None


def _check_records(store: FileStore, snapshot: Snapshot) -> None:
    # What is as it was written breaks no rule, and most is.
    known = read_checksums(snapshot.checksums)
    for table, documents in (
        ("statements", snapshot.statements),
        ("history", snapshot.history),
    ):
        for key, raw in documents.items():
            number = int(key)
            try:
                if table == "history":
                    read_entry(number, raw)
                elif number not in known or checksum(raw) != known[number]:
                    read_record(number, raw)
            except InvalidFieldError as error:
                raise store.damaged_record(table, number, error.problem) from error


def readable_backups(path: Path) -> Iterator[Backup]:
    """Yield the backups of the store at `path` that can be read, newest first."""
    for place in all_backups(path):
        try:
            yield Backup(place.name, FileStore(place).read())
        except (AccessError, DamagedError):
            continue
