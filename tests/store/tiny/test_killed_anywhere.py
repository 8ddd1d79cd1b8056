"""A command that is killed at any call it makes: the store is whole, old or new.

- each change, killed before each call in the store's folder, and in each write
- the same where the calls of the index count as well
- the same for processes that start from nothing, and on a memory stick
- whatever was killed, the next commands need no one's help and clean up
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from archives import content
from faults import CHANGES, KILLED, Change, Disk, Fault
from mediarel.model.statement import without_empty
from samples import ALL, in_the_checks, sample

if TYPE_CHECKING:
    from pathlib import Path


# A command that meets a memory stick, which lacks much, and does not fail.
STICK = Fault(is_stick=True)


def killed(disk: Disk, fault: Fault, step: int = 1) -> tuple[int, int]:
    """Return how many kills left the store as it was, and how many the new one.

    Assert that none left anything else, or the old one once the new one was there;
    that backups are whole, and none of them is the store itself; and that the next
    commands work.
    """
    left = []
    for done in disk.failing(fault, step):
        left.append(disk.store.read_bytes())
        assert done.code == KILLED or done == disk.done
        assert disk.backups() <= {disk.before}
        assert disk.store.stat().st_nlink == 1
        assert_works(disk, fault)
    old = left.count(disk.before)
    new = len(left) - old

    assert left == [disk.before] * old + [disk.after] * new
    return old, new - 1  # the last was not killed


def assert_works(disk: Disk, fault: Fault) -> None:
    """Assert that the store can be listed and added to, and nothing is left over."""
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
    """The store is, byte for byte, what it was, from some call on what it will be."""
    disk = Disk(home, change)

    old, new = killed(disk, Fault())

    calls = [call for call in disk.calls if disk.is_in_archive(call) and call.changes]
    placed = [call.other for call in calls].index(disk.store)
    assert (old, new) == (placed + 1, len(calls) - placed - 1)
    assert new > 0


@pytest.mark.parametrize("change", sample(CHANGES), ids=str)
def test_killed_in_any_write(home: Path, change: Change) -> None:
    """Half of a write is no part of the store."""
    disk = Disk(home, change)

    old, new = killed(disk, Fault(half=True))

    assert old > 0
    assert new == 0


@pytest.mark.parametrize("half", [False, True], ids=["before a call", "in a write"])
def test_killed_on_a_stick(home: Path, *, half: bool) -> None:
    """It knows no links, no modes, no sync of folders, and times of two seconds."""
    disk = Disk(home)

    old, _ = killed(disk, replace(STICK, half=half))

    assert old > 1


def test_killed_in_the_index(home: Path) -> None:
    """The index may be left in any state: the next command sees to it."""
    disk = Disk(home)

    old, new = killed(disk, Fault(watched="cache"), step=3 if ALL else 15)

    assert old > 1
    assert new > 1


@in_the_checks
def test_killed_in_a_write_of_the_index(home: Path) -> None:
    """The same where half of a page is written."""
    disk = Disk(home)

    old, new = killed(disk, Fault(half=True, watched="cache"))

    assert old > 1
    assert new > 1


@in_the_checks
def test_killed_whole_processes(home: Path) -> None:
    """One that starts from nothing is no other, killed as it reads as well."""
    disk = Disk(home, whole=True)

    old, new = killed(disk, Fault(reads=True))

    calls = [call for call in disk.calls if disk.is_in_archive(call)]
    assert old + new == len(calls)
    assert new > 0
