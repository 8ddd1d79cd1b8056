"""Test changes on a disk that is full, broken or read-only."""

import errno
import mmap
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL

import pytest

from conftest import Done
from faults import ADD, CHANGES, Call, Change, Disk, Fault
from samples import ALL, sample

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
