"""Test commands about attached files that are killed or fail at any system call.

Afterwards, the archive is in the old or the new state, and has all files that its
statements name. Running the command again completes the work.
"""

import errno
import json
import os
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from archives import content
from attached import put
from conftest import Done
from faults import KILLED, Change, Disk, Fault
from samples import ALL, in_the_checks, sample

ONE, TWO = b"%PDF-1.7 " + b"one " * 400_000, b"%PDF-1.7 two"
LETTER = b"Free the Press\n\nKampot, 3 May 2013 - The press is not free."
ERRORS = (
    *(errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS),
    *(errno.EACCES, errno.EPERM),
)
_LONG_AGO = 2 * 3600  # seconds
_FEW = 1 if ALL else 3  # distance between two failing calls for one file


@dataclass(frozen=True)
class Task(Change):
    """A command about files, and its possible exit `codes` when it runs again."""

    codes: tuple[int, ...] = (0,)


ATTACH = Task("attach", ("attach", "3", "one.pdf", "--role=scan"))
DOCUMENT = Task("add a document", ("add", "letter.txt", "--program=CLEC"), codes=(0, 1))
TASKS = (
    ATTACH,
    Task(
        "attach two beside others",
        ("attach", "3", "one.pdf", "two.pdf"),
        (("attach", "4", "three.pdf"),),
    ),
    Task(
        "attach what is damaged",
        ("attach", "4", "one.pdf"),
        (("attach", "3", "one.pdf"), ("spoil",)),
    ),
    Task(
        "detach",
        ("attach", "3", "one.pdf", "--remove"),
        (("attach", "3", "one.pdf"),),
        codes=(0, 3),
    ),
    Task("import", ("import", "handover/statements.json")),
    # The second run refuses the document as a duplicate.
    DOCUMENT,
)
PRUNE = Task("prune", ("check", "--prune", "--yes"), (("litter",),))


class FilesDisk(Disk):
    """A home folder with files to attach, on a disk that can fail."""

    def prepare(self) -> None:
        """Create the files for the command."""
        for name, data in (("one", ONE), ("two", TWO), ("three", b"three")):
            (self.home / f"{name}.pdf").write_bytes(data)
        (self.home / "letter.txt").write_bytes(LETTER)
        self._hand_over()
        super().prepare()

    def _hand_over(self) -> None:
        """Create an export with its attached files."""
        folder = self.home / "handover"
        attached = [put(folder, data, f"{len(data)}.pdf") for data in (ONE, TWO)]
        given = {"date": "2014", "program": "CLEC", "text": "We ask for land."}
        (folder / "statements.json").write_text(
            json.dumps([{**given, "attachments": attached}]), encoding="utf-8"
        )

    def run(self, *command: str, fault: Fault | None = None) -> Done:
        """Run a command, or one of the preparations "spoil" and "litter"."""
        if command == ("spoil",):
            for place in self.files():
                place.write_bytes(place.read_bytes()[:-1] + b"x")
            return super().run("list")
        if command == ("litter",):
            for data in (ONE, TWO):
                name = sha256(data).hexdigest()
                place = self.store.parent / "files" / name[:2] / f"{name}.pdf"
                place.parent.mkdir(parents=True)
                place.write_bytes(data)
            return super().run("attach", "4", "three.pdf")
        return super().run(*command, fault=fault)

    def files(self) -> list[Path]:
        """Return all files in the folder of attached files."""
        folder = self.store.parent / "files"
        return [each for each in folder.rglob("*") if each.is_file()]

    def age(self) -> None:
        """Make all temporary files two hours old."""
        then = time.time() - _LONG_AGO
        for place in self.leftovers():
            os.utime(place, (then, then))


def assert_whole(disk: FilesDisk) -> None:
    """Assert that the store is in the old or new state, and that its files exist."""
    assert disk.store.read_bytes() in {disk.before, disk.after}
    statements = content(disk.store)["statements"].values()
    wanted = {f["sha256"] for each in statements for f in each["attachments"]}
    there = {
        sha256(place.read_bytes()).hexdigest()
        for place in disk.files()
        if place.suffix != ".tmp"
    }
    assert wanted <= there | spoilt(disk)


def spoilt(disk: FilesDisk) -> set[str]:
    """Return the names of the files that were damaged by the preparation "spoil"."""
    return {
        place.name[:64]
        for place in disk.files()
        if place.suffix != ".tmp"
        and place.name[:64] != sha256(place.read_bytes()).hexdigest()
        and place.read_bytes()[-1:] == b"x"
    }


