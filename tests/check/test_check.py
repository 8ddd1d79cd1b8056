"""Test `check` of undamaged archives, and of files that can't be read."""

from pathlib import Path

from checked import found, on

# Undamaged archives


def test_undo_redo_and_restore_are_no_findings(path: Path) -> None:
    with on("2027-01-04", path) as archive:
        archive.undo()
        archive.redo()
        archive.undo()
        archive.undo(2)
        archive.restore(3, at=1)
        archive.remove([10])
        archive.restore(10)

    assert found(path) == []


# Damaged archives


def test_damage_is_reported_with_its_line_and_the_newest_backup(path: Path) -> None:
    text = path.read_text("utf-8").replace("{\n", "{\n<<<<<<< HEAD\n", 1)
    path.write_text(text, encoding="utf-8")
    backups = path.parent / "backups"
    (backups / "statements-2027-01-03.json").write_bytes(b"")

    damaged, backup = found(path)

    assert (damaged.level, damaged.kind) == ("error", "damaged")
    assert damaged.place == "line 2"
    assert damaged.message == "the file contains merge conflict markers"
    newest = backups / "statements-2027-01-02.json"
    assert damaged.hint.startswith(f"The newest undamaged backup is {newest}. ")
    assert (backup.level, backup.kind) == ("error", "backup")
