"""Test that changes are durable, and that a killed or failing command damages nothing.

The disk is full, broken or read-only, or the process is killed, at any system call.
"""

import errno
import json
import mmap
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from subprocess import DEVNULL

import pytest

from archives import content
from conftest import Done
from faults import ADD, CHANGES, KILLED, Call, Change, Disk, Fault
from mediarel.model.statement import without_empty
from samples import ALL, in_the_checks, sample

READING = (
    ("list",),
    ("search", "sonando"),
    ("show", "3"),
    ("log",),
    ("export", "--format", "csv"),
    ("remove", "99", "--yes"),
    ("edit", "3", "--program=CLEC"),
)


def first(calls: Sequence[Call], name: str, path: Path, after: int) -> int:
    """Return the position of the first call `name` for `path` after this position."""
    return next(
        place
        for place, call in enumerate(calls)
        if place > after and (call.name, call.path) == (name, path)
    )


def new_names(disk: Disk) -> list[tuple[int, Path]]:
    """Return the calls that created a name in the archive's folders, with the names."""
    disk.begin()
    named = []
    for place, call in enumerate(disk.calls):
        if call.name in {"rename", "link"} and disk.is_in_archive(call):
            named.append((place, call.other))
        elif call.name == "mkdir" and not call.path.exists():
            named.append((place, call.path))
    return named


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_new_file_is_written_synced_and_renamed(home: Path, change: Change) -> None:
    disk = Disk(home, change)
    (placed,) = (
        place for place, call in enumerate(disk.calls) if call.other == disk.store
    )
    new = disk.calls[placed].path
    places = {
        name: [n for n, c in enumerate(disk.calls) if (c.name, c.path) == (name, new)]
        for name in ("create", "write", "fsync", "rename")
    }

    assert disk.is_temporary(new)
    assert sum(disk.calls[n].size for n in places["write"]) == len(disk.after)
    assert len(places["create"]) == 1
    assert places["create"][0] < places["write"][0]
    assert places["write"][-1] < places["fsync"][-1] < placed
    assert places["rename"] == [placed]


@pytest.mark.parametrize(
    ("change", "whole"), [*((change, False) for change in CHANGES), (ADD, True)]
)
def test_folders_are_synced_before_the_command_reports_success(
    home: Path, change: Change, *, whole: bool
) -> None:
    disk = Disk(home, change, whole=whole)
    synced = 0
    for place, name in new_names(disk):
        synced = first(disk.calls, "fsync", name.parent, place)
    (placed,) = (n for n, call in enumerate(disk.calls) if call.other == disk.store)
    told = [
        place
        for place, call in enumerate(disk.calls)
        if call.name == "write" and call.path.parent == home
    ]

    assert synced > placed
    if not whole:  # otherwise, no file receives the output
        assert told[-1] > synced
        assert not [place for place in told if placed < place < synced]
        assert not [n for n in told if disk.calls[n].path.name == "out" and n < synced]


def test_folders_of_a_new_archive_are_synced(home: Path) -> None:
    disk = Disk(home)
    done = disk.run("init", "new/place", fault=Fault(watched="."))
    calls = disk.logged()
    new = [home / "new", home / "new" / "place", home / "new" / "place" / "data"]
    made = [first(calls, "mkdir", folder, -1) for folder in new]

    assert done.code == 0
    for folder, place in zip(new, made, strict=True):
        assert first(calls, "fsync", folder.parent, place) > place


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_store_is_replaced_never_written_in_place(home: Path, change: Change) -> None:
    disk = Disk(home, change)

    names = {call.name for call in disk.calls if call.path == disk.store}
    assert names <= {"open", "read", "close", "link"}
    assert {"open", "read"} <= names


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_changing_nothing_writes_nothing(home: Path, command: tuple[str, ...]) -> None:
    disk = Disk(home)
    before = disk.store.stat()
    disk.run(*command, fault=Fault())
    names = {call.name for call in disk.logged() if not is_lock(call)}

    assert names == {"open", "read", "close"}
    assert disk.store.stat().st_ino == before.st_ino
    assert disk.store.stat().st_ctime_ns == before.st_ctime_ns


def is_lock(call: Call) -> bool:
    return call.path.suffix == ".lock" or call.name == "mkdir"


FULL = (errno.ENOSPC, errno.EDQUOT)
BROKEN = errno.EIO
BARRED = (errno.EROFS, errno.EACCES, errno.EPERM)
REFUSED = (errno.EACCES, errno.EPERM)
_STEP = 1 if ALL else 15  # distance between two failing calls
UNKNOWN = (errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.ENOSYS, *REFUSED)


def name_of(value: object) -> str:
    return errno.errorcode[value] if isinstance(value, int) else str(value)


def assert_error_reported(disk: Disk, done: Done) -> None:
    """Assert that the output ends with an error and a hint, and the exit code is 7."""
    *begun, error, hint = done.err.splitlines(keepends=True)

    assert done.code == 7
    assert (error[:7], hint[:6]) == ("Error: ", "Hint: ")
    assert disk.done.err.startswith("".join(begun))
    assert done.out == ""