def assert_works(disk: FilesDisk, task: Task) -> None:
    """Assert that running the command again completes the work and cleans up."""
    disk.age()
    again = disk.run(*task.command)
    assert again.code in task.codes, again
    if disk.leftovers():  # the next `attach` removes leftovers
        cleaning = disk.run("attach", "9", "three.pdf")
        assert cleaning.code == 0, cleaning
    checked = disk.run("check")
    assert (checked.code, "error" in checked.out) == (0, False), checked
    assert disk.leftovers() == []


def step(task: Task) -> int:
    """Return the distance between two failing calls.

    `DOCUMENT` starts a process to read the document, which takes a second.
    """
    if not ALL:
        return 15
    return 5 if task is DOCUMENT else 1


def killed(disk: FilesDisk, task: Task, fault: Fault) -> tuple[int, int]:
    """Return how many kills led to the old archive, and how many to the new archive."""
    left = []
    for done in disk.failing(fault, step(task)):
        assert done.code == KILLED or done == disk.done
        left.append(disk.store.read_bytes())
        assert_whole(disk)
        assert_works(disk, task)
    old = left.count(disk.before)
    return old, len(left) - old - 1


def test_a_copy_is_synced_before_the_store_names_it(home: Path) -> None:
    disk = FilesDisk(home, ATTACH)
    name = sha256(ONE).hexdigest()
    place = disk.store.parent / "files" / name[:2] / f"{name}.pdf"
    (put,) = (n for n, call in enumerate(disk.calls) if call.other == place)
    (named,) = (n for n, call in enumerate(disk.calls) if call.other == disk.store)
    synced = [
        (n, call.path) for n, call in enumerate(disk.calls) if call.name == "fsync"
    ]
    temporary = disk.calls[put].path
    written = [
        call.size
        for n, call in enumerate(disk.calls)
        if (call.name, call.path) == ("write", temporary) and n < put
    ]

    assert sum(written) == len(ONE)
    assert temporary in [path for n, path in synced if n < put]
    assert place.parent in [path for n, path in synced if put < n < named]
    for folder in (place.parent.parent, disk.store.parent):  # the new folders
        assert folder in [path for n, path in synced if n < named]


@pytest.mark.parametrize("task", sample((*TASKS, PRUNE)), ids=str)
def test_a_kill_before_any_call_loses_nothing(home: Path, task: Task) -> None:
    disk = FilesDisk(home, task)

    old, new = killed(disk, task, Fault())

    assert old > 1
    assert new > 0 or task in {PRUNE, DOCUMENT} or not ALL


@in_the_checks
@pytest.mark.parametrize("task", TASKS, ids=str)
def test_a_kill_during_any_write_loses_nothing(home: Path, task: Task) -> None:
    disk = FilesDisk(home, task)

    old, new = killed(disk, task, Fault(half=True))

    assert (old > 0, new) == (True, 0)


@pytest.mark.parametrize(
    ("task", "error"),
    [(each, errno.EIO) for each in sample(TASKS)]
    + [(ATTACH, each) for each in sample(ERRORS[1:])],
    ids=str,
)
def test_an_error_at_any_call_loses_nothing(home: Path, task: Task, error: int) -> None:
    """The command fails with exit code 7 and removes its files, or it succeeds."""
    disk = FilesDisk(home, task)
    begun = disk.files()
    stayed = 0
    told = 0
    for done in disk.failing(Fault(error=error, reads=True), step(task)):
        assert done.code in {0, 7}, done
        assert_whole(disk)
        assert "Traceback" not in done.err
        told += done.code == 7
        # If the archive could not be locked, a complete copy may remain.
        new = [place for place in disk.files() if place not in begun]
        assert all(place.read_bytes() in {ONE, TWO, LETTER} for place in new)
        stayed += done.code == 7 and bool(new)
        assert disk.leftovers() == []
        assert_works(disk, task)

    assert told > 2
    assert stayed <= told / 2


@in_the_checks
@pytest.mark.parametrize("error", ERRORS[1:], ids=str)
def test_a_disk_that_keeps_failing_loses_nothing(home: Path, error: int) -> None:
    """Files that can't be removed may stay."""
    disk = FilesDisk(home, ATTACH)
    for done in disk.failing(Fault(error=error, lasting=True), step(ATTACH)):
        assert done.code in {0, 7}, done
        assert_whole(disk)
        assert_works(disk, ATTACH)


@pytest.mark.parametrize("error", [errno.EIO, errno.EACCES], ids=str)
def test_an_unreadable_original_changes_nothing(home: Path, error: int) -> None:
    disk = FilesDisk(home, ATTACH)
    told = 0
    for done in disk.failing(Fault(error=error, reads=True, watched="one.pdf"), _FEW):
        if done.code:
            assert done.code == 7, done
            assert "one.pdf" in done.err.splitlines()[-2]
            assert disk.store.read_bytes() == disk.before
            assert disk.files() == []
            told += 1

    assert told > (3 if ALL else 1)
