"""Checking what surrounds the store.

- files that a cut change left, which the next change removes
- other names, a mode that forbids writing, a link to it, folders that are closed
- another that is changing it
- the index: at odds, garbage, being written, older
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from archives import stranger, unseen
from checked import found, on, the_one
from mediarel.attachments.local_files import LocalFiles
from mediarel.check.check import check
from mediarel.index.index import SqliteIndex
from mediarel.query.tree import both
from mediarel.store.tiny.file import FileStore
from tampering import tamper

if TYPE_CHECKING:
    from pathlib import Path

NO_NAME = "0" * 64


@pytest.mark.parametrize(
    "name",
    [
        ".statements.json.abcd_123.tmp",
        "backups/.statements-2027-01-01.json.abcd_123.tmp",
        f"files/.{NO_NAME}.abcd_123.tmp",
    ],
)
def test_what_a_cut_change_left(path: Path, name: str) -> None:
    place = path.parent / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"{")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("note", "leftover")
    assert finding.place == name


def test_the_next_change_removes_what_a_cut_one_left(path: Path) -> None:
    """It does so as the hint promises."""
    (path.parent / ".statements.json.abcd_123.tmp").write_bytes(b"{")
    assert the_one(path).hint == "The next change removes it."

    with on("2027-01-05", path) as archive:
        archive.remove([1])

    assert found(path) == []


def test_another_name(path: Path, tmp_path: Path) -> None:
    os.link(path, path.with_name("copy.json"))
    os.link(path, tmp_path / "copy.json")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("warning", "link")
    assert finding.message.endswith("copy.json, one elsewhere (a hard link)")


def test_only_to_be_read(path: Path) -> None:
    path.chmod(0o444)

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("note", "read_only")


def test_folders_that_may_not_be_read() -> None:
    """They are told, but for that of the index, which may be gone altogether."""
    with stranger() as path:
        for name in ("files", "backups", "cache"):
            (path.parent / name).mkdir(exist_ok=True)
            (path.parent / name).chmod(0)
        findings = found(path)
        for name in ("files", "backups", "cache"):
            (path.parent / name).chmod(0o700)

    assert [(each.level, each.kind, each.place) for each in findings] == [
        ("error", "unreadable", "backups/"),
        ("error", "unreadable", "files/"),
    ]


def test_a_folder_of_backups_that_a_colleague_made_for_themselves() -> None:
    """Before it bars the first change of the next day."""
    with stranger() as path:
        backups = path.parent / "backups"
        backups.mkdir(0o755)
        backups.chmod(0o555)

        finding = the_one(path)

    assert (finding.level, finding.kind) == ("warning", "read_only")
    assert finding.place == "backups/"


def test_a_store_that_another_is_changing(path: Path) -> None:
    """Reading waits for no lock."""
    with FileStore(path).transaction():
        assert found(path) == []


def kept_index(path: Path) -> Path:
    with on("2027-01-05", path) as archive:
        archive.page(both())
    (place,) = (path.parent / "cache").iterdir()
    return place


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE document SET json = CAST(replace(json, 'CLEC', 'CLEX') AS BLOB)",
        "UPDATE statement SET headline = 'Forged' WHERE id = 3",
        "UPDATE statement SET fingerprint_proof = 1 WHERE id = 3",
        "UPDATE name SET folded = 'clex' WHERE shown = 'CLEC'",
        "UPDATE entry SET by = 'someone'",
        "DELETE FROM document WHERE id = 3",
        "UPDATE words_data SET block = x'00' WHERE id > 10",
    ],
)
def test_an_index_that_a_disk_has_changed(path: Path, change: str) -> None:
    """It is found, though the time of its file is what it was."""
    place = kept_index(path)
    with unseen(place), closing(sqlite3.connect(place)) as connection, connection:
        connection.execute(change)

    assert [each.kind for each in found(path)] == ["index"]
    assert found(path) == []


def test_an_index_that_another_is_writing(path: Path) -> None:
    """It is left to that one."""
    place = kept_index(path)
    store = FileStore(path)
    index = SqliteIndex(store, place.parent, patience=0)
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")

        assert check(store, index, LocalFiles(store.path)).findings == []
        assert place.exists()


def test_an_older_index_is_none_the_worse(path: Path) -> None:
    """It is brought up to date when it is asked; no index is made for a look."""
    kept_index(path)
    tamper(path, lambda tables: tables["checksums"].clear())

    assert [each.kind for each in found(path)] == ["checksum"]
    shutil.rmtree(path.parent / "cache")

    found(path)

    assert not (path.parent / "cache").exists()


# Its size


def test_a_file_that_is_outgrown(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is advice: what a change costs, and where it could go."""
    monkeypatch.setattr("mediarel.check.check.MOST", 8)

    finding = the_one(path)

    assert finding.level == "note"
    assert (
        "9 statements are many for one file. Each change rewrites 0 MB"
        in finding.message
    )
    assert "mediarel copy" in finding.hint