def assert_old_or_new(disk: Disk, done: Done, error: int = BROKEN) -> None:
    """Assert that the change was saved, or that an error left the store unchanged."""
    calls = disk.logged()
    places = [n for n, c in enumerate(calls) if c.other == disk.store and not c.failed]
    failures = [n for n, call in enumerate(calls) if call.failed]
    now = disk.store.read_bytes()
    assert disk.backups() <= {disk.before}
    assert disk.store.stat().st_nlink == 1
    if done.code == 0:
        assert done == disk.done
        assert now == disk.after
        assert not [n for n in failures if is_vital(disk, calls[n], error)]
        return
    assert_error_reported(disk, done)
    if now == disk.after:
        assert "but the disk did not confirm the write" in done.err
        assert places[-1] < failures[0]
    else:
        assert now == disk.before
        assert places == []


def is_vital(disk: Disk, call: Call, error: int) -> bool:
    """Return whether a failure of `call` must prevent the change or be reported.

    Refusing to sync a folder is not an error, because some systems do this.
    """
    folder = disk.store.parent
    can_sync = call.path == folder and error not in REFUSED
    is_ours = can_sync or disk.is_temporary(call.path)
    return is_ours and call.name in {"create", "write", "fsync", "rename"}


def assert_next_command_works(disk: Disk) -> None:
    added = disk.run("add", "--date=2015", "--program=Z", "--text=The next.")

    assert (added.code, "Error" in added.err) == (0, False)
    assert disk.leftovers() == []


@pytest.mark.parametrize(
    ("change", "error"),
    [(change, BROKEN) for change in CHANGES]
    + [(ADD, error) for error in (*FULL, *BARRED)],
    ids=name_of,
)
def test_error_at_any_call(home: Path, change: Change, error: int) -> None:
    """The store is in the old or new state, and no temporary file remains."""
    disk = Disk(home, change)
    told = 0
    for done in disk.failing(Fault(error=error, reads=True), _STEP):
        assert_old_or_new(disk, done, error)
        assert disk.leftovers() == []
        told += done.code == 7

    assert told > (10 if ALL else 2)


@pytest.mark.parametrize("error", [*FULL, *BARRED, BROKEN], ids=name_of)
def test_disk_that_keeps_failing_from_any_call_on(home: Path, error: int) -> None:
    """If temporary files can't be removed, the next command removes them."""
    disk = Disk(home)
    for done in disk.failing(Fault(error=error, lasting=True), _STEP):
        assert_old_or_new(disk, done, error)
        if error in FULL:
            assert disk.leftovers() == []
        assert_next_command_works(disk)


@pytest.mark.parametrize("change", sample(CHANGES), ids=str)
def test_partial_write_is_continued(home: Path, change: Change) -> None:
    """The system may write only a part of the data at a time."""
    disk = Disk(home, change)
    tried = 0
    for done in disk.failing(Fault(error=errno.ENOSPC, half=True)):
        assert done == disk.done
        assert disk.store.read_bytes() == disk.after
        tried += 1

    assert tried > 1


