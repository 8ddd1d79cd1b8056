"""Examining a damaged store: what is wrong with it, and what can be saved."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import (
    AccessError,
    Command,
    DamagedError,
    Hint,
    NewerArchiveError,
    Placeholder,
)
from mediarel.recovery.plan import Backup, RepairPlan
from mediarel.recovery.planner import plan_repair
from mediarel.recovery.salvage import salvage
from mediarel.recovery.tables import plan_tables
from mediarel.store.checksums import read_checksums
from mediarel.store.protocol import BrokenRecordError
from mediarel.store.sound import error_in
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.others import other_tables
from mediarel.store.tiny.read import Content, read_content
from mediarel.store.tiny.rotation import all_backups

if TYPE_CHECKING:
    from collections.abc import Iterator


class NothingToSaveError(DamagedError):
    """A store has nothing that could be saved, and no backup that can be read."""

    def __init__(self, damage: DamagedError) -> None:
        super().__init__(
            f"{damage.problem}; nothing of it can be saved",
            Hint(
                "If there is a copy of it anywhere: ",
                Command("restore", "--from", Placeholder("FILE")),
            ),
        )


class NotDamagedError(NewerArchiveError):
    """A store that a newer program has written was to be repaired."""

    def __init__(self, error: NewerArchiveError) -> None:
        super().__init__(f"{error.problem}; that is no damage", error.hint)


class Examination(NamedTuple):
    """A damaged store: its content, the first damage in it, and the plan of repair."""

    content: Content
    damage: DamagedError
    plan: RepairPlan
    in_conflict: bool


def examine(store: FileStore, now: str) -> Examination | None:
    """Return what is wrong with `store`, and what can be saved; None where it is sound.

    `now`, as RFC 3339 in UTC, stands in for times that are lost.

    Raises NewerArchiveError, NothingToSaveError, NoStoreError or StoreAccessError.
    """
    content = read_content(store.path)
    damage = error_in(store)
    if damage is None:
        return None
    found = other_tables(content.data)
    if isinstance(damage, NewerArchiveError):
        raise NotDamagedError(damage) if found.is_whole else damage
    salvaged = salvage(content.data)
    path = Path(os.path.realpath(store.path))
    plan = plan_repair(salvaged, readable_backups(path), now)
    plan_tables(plan, found, readable_backups(path))
    if not (plan.statements or plan.history):
        raise NothingToSaveError(damage)
    return Examination(content, damage, plan, salvaged.in_conflict)


def readable_backups(path: Path) -> Iterator[Backup]:
    """Yield the backups of the store at `path` that can be read, newest first.

    A record or an entry in one of them may still be broken.
    """
    for place in all_backups(path):
        try:
            snapshot = FileStore(place).read()
            read_checksums(snapshot.checksums)
        except (AccessError, DamagedError, NewerArchiveError, BrokenRecordError):
            continue
        yield Backup(place.name, snapshot)
