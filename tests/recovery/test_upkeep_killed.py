"""Repairs, backups, restores and new archives that are killed at any call they make.

Each leaves what `upkeep.py` says of it, up to one of its steps and not beyond. Given
again, it does what was not done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from faults import KILLED, Fault
from samples import ALL, in_the_checks
from upkeep import UPKEEP, Upkeep, UpkeepDisk

if TYPE_CHECKING:
    from pathlib import Path


def killed(disk: UpkeepDisk, fault: Fault) -> list[int]:
    """Return at which step each kill left the home, in the order of the calls."""
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
    """All up to a step is there, byte for byte, and from some call on all of it."""
    disk = UpkeepDisk(home, upkeep)

    steps = killed(disk, Fault(watched=upkeep.watched))

    assert set(steps) == {*range(len(disk.steps) + 1)}
    assert len(steps) > 2 * len(disk.steps)


@in_the_checks
# An empty archive is too small to be half written.
@pytest.mark.parametrize("upkeep", [u for u in UPKEEP if u.name != "init"], ids=str)
def test_killed_in_any_write(home: Path, upkeep: Upkeep) -> None:
    """Half of a write is no part of anything."""
    disk = UpkeepDisk(home, upkeep)

    steps = killed(disk, Fault(half=True, watched=upkeep.watched))

    assert len(steps) > 1
