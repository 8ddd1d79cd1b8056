"""Test that the store is undamaged after a command is killed at any call."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from archives import content
from faults import CHANGES, KILLED, Change, Disk, Fault
from mediarel.model.statement import without_empty
from samples import ALL, in_the_checks, sample

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
