"""Test `check` of leftovers, links, permissions, the file system and the index."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archives import stranger, unseen
from checked import found, on, the_one
from conftest import ROOT
from mediarel.attachments.local_files import LocalFiles
from mediarel.check.check import check, check_file_system
from mediarel.index.index import SqliteIndex
from mediarel.query.tree import both
from mediarel.store.tiny.file import FileStore
from tampering import tamper

NO_NAME = "0" * 64


def test_temporary_file_is_a_note(path: Path) -> None:
    name = f"files/.{NO_NAME}.abcd_123.tmp"
    place = path.parent / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"{")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("note", "leftover")
    assert finding.place == name


def test_read_only_file_is_a_note(path: Path) -> None:
    path.chmod(0o444)

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("note", "read_only")


def test_unreadable_folders_are_found() -> None:
    """A folder of the index is not required."""
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


def test_check_does_not_wait_for_the_lock(path: Path) -> None:
    with FileStore(path).transaction():
        assert found(path) == []


def index_file(path: Path) -> Path:
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
def test_altered_index_is_found_and_discarded(path: Path, change: str) -> None:
    """The modification time of the index file is unchanged."""
    place = index_file(path)
    with unseen(place), closing(sqlite3.connect(place)) as connection, connection:
        connection.execute(change)

    assert [each.kind for each in found(path)] == ["index"]
    assert found(path) == []


def test_index_in_use_by_another_process_is_ignored(path: Path) -> None:
    place = index_file(path)
    store = FileStore(path)
    index = SqliteIndex(store, place.parent, patience=0)
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")

        assert check(store, index, LocalFiles(store.path)).findings == []
        assert place.exists()


def test_outdated_or_missing_index_is_no_finding(path: Path) -> None:
    """`check` doesn't build an index."""
    index_file(path)
    tamper(path, lambda tables: tables["checksums"].clear())

    assert [each.kind for each in found(path)] == ["checksum"]
    shutil.rmtree(path.parent / "cache")

    found(path)

    assert not (path.parent / "cache").exists()


@pytest.fixture
def mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file in which the system lists the mounts."""
    place = tmp_path / "mountinfo"
    monkeypatch.setattr("mediarel.check.check._MOUNTS", place)
    return place


def mounted(*points: tuple[object, str]) -> str:
    """Return the lines in which Linux lists these mount points and file systems."""
    return "".join(
        f"{number} 27 0:{number} / {point} rw,relatime shared:1 - {kind} /dev/x rw\n"
        for number, (point, kind) in enumerate(points, start=30)
    )


@pytest.mark.parametrize("kind", ["vfat", "fuseblk", "nfs4", "cifs", "fuse.sshfs"])
def test_file_system_weaknesses_are_notes(path: Path, mounts: Path, kind: str) -> None:
    mounts.write_text(mounted(("/", "ext4"), (path.parent.parent, kind)), "utf-8")

    findings = found(path)

    assert [(each.level, each.kind, each.message) for each in findings] == [
        ("note", "file_system", f"is on a drive with limits ({kind})")
    ]


def test_innermost_and_latest_mount_is_used(tmp_path: Path, mounts: Path) -> None:
    """The name of the mount has a space, which the system writes as a number."""
    stick = tmp_path / "my stick"
    stick.mkdir()
    written = str(stick).replace(" ", "\\040")
    inner = (written, "ext4"), (written, "exfat"), ("/", "nfs"), (tmp_path, "cifs")
    mounts.write_text(mounted(*inner), "utf-8")

    notes = list(check_file_system(stick / "statements.json"))

    assert [each.message for each in notes] == ["is on a drive with limits (exfat)"]


def test_documentation_names_each_drive() -> None:
    """The hints of `check` refer to this chapter."""
    page = (ROOT / "docs" / "backups.md").read_text("utf-8")

    chapter = page.partition("## Limits of some drives\n")[2]
    for drive in ("FAT", "exFAT", "NTFS", "NFS", "SMB", "sshfs", "rclone", "WebDAV"):
        assert drive in chapter
