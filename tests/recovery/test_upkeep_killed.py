"""Test repair, backup, restore and init that are killed at any call.

`upkeep.py` defines the steps of each command. Afterwards, the first few steps are
complete, and the same command completes the other steps.
"""

from pathlib import Path

import pytest

from faults import KILLED, Fault
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
