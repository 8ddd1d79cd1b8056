"""Examining a store: whether it is damaged, and what a repair would make of it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from archives import content
from mediarel.recovery.evidence import sources_of
from mediarel.recovery.repair import (
    NotDamagedError,
    NothingToSaveError,
    examine,
)
from mediarel.store.tiny.file import FileStore, is_as_seen, read_content

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2026-12-01T10:15:30Z"


def test_store_that_is_sound(store: Path) -> None:
    """There is nothing to say of it."""
    assert examine(FileStore(store), NOW) is None


def test_store_that_is_damaged(store: Path) -> None:
    """The damage is told with its plan, and nothing is written."""
    broken = store.read_bytes()[:-3]
    store.write_bytes(broken)

    examined = examine(FileStore(store), NOW)

    assert examined is not None
    assert "ends in the middle" in examined.damage.problem
    assert list(examined.plan.statements) == list(range(1, 10))
    assert store.read_bytes() == broken
    assert is_as_seen(read_content(store), examined.seen)


def test_nothing_that_could_be_saved(store: Path) -> None:
    """Neither of the file nor of a backup."""
    store.write_bytes(b"")

    with pytest.raises(NothingToSaveError, match="nothing of it can be saved"):
        examine(FileStore(store), NOW)


def test_store_of_a_newer_program(store: Path) -> None:
    """That is no damage."""
    tables = content(store)
    store.write_text(json.dumps({**tables, "archive": {"1": {"form": 99}}}))

    with pytest.raises(NotDamagedError, match="that is no damage"):
        examine(FileStore(store), NOW)


def test_backups_that_can_be_read(store: Path) -> None:
    """Newest first, without those that are damaged."""
    folder = store.parent / "backups"
    folder.mkdir()
    names = [f"statements-2026-01-0{day}.json" for day in (1, 2, 3)]
    for name in names:
        shutil.copyfile(store, folder / name)
    (folder / names[1]).write_bytes(b"{")

    sources = sources_of(store, None)

    assert [each.name for each in sources.read()] == [
        f"backup {name}" for name in (names[2], names[0])
    ]
    assert list(sources.unreadable) == [names[1]]
