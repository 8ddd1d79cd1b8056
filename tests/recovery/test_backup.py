"""Backups by hand: a copy of the store, with the attached files where asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mediarel.errors import DamagedError, RefusedError
from mediarel.recovery.backup import back_up
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2026-11-24T10:00:00Z"


def test_backup_through_a_link(store: Path, tmp_path: Path) -> None:
    """It is beside the file and not beside the link."""
    link = tmp_path / "link.json"
    link.symlink_to(store)

    assert back_up(FileStore(link), None, NOW).place.parent == store.parent / "backups"


def test_backup_that_is_there(store: Path, tmp_path: Path) -> None:
    """It is left as it is, and so is one of the same second."""
    place = back_up(FileStore(store), tmp_path / "stick", NOW).place
    place.write_bytes(b"earlier")

    with pytest.raises(RefusedError, match="already exists"):
        back_up(FileStore(store), tmp_path / "stick", NOW)

    assert place.read_bytes() == b"earlier"


def test_store_that_is_damaged(store: Path) -> None:
    """There is no backup of it, and the hint names repair."""
    store.write_bytes(store.read_bytes()[:-3])

    with pytest.raises(DamagedError) as damaged:
        back_up(FileStore(store), None, NOW)

    assert "mediarel repair" in str(damaged.value.hint)
    assert not (store.parent / "backups").exists()
