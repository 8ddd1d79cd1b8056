"""Test that `check` reports missing features of an archive's file system."""

import errno
import os
import stat
from pathlib import Path

import pytest

from checked import found
from conftest import ROOT
from mediarel.check import files
from mediarel.check.files import LACKS, check_file_system


@pytest.fixture
def mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file in which the system lists the mounts."""
    place = tmp_path / "mountinfo"
    monkeypatch.setattr(files, "_MOUNTS", place)
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

    assert {(each.level, each.kind, each.place) for each in findings} == {
        ("note", "file_system", "statements.json")
    }
    said = [f"on a {kind} drive, {each}" for each in LACKS[kind]]
    assert [each.message for each in findings] == said


def test_innermost_and_latest_mount_is_used(tmp_path: Path, mounts: Path) -> None:
    """The name of the mount has a space, which the system writes as a number."""
    stick = tmp_path / "my stick"
    stick.mkdir()
    written = str(stick).replace(" ", "\\040")
    inner = (written, "ext4"), (written, "exfat"), ("/", "nfs"), (tmp_path, "cifs")
    mounts.write_text(mounted(*inner), "utf-8")

    notes = list(check_file_system(stick / "statements.json"))

    assert {each.message.split(",")[0] for each in notes} == {"on a exfat drive"}


@pytest.mark.usefixtures("mounts")
def test_folder_that_can_not_be_synced_is_a_note(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", refuse)

    (finding,) = found(path)

    assert "a power failure may undo the last change" in finding.message


def test_documentation_names_each_drive() -> None:
    """The hints of `check` refer to this chapter."""
    page = (ROOT / "docs" / "backups.md").read_text("utf-8")

    chapter = page.partition("## Limits of some drives\n")[2]
    for drive in ("FAT", "exFAT", "NTFS", "NFS", "SMB", "sshfs", "rclone", "WebDAV"):
        assert drive in chapter
