"""Checking the file system that a store lies on: a note on each thing that it lacks.

- by the kinds that Linux names, of the mount that the store is in
- a folder that can't be synced, whatever the kind
- each kind that is known stands in the page on backups
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import pytest

from checked import found
from conftest import ROOT
from mediarel.check import files
from mediarel.check.files import LACKS, check_file_system

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


@pytest.fixture
def mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file in which the system says what is mounted where."""
    place = tmp_path / "mountinfo"
    monkeypatch.setattr(files, "_MOUNTS", place)
    return place


def mounted(*points: tuple[object, str]) -> str:
    """Return the lines that Linux has for these points and kinds."""
    return "".join(
        f"{number} 27 0:{number} / {point} rw,relatime shared:1 - {kind} /dev/x rw\n"
        for number, (point, kind) in enumerate(points, start=30)
    )


@pytest.mark.parametrize("kind", ["vfat", "fuseblk", "nfs4", "cifs", "fuse.sshfs"])
def test_what_a_kind_lacks(path: Path, mounts: Path, kind: str) -> None:
    """It is a note on the archive, with what to do."""
    mounts.write_text(mounted(("/", "ext4"), (path.parent.parent, kind)), "utf-8")

    findings = found(path)

    assert {(each.level, each.kind, each.place) for each in findings} == {
        ("note", "file_system", "statements.json")
    }
    said = [f"on a {kind} drive, {each}" for each in LACKS[kind]]
    assert [each.message for each in findings] == said


@pytest.mark.parametrize("kind", ["ext4", "fuse.unheard-of"])
def test_what_lacks_nothing_that_we_know_of(
    path: Path, mounts: Path, kind: str
) -> None:
    """A drive that is elsewhere is not ours."""
    points = ("/", kind), (path.with_name("data2"), "vfat"), ("/elsewhere", "vfat")
    mounts.write_text(mounted(*points), "utf-8")

    assert list(check_file_system(path)) == []


def test_the_innermost_mount_counts_and_the_latest(
    tmp_path: Path, mounts: Path
) -> None:
    """Also where its name has a blank, which the system writes as a number."""
    stick = tmp_path / "my stick"
    stick.mkdir()
    written = str(stick).replace(" ", "\\040")
    inner = (written, "ext4"), (written, "exfat"), ("/", "nfs"), (tmp_path, "cifs")
    mounts.write_text(mounted(*inner), "utf-8")

    notes = list(check_file_system(stick / "statements.json"))

    assert {each.message.split(",")[0] for each in notes} == {"on a exfat drive"}


@pytest.mark.usefixtures("mounts")
def test_a_folder_that_can_not_be_synced(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, whatever the kind of drive."""

    def refuse(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", refuse)

    (finding,) = found(path)

    assert "a power failure may undo the last change" in finding.message


def test_it_is_no_error(run: Run, store: Path, mounts: Path) -> None:
    """All is well on a stick too."""
    mounts.write_text(mounted((store.parent, "vfat")), "utf-8")

    done = run("check")

    assert done.code == 0
    assert done.out.count("note\tstatements.json\ton a vfat drive, ") == 2
    assert "all is well, 2 notes" in done.err


def test_the_page_says_what_holds() -> None:
    """There is a chapter on it, to which the hints lead."""
    page = (ROOT / "docs" / "backups.md").read_text("utf-8")

    chapter = page.partition("## What drives lack\n")[2]
    for drive in ("FAT", "exFAT", "NTFS", "NFS", "SMB", "sshfs", "rclone", "WebDAV"):
        assert drive in chapter
