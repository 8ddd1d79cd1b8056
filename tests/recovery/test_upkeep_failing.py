"""Repairs, backups, restores and new archives on a disk that fails: told, and no harm.

What is left is what `upkeep.py` says, up to one of its steps: all of it and exit code
0, or a part of it that is told. Given again when the disk is well, it does the rest.

- an error of the disk at any call, also where it reads
- a disk that is full in any write, and stays so
- a disk that turns read-only at any call
"""

from __future__ import annotations

import errno
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from faults import Fault
from samples import ALL, in_the_checks
from upkeep import UPKEEP, Upkeep, UpkeepDisk

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Done
    from faults import Call

IN_PLACE = "the file is written, but the disk did not confirm it"
UNREAD = "Unreadable backup: backup "


def assert_told(disk: UpkeepDisk, done: Done) -> None:
    """Assert that the home is at a step, and that what failed is told in its words."""
    failed = next((call for call in disk.logged() if call.failed), None)
    step = disk.reached()
    if done.code == 0:
        assert step == len(disk.steps) or (UNREAD in done.err and disk.is_mended())
        assert done == disk.done or UNREAD in done.err
        return
    *_, error, hint = done.err.splitlines()
    assert (error[:7], hint[:6]) == ("Error: ", "Hint: ")
    assert done.code == 7 or (done.code == 5 and is_read(failed))
    assert step is not None
    assert step < len(disk.steps) or IN_PLACE in error
    assert ".tmp" not in error
    assert done.out == "" or done.code == 5


def is_read(failed: Call | None) -> bool:
    return failed is not None and not failed.changes


@pytest.mark.parametrize("upkeep", UPKEEP if ALL else UPKEEP[:1], ids=str)
def test_error_at_any_call(home: Path, upkeep: Upkeep) -> None:
    """Nothing half made is left, and no temporary file."""
    disk = UpkeepDisk(home, upkeep)
    fault = Fault(error=errno.EIO, reads=True, watched=upkeep.watched)
    codes = []
    for done in disk.failing_somewhere(fault):
        assert_told(disk, done)
        assert disk.leftovers() == []
        assert disk.is_tidy()
        disk.assert_works_again()
        codes.append(done.code)

    assert codes.count(7) > 5
    assert codes[-1] == 0


@pytest.mark.parametrize(
    "fault",
    [
        Fault(error=errno.ENOSPC, half=True, lasting=True),
        Fault(error=errno.ENOSPC, lasting=True),
        Fault(error=errno.EROFS, lasting=True),
    ],
    ids=["full in a write", "full", "read-only"],
)
@in_the_checks
@pytest.mark.parametrize("upkeep", UPKEEP, ids=str)
def test_disk_that_fails_from_any_call_on(
    home: Path, upkeep: Upkeep, fault: Fault
) -> None:
    """What can't be removed then is no harm; it needs no one's help afterwards."""
    disk = UpkeepDisk(home, upkeep)
    for done in disk.failing_somewhere(replace(fault, watched=upkeep.watched)):
        assert_told(disk, done)
        if fault.error == errno.ENOSPC:
            assert disk.leftovers() == []
            assert disk.is_tidy()
        disk.assert_works_again()

    assert done == disk.done
