"""Test the order of system calls that makes a change durable."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from faults import ADD, CHANGES, Call, Change, Disk, Fault

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
