"""Test repair, backup, restore and init that are killed or fail at any call.

`upkeep.py` defines the steps of each command. Afterwards, the first few steps are
complete, a failure is reported, and the same command completes the other steps.
"""

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import Done
from faults import KILLED, Call, Fault
from samples import ALL, in_the_checks
from upkeep import UPKEEP, Upkeep, UpkeepDisk


def killed(disk: UpkeepDisk, fault: Fault) -> list[int]:
    """Return the last complete step after each kill."""
    steps = []
    for done in disk.failing_somewhere(fault):
        step = disk.reached()
        assert step is not None, disk.tree().keys()
        assert done.code == KILLED or (done, step) == (disk.done, len(disk.steps))
        steps.append(step)
        disk.assert_works_again()
    assert steps == sorted(steps)
    return steps


@pytest.mark.parametrize("upkeep", UPKEEP if ALL else UPKEEP[:1], ids=str)
def test_killed_before_any_call(home: Path, upkeep: Upkeep) -> None:
    disk = UpkeepDisk(home, upkeep)

    steps = killed(disk, Fault(watched=upkeep.watched))

    assert set(steps) == {*range(len(disk.steps) + 1)}
    assert len(steps) > 2 * len(disk.steps)


@in_the_checks
# An empty archive is too small to be half written.
@pytest.mark.parametrize("upkeep", [u for u in UPKEEP if u.name != "init"], ids=str)
def test_killed_in_any_write(home: Path, upkeep: Upkeep) -> None:
    disk = UpkeepDisk(home, upkeep)

    steps = killed(disk, Fault(half=True, watched=upkeep.watched))

    assert len(steps) > 1


IN_PLACE = "the file was written, but the disk did not confirm the write"
UNREAD = "Unreadable backup: backup "


def assert_failure_reported(disk: UpkeepDisk, done: Done) -> None:
    """Assert that a step is complete, and that the failure is reported."""
    failed = next((call for call in disk.logged() if call.failed), None)
    step = disk.reached()
    if done.code == 0:
        assert step == len(disk.steps) or (UNREAD in done.err and disk.is_repaired())
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


@in_the_checks
@pytest.mark.parametrize("upkeep", UPKEEP, ids=str)
def test_error_at_any_call(home: Path, upkeep: Upkeep) -> None:
    """No temporary file remains."""
    disk = UpkeepDisk(home, upkeep)
    fault = Fault(error=errno.EIO, reads=True, watched=upkeep.watched)
    codes = []
    for done in disk.failing_somewhere(fault):
        assert_failure_reported(disk, done)
        assert disk.leftovers() == []
        assert disk.is_tidy()
        disk.assert_works_again()
        codes.append(done.code)

    assert codes.count(7) > 5
    assert codes[-1] == 0


FAULTS = {
    "full": Fault(error=errno.ENOSPC, lasting=True),
    "full in a write": Fault(error=errno.ENOSPC, half=True, lasting=True),
    "read-only": Fault(error=errno.EROFS, lasting=True),
}


@in_the_checks
@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("upkeep", UPKEEP, ids=str)
def test_disk_failing_from_any_call_on(home: Path, upkeep: Upkeep, kind: str) -> None:
    disk, fault = UpkeepDisk(home, upkeep), FAULTS[kind]
    for done in disk.failing_somewhere(replace(fault, watched=upkeep.watched)):
        assert_failure_reported(disk, done)
        if fault.error == errno.ENOSPC:
            assert disk.leftovers() == []
            assert disk.is_tidy()
        disk.assert_works_again()

    assert done == disk.done
