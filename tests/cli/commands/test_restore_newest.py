"""Test `mediarel restore --from` with several files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import refused

if TYPE_CHECKING:
    from conftest import Run

pytestmark = pytest.mark.about_files("restoring it from others")


@pytest.fixture(autouse=True)
def _stick(run: Run, store: Path) -> None:
    """Create three backups. The newest is not the last by name."""
    Path("stick").mkdir()
    for name, title in (("a.json", "One"), ("c.json", "Two"), ("b.json", "Three")):
        run("edit", "3", "--title", title)
        shutil.copyfile(store, f"stick/{name}")
    run("remove", "9", "--yes")


def restore_from_stick(run: Run, *more: str) -> tuple[str, ...]:
    """Restore from all files on the stick, and return the messages."""
    names = sorted(map(str, Path("stick").iterdir()))
    done = run("restore", "--from", *names, *more)
    assert done.code == 0, done.err
    return tuple(done.err.splitlines())


def test_newest_file_is_used(run: Run, store: Path) -> None:
    told = restore_from_stick(run, "--yes")

    at = json.loads(store.read_bytes())["history"]["4"]["at"]
    assert told[:2] == (
        f"Using the newest of 3 files: stick/b.json (change 4, {at}).",
        "Add 1 statement: 9",
    )
    assert "Three" in run("show", "3").out


def test_unusable_files_are_named_with_reasons(run: Run, store: Path) -> None:
    run("init", "other", "--sample")
    run("edit", "--archive", "other", "1-9", "--title=x", "--yes")
    for _ in range(5):
        run("edit", "--archive", "other", "9", "--title=y")
        run("undo", "--archive", "other")
    shutil.copyfile("other/data/statements.json", "stick/other.json")
    Path("stick/z.json").write_text("{", encoding="utf-8")
    Path("stick/self.json").symlink_to(store)

    told = restore_from_stick(run, "--yes")

    assert [line.partition(": ")[2] for line in told[:3]] == [
        "stick/other.json belongs to another archive.",
        "stick/self.json is this archive itself.",
        "stick/z.json, line 1: it ends early, as if cut off.",
    ]
    assert told[3].startswith("Using the newest of 6 files: stick/b.json (change 4, ")


def test_no_usable_file(run: Run) -> None:
    for name in ("y.json", "z.json"):
        Path("stick", name).write_text("{", encoding="utf-8")

    error = refused(run("restore", "--from", "stick/z.json", "stick/y.json"), 1)

    assert error.startswith("Error: none of these 2 files can be restored: ")
    assert "stick/y.json" in error


@pytest.mark.parametrize("content", [None, b"{"])
def test_missing_or_damaged_archive_is_replaced_by_the_newest_file(
    run: Run, store: Path, content: bytes | None
) -> None:
    """If the files belong to two archives, the restore is refused."""
    run("init", "other", "--sample")
    store.unlink()
    if content is not None:
        store.write_bytes(content)
    here = ("--archive", str(store), "--yes")
    two = ["stick/a.json", "other/data/statements.json"]

    error = refused(run("restore", "--from", *two, *here), 1)
    told = restore_from_stick(run, *here)

    assert error.endswith("belong to different archives")
    assert told[0].startswith("Using the newest of 3 files: stick/b.json (change 4, ")
    assert run("list", "title:three").out.count("\n") == 1


def test_only_backup_in_a_folder_is_used(run: Run) -> None:
    run("backup", "usb")
    Path("usb/other.json").write_text("[]", encoding="utf-8")
    (backup,) = Path("usb").glob("statements-*.json")
    run("edit", "3", "--title", "Later")

    done = run("restore", "--from", "usb", "--yes")

    assert done.err.startswith(f"Using the only backup in usb: {backup.name}.\n")
    assert "Later" not in run("show", "3").out
