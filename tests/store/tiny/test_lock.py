"""The lock on a store: one holds it, the others wait or are refused."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mediarel.store.tiny.access import StoreAccessError
from mediarel.store.tiny.lock import BusyStoreError, take_lock

if TYPE_CHECKING:
    from pathlib import Path


def test_lock_that_is_held(store: Path) -> None:
    """The process that holds it is named, also where the wait is short."""
    told: list[str] = []
    lock = take_lock(store, 0, told.append)
    try:
        with pytest.raises(BusyStoreError, match=rf"process {os.getpid()}\)"):
            take_lock(store, 0, told.append)
    finally:
        lock.release()

    assert told == []


def test_lock_that_is_let_go(store: Path) -> None:
    """The next one takes it; its file may be there already."""
    take_lock(store, 0, print).release()

    take_lock(store, 0, print).release()


def test_lock_that_says_nothing(store: Path) -> None:
    """Where its file is empty, it is another command that holds it."""
    lock = take_lock(store, 0, print)
    try:
        store.with_name(f".{store.name}.lock").write_bytes(b"")
        with pytest.raises(BusyStoreError, match=r"^another command has been changing"):
            take_lock(store, 0, print)
    finally:
        lock.release()


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    """It is the folder that is named, as there is no lock yet."""
    folder = tmp_path / "nowhere"
    folder.touch()

    with pytest.raises(StoreAccessError) as refused:
        take_lock(folder / "statements.json", 0, print)

    assert refused.value.problem.startswith(f"{folder}: ")
