"""Test removing the temporary files of processes that died."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from archives import draft, opened
from checked import the_one

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

TIME = "2027-01-01T101530Z"
AT_ONCE = (
    ".statements.json.abcd_123.tmp",
    f".statements.json.damaged-{TIME}.abcd_123.tmp",
    f".statements.json.damaged-{TIME}-2.abcd_123.tmp",
    f".statements.json.damaged-{TIME}.report.txt.abcd_123.tmp",
    "backups/.statements-2027-01-01.json.abcd_123.tmp",
)
LATER = (f"backups/.statements-{TIME}.json.abcd_123.tmp",)
OTHERS = (
    "statements.json.abcd_123.tmp",
    ".statements.json.abcd.tmp",
    ".statements.json.abcd_123.tmp.json",
    f".other.json.damaged-{TIME}.abcd_123.tmp",
    f".statements.json.damaged-{TIME}",
    "backups/.other-2027-01-01.json.abcd_123.tmp",
    "files/.statements.json.abcd_123.tmp",
)
HOURS = 2 * 60 * 60


def leave(store: Path, name: str, *, old: bool = False) -> Path:
    """Write a temporary file `name`, and return its path."""
    place = store.parent / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"half")
    if old:
        os.utime(place, (time.time() - HOURS,) * 2)
    return place


def change(store: Path) -> None:
    with opened(store) as archive:
        archive.add(draft(), allow_duplicate=True)


@pytest.mark.parametrize("name", AT_ONCE)
def test_next_change_removes_files_written_with_the_lock(
    store: Path, name: str
) -> None:
    place = leave(store, name)
    assert the_one(store).hint == "The next change removes this file."

    change(store)

    assert not place.exists()


@pytest.mark.parametrize("name", LATER)
def test_files_written_without_the_lock_are_removed_after_an_hour(
    store: Path, name: str
) -> None:
    """A running command may still write such a file."""
    place = leave(store, name)
    assert the_one(store).hint == "A change removes this file after one hour."

    change(store)

    assert place.exists()
    leave(store, name, old=True)

    change(store)

    assert not place.exists()


@pytest.mark.parametrize("name", OTHERS)
def test_files_with_other_names_are_kept(store: Path, name: str) -> None:
    place = leave(store, name, old=True)

    change(store)

    assert place.exists()


def test_leftover_that_can_not_be_removed_is_ignored(store: Path) -> None:
    (store.parent / AT_ONCE[0]).mkdir()

    change(store)

    assert (store.parent / AT_ONCE[0]).is_dir()


def test_backup_removes_old_leftovers_from_its_folder(
    run: Run, store: Path, home: Path
) -> None:
    kept = leave(store, "../stick/.statements-2027-01-01T101530Z.json.abcd_123.tmp")
    gone = leave(
        store, "../stick/.statements-2026-01-01T101530Z.json.abcd_123.tmp", old=True
    )

    assert run("backup", str(home / "stick")).code == 0

    assert kept.exists()
    assert not gone.exists()
