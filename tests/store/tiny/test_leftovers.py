"""Test removing the temporary files of processes that died."""

import fcntl
from pathlib import Path

import pytest

from archives import draft, opened
from conftest import Run

TIME = "2027-01-01T101530Z"
LEFT = (
    ".statements.json.abcd_123.tmp",
    f".statements.json.damaged-{TIME}.abcd_123.tmp",
    f".statements.json.damaged-{TIME}-2.abcd_123.tmp",
    f".statements.json.damaged-{TIME}.report.txt.abcd_123.tmp",
    "backups/.statements-2027-01-01.json.abcd_123.tmp",
    f"backups/.statements-{TIME}.json.abcd_123.tmp",
)
OTHERS = (
    "statements.json.abcd_123.tmp",
    ".statements.json.abcd.tmp",
    ".statements.json.abcd_123.tmp.json",
    f".other.json.damaged-{TIME}.abcd_123.tmp",
    f".statements.json.damaged-{TIME}",
    "backups/.other-2027-01-01.json.abcd_123.tmp",
    "files/.statements.json.abcd_123.tmp",
)


def leave(store: Path, name: str) -> Path:
    """Write a temporary file `name`, and return its path."""
    place = store.parent / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"half")
    return place


def change(store: Path) -> None:
    with opened(store) as archive:
        archive.add(draft(), allow_duplicate=True)


@pytest.mark.parametrize("name", LEFT)
def test_next_change_removes_files_of_killed_commands(store: Path, name: str) -> None:
    place = leave(store, name)

    change(store)

    assert not place.exists()


def test_file_that_a_running_command_writes_is_kept(store: Path) -> None:
    place = leave(store, LEFT[-1])
    with place.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        change(store)

        assert place.exists()


@pytest.mark.parametrize("name", OTHERS)
def test_files_with_other_names_are_kept(store: Path, name: str) -> None:
    place = leave(store, name)

    change(store)

    assert place.exists()


def test_backup_removes_its_leftovers(run: Run, store: Path, home: Path) -> None:
    gone = leave(store, "../stick/.statements-2026-01-01T101530Z.json.abcd_123.tmp")

    assert run("backup", str(home / "stick")).code == 0

    assert not gone.exists()
