"""What a damaged store will be after its repair."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.store.protocol import Document, Snapshot


class Backup(NamedTuple):
    """A backup of the store: its name, and all that it holds."""

    name: str
    snapshot: Snapshot


@dataclass
class RepairPlan:
    """What a store will hold after its repair, and what was done with each record.

    - `statements`, `history`: the records by id, and the entries by number
    - `last_id`: the highest id that was ever given
    - `verified`: the ids whose checksum fits
    - `unverified`: the ids of which no checksum was kept
    - `altered`: the ids of those that are not what they were, with what differs
    - `from_backups`, `changes_from_backups`: what was taken from each backup, by its
      name
    - `renumbered`: the new ids, each with the key that the statement had before
    - `duplicated`: the ids of which the file had more than one
    - `dropped`, `dropped_changes`: what can't be saved, by its key, and why
    - `others`, `tables_from_backups`, `lost_tables`: the tables that are not read, and
      the same of those
    """

    statements: dict[int, bytes] = field(default_factory=dict)
    history: dict[int, bytes] = field(default_factory=dict)
    last_id: int = 0
    verified: set[int] = field(default_factory=set)
    unverified: set[int] = field(default_factory=set)
    altered: dict[int, str] = field(default_factory=dict)
    from_backups: dict[str, list[int]] = field(default_factory=dict)
    renumbered: dict[int, str] = field(default_factory=dict)
    dropped: dict[str, str] = field(default_factory=dict)
    duplicated: set[int] = field(default_factory=set)
    changes_from_backups: dict[str, list[int]] = field(default_factory=dict)
    dropped_changes: dict[str, str] = field(default_factory=dict)
    others: dict[str, Mapping[str, Document]] = field(default_factory=dict)
    tables_from_backups: dict[str, list[str]] = field(default_factory=dict)
    lost_tables: dict[str, str] = field(default_factory=dict)
