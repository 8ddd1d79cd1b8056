"""What a damaged store will be after its repair."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mediarel.store.protocol import Snapshot


class Backup(NamedTuple):
    """A backup of the store: its name, and what it holds."""

    name: str
    tables: Snapshot


@dataclass
class RepairPlan:
    """What a store will be after its repair, and what became of each of its records.

    `statements` and `history` are what will be kept, by id and number; `last_id`
    is the highest id that was ever given. The ids in `as_was` have the checksum
    that was kept of them, of those in `unproved` none was kept, and `altered`
    says what is another now. `from_backups` has the ids, `changes_from_backups`
    the numbers that a backup had, by its name. `renumbered` has the keys under
    which statements stood that are given a new id, `dropped` and
    `dropped_changes` what can't be saved and why, and `doubled` the ids of which
    the file had more than one.
    """

    statements: dict[int, bytes] = field(default_factory=dict)
    history: dict[int, bytes] = field(default_factory=dict)
    last_id: int = 0
    as_was: set[int] = field(default_factory=set)
    unproved: set[int] = field(default_factory=set)
    altered: dict[int, str] = field(default_factory=dict)
    from_backups: dict[str, list[int]] = field(default_factory=dict)
    renumbered: dict[int, str] = field(default_factory=dict)
    dropped: dict[str, str] = field(default_factory=dict)
    doubled: set[int] = field(default_factory=set)
    changes_from_backups: dict[str, list[int]] = field(default_factory=dict)
    dropped_changes: dict[str, str] = field(default_factory=dict)
