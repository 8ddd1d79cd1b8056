"""Temporary files of processes that died: which go with the next change, and when.

- those that only the holder of the lock writes go at once
- those of backups by hand, when they are an hour old
- what is named otherwise stays; what can't be removed does no harm
"""

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
    """Leave a file of this name, and return where it is."""
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
def test_what_was_written_under_the_lock(store: Path, name: str) -> None:
    """The next change removes it, and a check has said so."""
    place = leave(store, name)
    assert the_one(store).hint == "The next change removes it."

    change(store)

    assert not place.exists()


@pytest.mark.parametrize("name", LATER)
def test_what_is_written_without_the_lock(store: Path, name: str) -> None:
    """It may be of a command that is at work now."""
    place = leave(store, name)
    assert the_one(store).hint == "A change removes it after one hour."

    change(store)

    assert place.exists()
    leave(store, name, old=True)

    change(store)

    assert not place.exists()


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_of_no_archive_or_of_another(store: Path, name: str) -> None:
    place = leave(store, name, old=True)

    change(store)

    assert place.exists()


def test_what_can_not_be_removed(store: Path) -> None:
    """No change stumbles over it."""
    (store.parent / AT_ONCE[0]).mkdir()

    change(store)

    assert (store.parent / AT_ONCE[0]).is_dir()


def test_on_a_stick(run: Run, store: Path, home: Path) -> None:
    """The next backup there removes what one left that died."""
    kept = leave(store, "../stick/.statements-2027-01-01T101530Z.json.abcd_123.tmp")
    gone = leave(
        store, "../stick/.statements-2026-01-01T101530Z.json.abcd_123.tmp", old=True
    )

    assert run("backup", str(home / "stick")).code == 0

    assert kept.exists()
    assert not gone.exists()
