"""What the system says of a store's file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mediarel.store.tiny.file import (
    NoStoreError,
    mark_at,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_mark_after_a_change_of_the_same_size(store: Path) -> None:
    """It is another, in the same file or in a new one."""
    before = mark_at(store)
    os.utime(store, ns=(1, 1))
    touched = mark_at(store)
    copy = store.with_name("copy")
    copy.write_bytes(store.read_bytes())
    copy.replace(store)
    os.utime(store, ns=(1, 1))

    assert len({before.revision, touched.revision, mark_at(store).revision}) == 3


def test_store_that_is_gone(store: Path) -> None:
    """The newest backup is named, where there is one."""
    store.unlink()
    with pytest.raises(NoStoreError) as without:
        mark_at(store)
    backup = store.parent / "backups" / "statements-2026-01-02.json"
    backup.parent.mkdir()
    backup.touch()
    with pytest.raises(NoStoreError) as with_backup:
        mark_at(store)

    assert "mediarel init" in str(without.value.hint)
    assert str(backup) in str(with_backup.value.hint)
