"""Examining a store: whether it is damaged, and what a repair would make of it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from archives import content
from mediarel.errors import NewerArchiveError
from mediarel.recovery.evidence import sources_of
from mediarel.recovery.repair import NothingToSaveError, examine
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2026-12-01T10:15:30Z"


def test_nothing_that_could_be_saved(store: Path) -> None:
    """Neither of the file nor of a backup."""
    store.write_bytes(b"")

    with pytest.raises(NothingToSaveError, match="it contains nothing to save"):
        examine(FileStore(store), NOW)


def test_store_of_a_newer_program(store: Path) -> None:
    """That is no damage."""
    tables = content(store)
    store.write_text(json.dumps({**tables, "archive": {"1": {"form": 99}}}))

    with pytest.raises(NewerArchiveError, match="it is not damaged"):
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
