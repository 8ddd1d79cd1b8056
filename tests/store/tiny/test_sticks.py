"""Test an archive on a memory stick, a real FAT drive if one can be mounted."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL

import pytest

from archives import content
from conftest import Done
from faults import Disk, Fault

SIZE = 16 * 1024  # in units of 1024 bytes


def mount_fat(image: Path, folder: Path) -> bool:
    """Mount a new FAT drive from the file `image`; return whether this was possible."""
    make, mount = shutil.which("mkfs.vfat"), shutil.which("mount")
    if make is None or mount is None:
        return False
    commands = (
        [make, "-C", str(image), str(SIZE)],
        [mount, "-t", "vfat", "-o", "loop", str(image), str(folder)],
    )
    return not any(
        subprocess.run(command, stdout=DEVNULL, stderr=DEVNULL, check=False).returncode
        for command in commands
    )


class Stick:
    """The archive of `disk` on a memory stick."""

    def __init__(self, disk: Disk, fault: Fault) -> None:
        self.store = disk.store
        self.home = disk.home
        self._disk = disk
        self._fault = fault

    def run(self, *command: str) -> Done:
        """Run a command on the stick."""
        return self._disk.run(*command, fault=self._fault)


@pytest.fixture
def stick(home: Path) -> Iterator[Stick]:
    disk = Disk(home)
    with put_on_stick(disk) as fault:
        yield Stick(disk, fault)


@contextmanager
def put_on_stick(disk: Disk) -> Iterator[Fault]:
    """Put the archive of `disk` on a stick; yield the fault to use there."""
    folder = disk.store.parent
    image = disk.home.with_name("stick")
    if not mount_fat(image, folder):
        yield Fault(is_stick=True, is_timeless=False)
        return
    try:
        disk.store.write_bytes(disk.before)
        yield Fault(is_timeless=False)
    finally:
        subprocess.run(["/bin/umount", folder], check=True)


def test_every_writing_command_works_on_a_stick(stick: Stick) -> None:
    commands = (
        ("add", "--date=2015", "--program=Z", "--text=New."),
        ("edit", "3", "--title=Changed."),
        ("remove", "5", "--yes"),
        ("undo", "--yes"),
        ("import", "more.jsonl"),
        ("backup",),
        ("check",),
    )

    done = [(command, stick.run(*command)) for command in commands]

    assert [(command, each.err) for command, each in done if each.code] == []
    assert len(content(stick.store)["statements"]) == 13
    assert content(stick.store)["statements"]["3"]["title"] == "Changed."
    assert len(list((stick.store.parent / "backups").glob("*.json"))) == 2
    assert list(stick.store.parent.rglob("*.tmp")) == []


def test_repair_and_restore_work_on_a_stick(stick: Stick) -> None:
    (backup,) = (stick.run("backup").out.strip(),)
    whole = stick.store.read_bytes()
    stick.store.write_bytes(whole[: len(whole) // 2])

    assert stick.run("repair", "--yes").code == 0

    assert stick.run("check").code == 0
    stick.store.unlink()
    restored = stick.run(
        "restore", "--from", backup, "--yes", "--archive", str(stick.store)
    )
    assert restored.code == 0
    assert content(stick.store)["statements"].keys() == set(map(str, range(1, 10)))
