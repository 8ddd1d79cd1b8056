"""A disk that is full, broken or read-only: the store is as it was, and it is told.

- each change, with an error of each kind at any call in the store's folder
- a disk that stays full, or turns read-only, from any call on
- a disk that takes the beginning of what is written, then no more, or the rest
- a disk without room, a real one where we may make one
- a folder that can't say that it keeps a file, and one that need not
"""

from __future__ import annotations

import errno
import mmap
import os
import shutil
import subprocess
from contextlib import contextmanager
from subprocess import DEVNULL
from typing import TYPE_CHECKING

import pytest

from faults import ADD, CHANGES, Call, Change, Disk, Fault
from samples import ALL, sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Done

FULL = (errno.ENOSPC, errno.EDQUOT)
BROKEN = errno.EIO
BARRED = (errno.EROFS, errno.EACCES, errno.EPERM)
REFUSED = (errno.EACCES, errno.EPERM)
_STEP = 1 if ALL else 3  # from one call that fails to the next
UNKNOWN = (errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.ENOSYS, *REFUSED)


def name_of(value: object) -> str:
    return errno.errorcode[value] if isinstance(value, int) else str(value)


def assert_told(disk: Disk, done: Done) -> None:
    """Assert that the person is told what failed, in a line, and what to do.

    Before that may stand what a command says before it begins.
    """
    *begun, error, hint = done.err.splitlines(keepends=True)

    assert done.code == 7
    assert (error[:7], hint[:6]) == ("Error: ", "Hint: ")
    assert disk.done.err.startswith("".join(begun))
    assert done.out == ""


def assert_whole(disk: Disk, done: Done, error: int = BROKEN) -> None:
    """Assert that the store is old, and that this is told; or new, where it may be."""
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
    assert_told(disk, done)
    if now == disk.after:
        assert "the file is written, but the disk did not confirm it" in done.err
        assert places[-1] < failures[0]
    else:
        assert now == disk.before
        assert places == []


def is_vital(disk: Disk, call: Call, error: int) -> bool:
    """Tell whether a change is not made, or may be lost, where this call fails.

    A system that refuses to sync a folder can do no such thing.
    """
    folder = disk.store.parent
    can_sync = call.path == folder and error not in REFUSED
    is_ours = can_sync or disk.is_temporary(call.path)
    return is_ours and call.name in {"create", "write", "fsync", "rename"}


def assert_works(disk: Disk) -> None:
    """Assert that a disk that has recovered is all that the next command needs."""
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
    """The old store or, once it was in its place, the new; and nothing beside it."""
    disk = Disk(home, change)
    told = 0
    for done in disk.failing(Fault(error=error, reads=True), _STEP):
        assert_whole(disk, done, error)
        assert disk.leftovers() == []
        told += done.code == 7

    assert told > 10 // _STEP


@pytest.mark.parametrize("error", [*FULL, *BARRED, BROKEN], ids=name_of)
def test_disk_that_fails_from_any_call_on(home: Path, error: int) -> None:
    """What can't be removed then is by the next command; it needs no one's help."""
    disk = Disk(home)
    for done in disk.failing(Fault(error=error, lasting=True), _STEP):
        assert_whole(disk, done, error)
        if error in FULL:
            assert disk.leftovers() == []
        assert_works(disk)


@pytest.mark.parametrize("change", sample(CHANGES), ids=str)
def test_disk_that_is_full_in_any_write(home: Path, change: Change) -> None:
    """Half of what was to be written is taken, and then no more."""
    disk = Disk(home, change)
    codes = []
    for done in disk.failing(Fault(error=errno.ENOSPC, half=True, lasting=True)):
        assert_whole(disk, done)
        assert disk.leftovers() == []
        codes.append(done.code)

    assert codes == [7] * (len(codes) - 1) + [0]
    assert len(codes) > 1


@pytest.mark.parametrize("change", sample(CHANGES), ids=str)
def test_write_of_which_half_is_taken_at_first(home: Path, change: Change) -> None:
    """The other half is written then: the system may do so at any time."""
    disk = Disk(home, change)
    tried = 0
    for done in disk.failing(Fault(error=errno.ENOSPC, half=True)):
        assert done == disk.done
        assert disk.store.read_bytes() == disk.after
        tried += 1

    assert tried > 1


@contextmanager
def too_small(disk: Disk, missing: int) -> Iterator[Fault]:
    """Have the store on a disk on which a change would need `missing` more blocks.

    It needs them for the backup and for the new store. Where we may not mount one,
    the room ends within the first write.
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
    """The old store stays, nothing is left; the change is made when there is room."""
    disk = Disk(home)
    with too_small(disk, missing) as fault:
        done = disk.change(fault)

        assert_told(disk, done)
        assert "no space left on device" in done.err
        assert disk.store.read_bytes() == disk.before
        assert disk.leftovers() == []
        (disk.store.parent / "filler").unlink(missing_ok=True)
        assert disk.change(Fault()) == disk.done
        assert disk.store.read_bytes() == disk.after


def fault_at_folder(disk: Disk, name: str, error: int) -> Fault:
    """Return the fault of the last such call for the folder of the store."""
    calls = [call for call in disk.calls if disk.is_in_archive(call)]
    folder = disk.store.parent
    at = [n for n, c in enumerate(calls, 1) if (c.name, c.path) == (name, folder)]
    return Fault(at[-1], error=error, reads=True)


@pytest.mark.parametrize("error", [*FULL, BROKEN, errno.EROFS], ids=name_of)
def test_folder_that_can_not_be_synced(home: Path, error: int) -> None:
    """The change is made, and it is told that it may be lost; it is listed."""
    disk = Disk(home)
    done = disk.change(fault_at_folder(disk, "fsync", error))

    assert_told(disk, done)
    told = "the file is written, but the disk did not confirm it: "
    assert f"{told}{os.strerror(error).lower()}" in done.err
    assert disk.store.read_bytes() == disk.after
    assert "We call for their release." in disk.run("list").out


@pytest.mark.parametrize("error", UNKNOWN, ids=name_of)
def test_folder_that_is_not_synced_by_its_system(home: Path, error: int) -> None:
    """Where a system knows no such thing there is nothing to tell."""
    disk = Disk(home)

    assert disk.change(fault_at_folder(disk, "fsync", error)) == disk.done
    assert disk.store.read_bytes() == disk.after


@pytest.mark.parametrize("error", [errno.EMFILE, BROKEN], ids=name_of)
def test_folder_that_can_not_be_opened(home: Path, error: int) -> None:
    """What could not be synced later is not written at all."""
    disk = Disk(home)
    done = disk.change(fault_at_folder(disk, "open", error))

    assert_told(disk, done)
    assert disk.store.read_bytes() == disk.before
    assert disk.leftovers() == []


def test_folder_that_may_not_be_read(home: Path) -> None:
    """It is written to without being synced: no one could ask for more."""
    disk = Disk(home)

    assert disk.change(fault_at_folder(disk, "open", errno.EACCES)) == disk.done
    assert disk.store.read_bytes() == disk.after
