"""Checking an archive: one that is sound has no finding, one that is damaged has.

- a sound archive, laid out by us or by another, has no finding; it is counted
- a damaged store: its line, and the newest backup that is whole
- progress is told to the end of what there is
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archives import content
from checked import found, on, the_one, without_backups

if TYPE_CHECKING:
    from pathlib import Path


# Sound


def test_a_sound_archive(path: Path) -> None:
    assert found(path) == []


def test_a_sound_archive_that_another_program_laid_out(path: Path) -> None:
    path.write_text(json.dumps(content(path), sort_keys=True), encoding="utf-8")

    assert found(path) == []


def test_what_was_taken_back_and_restored_is_sound(path: Path) -> None:
    """Undo, redo and restore leave a history that fits."""
    with on("2027-01-04", path) as archive:
        archive.undo()
        archive.redo()
        archive.undo()
        archive.undo(2)
        archive.restore(3, at=1)
        archive.remove([10])
        archive.restore(10)

    assert found(path) == []


# Damaged


def test_a_damaged_store(path: Path) -> None:
    """Its line is told, and what can be put in its place."""
    text = path.read_text("utf-8").replace("{\n", "{\n<<<<<<< HEAD\n", 1)
    path.write_text(text, encoding="utf-8")
    backups = path.parent / "backups"
    (backups / "statements-2027-01-03.json").write_bytes(b"")

    damaged, backup = found(path)

    assert (damaged.level, damaged.kind) == ("error", "damaged")
    assert damaged.place == "line 2"
    assert damaged.message == "it contains the marks of a merge conflict"
    assert damaged.hint.endswith(str(backups / "statements-2027-01-02.json"))
    assert (backup.level, backup.kind) == ("error", "backup")


def test_a_damaged_store_without_a_backup(path: Path) -> None:
    without_backups(path)
    path.write_bytes(b"")

    finding = the_one(path)

    assert (finding.place, finding.message) == ("statements.json", "it is empty")
    assert finding.hint.endswith("Repair the archive: mediarel repair")