@contextmanager
def too_small(disk: Disk, missing: int) -> Iterator[Fault]:
    """Put the store on a disk that lacks `missing` blocks for a change.

    If no disk can be mounted, yield a fault that simulates a full disk.
    """
    folder = disk.store.parent
    options = f"size={64 * mmap.PAGESIZE}"
    command = ["-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run([mount, *command], stderr=DEVNULL, check=False).returncode
    ):
        yield Fault(at=1, error=errno.ENOSPC, half=True, lasting=True)
        return
    try:
        disk.store.write_bytes(disk.before)
        whole = [-(len(d) // -mmap.PAGESIZE) for d in (disk.before, disk.after)]
        free = os.statvfs(folder).f_bavail - sum(whole) + missing
        (folder / "filler").write_bytes(bytes(free * mmap.PAGESIZE))
        yield Fault()
    finally:
        subprocess.run(["/bin/umount", folder], check=True)


@pytest.mark.parametrize("missing", [1, 2])
def test_disk_without_room(home: Path, missing: int) -> None:
    """The change succeeds when there is room again."""
    disk = Disk(home)
    with too_small(disk, missing) as fault:
        done = disk.change(fault)

        assert_error_reported(disk, done)
        assert "no space left on device" in done.err
        assert disk.store.read_bytes() == disk.before
        assert disk.leftovers() == []
        (disk.store.parent / "filler").unlink(missing_ok=True)
        assert disk.change(Fault()) == disk.done
        assert disk.store.read_bytes() == disk.after


def fault_at_folder(disk: Disk, name: str, error: int) -> Fault:
    """Return the fault in the last call `name` for the folder of the store."""
    calls = [call for call in disk.calls if disk.is_in_archive(call)]
    folder = disk.store.parent
    at = [n for n, c in enumerate(calls, 1) if (c.name, c.path) == (name, folder)]
    return Fault(at[-1], error=error, reads=True)


@pytest.mark.parametrize("error", [*FULL, BROKEN, errno.EROFS], ids=name_of)
def test_folder_that_can_not_be_synced(home: Path, error: int) -> None:
    """The change is made, with a warning that it may be lost."""
    disk = Disk(home)
    done = disk.change(fault_at_folder(disk, "fsync", error))

    assert_error_reported(disk, done)
    told = "the file was written, but the disk did not confirm the write: "
    assert f"{told}{os.strerror(error).lower()}" in done.err
    assert disk.store.read_bytes() == disk.after
    assert "We call for their release." in disk.run("list").out


@pytest.mark.parametrize("error", UNKNOWN, ids=name_of)
def test_system_that_can_not_sync_folders(home: Path, error: int) -> None:
    """The change is made without a warning."""
    disk = Disk(home)

    assert disk.change(fault_at_folder(disk, "fsync", error)) == disk.done
    assert disk.store.read_bytes() == disk.after


@pytest.mark.parametrize("error", [errno.EMFILE, BROKEN], ids=name_of)
def test_folder_that_can_not_be_opened(home: Path, error: int) -> None:
    """The change is not made, because the folder could not be synced afterwards."""
    disk = Disk(home)
    done = disk.change(fault_at_folder(disk, "open", error))

    assert_error_reported(disk, done)
    assert disk.store.read_bytes() == disk.before
    assert disk.leftovers() == []


# Simulate a memory stick, which lacks some features, without a failing call.
STICK = Fault(is_stick=True)


def killed(disk: Disk, fault: Fault, step: int = 1) -> tuple[int, int]:
    """Return how many kills left the old store, and how many left the new store.

    Assert that there is no other state, that backups are undamaged, and that the next
    commands work (by default, after each fourth kill).
    """
    left = []
    for done in disk.failing(fault, step):
        left.append(disk.store.read_bytes())
        assert done.code == KILLED or done == disk.done
        assert disk.backups() <= {disk.before}
        assert disk.store.stat().st_nlink == 1
        if ALL or len(left) % 4 == 1:
            assert_next_commands_work(disk, fault)
    old = left.count(disk.before)
    new = len(left) - old

    assert left == [disk.before] * old + [disk.after] * new
    return old, new - 1  # the last run was not killed


def assert_next_commands_work(disk: Disk, fault: Fault) -> None:
    """Assert that list and add work, and no temporary file is left."""
    tables = content(disk.store)
    listed = disk.run("list", "--all", "--sort", "oldest", "--format", "json")
    added = disk.run(
        *("add", "--date=2015", "--program=Z", "--text=The next."),
        fault=STICK if fault.is_stick else None,
    )

    assert (listed.code, listed.err) == (0, "")
    assert {
        str(statement.pop("id")): without_empty(statement)
        for statement in json.loads(listed.out)
    } == {number: without_empty(each) for number, each in tables["statements"].items()}
    assert (added.code, "Error" in added.err) == (0, False)
    assert content(disk.store)["statements"].keys() == {
        *tables["statements"],
        added.out.strip(),
    }
    assert len(content(disk.store)["history"]) == len(tables["history"]) + 1
    assert disk.leftovers() == []


@pytest.mark.parametrize("change", sample(CHANGES), ids=str)
def test_killed_before_any_call(home: Path, change: Change) -> None:
    disk = Disk(home, change)

    old, new = killed(disk, Fault())

    calls = [call for call in disk.calls if disk.is_in_archive(call) and call.changes]
    placed = [call.other for call in calls].index(disk.store)
    assert (old, new) == (placed + 1, len(calls) - placed - 1)
    assert new > 0


@pytest.mark.parametrize("change", sample(CHANGES), ids=str)
def test_killed_in_any_write(home: Path, change: Change) -> None:
    disk = Disk(home, change)

    old, new = killed(disk, Fault(half=True))

    assert old > 0
    assert new == 0


@pytest.mark.parametrize("half", [False, True], ids=["before a call", "in a write"])
def test_killed_on_a_memory_stick(home: Path, *, half: bool) -> None:
    """A memory stick has no links, modes or sync of folders, and only coarse times."""
    disk = Disk(home)

    old, _ = killed(disk, replace(STICK, half=half), step=1 if ALL or half else 13)

    assert old > 1


def test_killed_while_writing_the_index(home: Path) -> None:
    disk = Disk(home)

    old, new = killed(disk, Fault(watched="cache"), step=3 if ALL else 25)

    assert old > 1
    assert new > 1


@in_the_checks
def test_killed_in_any_write_of_the_index(home: Path) -> None:
    """At the kill, half of a page is written."""
    disk = Disk(home)

    old, new = killed(disk, Fault(half=True, watched="cache"))

    assert old > 1
    assert new > 1


@in_the_checks
def test_killed_in_a_new_process(home: Path) -> None:
    """Commands in other tests run in a forked process."""
    disk = Disk(home, whole=True)

    old, new = killed(disk, Fault(reads=True))

    calls = [call for call in disk.calls if disk.is_in_archive(call)]
    assert old + new == len(calls)
    assert new > 0
