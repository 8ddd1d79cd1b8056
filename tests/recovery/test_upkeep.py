"""Test commands of maintenance that are killed or fail at any call.

Each command lists the files that it creates or replaces, in order. After an
interruption, the first few files must be new and the others unchanged. `TIME` and `DAY`
replace the current time. Then the same command completes the other steps.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING, Any

from archives import opened
from attached import put
from conftest import SAMPLE
from faults import Change, Disk, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from conftest import Done
    from faults import Call
import errno

import pytest

from conftest import Done
from faults import KILLED, Call
from samples import ALL, in_the_checks

Tree = dict[str, bytes | None]  # from paths in the home to contents; None for a folder

_OF_THE_MOMENT = {"uuid", "created", "modified"}
SECTOR = 512  # bytes; a shorter write is never split
A_DAY = 24 * 60 * 60
SCANS = (b"%PDF-1.7 one", b"%PDF-1.7 " + b"two " * 30_000)
STORE = "data/statements.json"
_DAILY = "data/backups/statements-DAY.json"
_DAMAGED = f"{STORE}.damaged-TIME"
_REPORT = f"{_DAMAGED}.report.txt"
_SCANS = tuple(f"files/{sha256(scan).hexdigest()}" for scan in SCANS)


class UpkeepDisk(Disk):
    """A home with an archive to maintain.

    The archive has attached files, a history, backups and an index, all from yesterday.
    """

    def __init__(self, home: Path, upkeep: Upkeep, *, whole: bool = False) -> None:
        self._upkeep = upkeep
        self._went_on: set[int | None] = set()
        super().__init__(home, upkeep, whole=whole)
        self.begun = self.tree()
        self.change(Fault(watched="."))
        self.ended = self.tree()
        self._ended_with = self._statements()
        self.change_later()
        self._when_done = self._statements()
        self.steps = [self._present(step) for step in upkeep.steps]
        self.begin()

    def prepare(self) -> None:
        """Create the archive before the command."""
        self.clock += A_DAY
        self.store.parent.mkdir()
        shutil.copyfile(SAMPLE, self.store)
        self._attach()
        self.give("add", "--date=2013", "--program=CLEC", "--text=Number ten.")
        self.give("remove", "5", "--yes")
        self.give("backup")
        self.give("backup", "stick")
        self.give("edit", "3", "--title=A title.")
        self.give("edit", "4", "7", "--add-tag=land", "--yes")
        old = next((self.home / "stick").glob("*.json"))
        old.rename(old.with_name("old.json"))
        self._upkeep.prepare(self)

    def _attach(self) -> None:
        """Attach the scans to a statement."""
        attachments = [put(self.store.parent, scan) for scan in SCANS]
        with opened(self.store) as archive:
            archive.edit([3], lambda _: {"attachments": attachments})
        for name in ("cache", "backups"):
            shutil.rmtree(self.store.parent / name, ignore_errors=True)

    def give(self, *command: str) -> None:
        """Run a command, which must succeed."""
        done = self.run(*command)
        assert done.code == 0, done.err

    def tree(self) -> Tree:
        """Return the files of the home, without index, locks and temporary files."""
        return {
            place.relative_to(self.home).as_posix(): (
                None if place.is_dir() else place.read_bytes()
            )
            for place in sorted(self.home.rglob("*"))
            if place.suffix not in {".lock", ".tmp"}
            and place.relative_to(self.home).parts[0] not in {"cache", "out", "err"}
        }

    def reached(self) -> int | None:
        """Return the number of completed steps in the home, or None."""
        now = self.tree()
        for count in range(len(self.steps) + 1):
            if now == self._after(count):
                return count
        return None

    def _after(self, count: int) -> Tree:
        """Return the expected files after this number of steps."""
        made = {step: self.ended[step] for step in self.steps[:count]}
        return dict(sorted((self.begun | made).items()))

    def assert_works_again(self) -> None:
        """Check that the command, run again, completes the remaining steps.

        A step that was already tested is skipped.
        """
        step = self.reached()
        if step in self._went_on:
            return
        self._went_on.add(step)
        is_done = step == len(self.steps)
        again = self.change_later()

        assert again.code == (self._upkeep.code_when_done if is_done else 0), again.err
        assert self._statements() == (self._when_done if is_done else self._ended_with)
        checked = self.run("check", "--archive", self._upkeep.archive)
        assert checked.code == 0, checked.out

    def is_tidy(self) -> bool:
        """Return whether no leftover files exist."""
        step = self.reached()
        if step in {None, len(self.steps)}:
            return True
        return not any(".damaged-" in each for each in self.steps[:step])

    def is_repaired(self) -> bool:
        """Return whether the statements are as expected after the command."""
        return self._statements() == self._ended_with

    def change_later(self) -> Done:
        """Run the command a second later."""
        self.clock += 1
        done = self.change(Fault())
        self.clock -= 1
        return done

    def _statements(self) -> list[dict[str, Any]]:
        """Return the statements of the archive, without times and UUIDs."""
        tables = json.loads((self.home / self._upkeep.archive).read_bytes())
        return [
            {name: value for name, value in each.items() if name not in _OF_THE_MOMENT}
            for each in tables["statements"].values()
        ]

    def failing_somewhere(self, fault: Fault) -> Iterator[Done]:
        """Yield the results of the command with one failing call, and with none.

        One call of each kind at each place fails, and the calls around each step. If
        the fault is lasting, only the calls around each step fail.
        """
        at = [n for n, call in enumerate(self.calls, 1) if self._counts(call, fault)]
        counted = [self.calls[n - 1] for n in at]
        steps = {self.home / step for step in self.steps}
        numbers = _sample(counted, steps, of_each_kind=not fault.lasting)
        for number in (*numbers, len(at) + 1):
            yield self.failing_at(fault, number)

    def failing_at(self, fault: Fault, number: int) -> Done:
        """Return the result of the command if this call fails."""
        self.begin()
        return self.change(replace(fault, at=number))

    def _counts(self, call: Call, fault: Fault) -> bool:
        """Return whether `fault` counts this call."""
        folder = self.home / fault.watched
        is_watched = any(p.is_relative_to(folder) for p in (call.path, call.other))
        if fault.half:
            return is_watched and call.size >= SECTOR and call.changes
        return is_watched and (fault.reads or call.changes)

    def _present(self, step: str) -> str:
        now = time.gmtime(self.clock)
        step = step.replace("TIME", time.strftime("%Y-%m-%dT%H%M%SZ", now))
        return step.replace("DAY", time.strftime("%Y-%m-%d", now))


@dataclass(frozen=True)
class Upkeep(Change):
    """A command, the damage before it, and its result.

    Only calls that concern the folder `watched` can fail. If nothing is left to do, the
    command ends with `code_when_done`.
    """

    prepare: Callable[[UpkeepDisk], object] = lambda _: None
    steps: tuple[str, ...] = ()
    watched: str = "data"
    archive: str = STORE
    code_when_done: int = 0


def cut(disk: UpkeepDisk) -> None:
    """Cut off the end of the archive's file."""
    data = disk.store.read_bytes()
    disk.store.write_bytes(data[: len(data) * 6 // 10])


def spoil_history(disk: UpkeepDisk) -> None:
    """Change a title in the history."""
    data = disk.store.read_bytes()
    place = data.index(b"A title.", data.index(b'"history"'))
    disk.store.write_bytes(data[:place] + b"A litle." + data[place + 8 :])


def edit_by_hand(disk: UpkeepDisk) -> None:
    """Delete a character of a statement."""
    data = disk.store.read_bytes()
    assert b"Phnom Penh" in data
    disk.store.write_bytes(
        re.sub(rb'"place": "Phnom Penh"', b'"place": "Phnom Pen"', data, count=2)
    )


def lose_scans(disk: UpkeepDisk) -> None:
    shutil.rmtree(disk.store.parent / "files")


def lose_backups(disk: UpkeepDisk) -> None:
    shutil.rmtree(disk.store.parent / "backups")


def lose_all(disk: UpkeepDisk) -> None:
    shutil.rmtree(disk.store.parent)


def all_of(*losses: Callable[[UpkeepDisk], object]) -> Callable[[UpkeepDisk], object]:
    """Return a function that calls all `losses` in order."""

    def prepare(disk: UpkeepDisk) -> None:
        for lose in losses:
            lose(disk)

    return prepare


_REPAIR = ("repair", "--yes")
_FROM = ("restore", "--from", "stick/old.json", "--yes")
_HERE = ("data/files", *(f"data/{scan}" for scan in _SCANS))

UPKEEP = (
    Upkeep("repair of a part", _REPAIR, (), cut, (_DAMAGED, _REPORT, STORE)),
    Upkeep(
        *("repair of the history", _REPAIR, (), spoil_history),
        (_DAMAGED, _REPORT, STORE),
    ),
    Upkeep("backup", ("backup",), steps=("data/backups/statements-TIME.json",)),
    Upkeep(
        *("backup, the first", ("backup",), (), lose_backups),
        ("data/backups", "data/backups/statements-TIME.json"),
    ),
    Upkeep(
        *("backup elsewhere", ("backup", "other/stick"), ()),
        steps=(
            *("other", "other/stick", "other/stick/files"),
            *(f"other/stick/{scan}" for scan in _SCANS),
            "other/stick/statements-TIME.json",
        ),
        watched="other",
    ),
    Upkeep("restore", _FROM, (), lose_scans, (*_HERE, _DAILY, STORE)),
    Upkeep(
        *("restore of a part", _FROM, (), all_of(cut, lose_scans)),
        (*_HERE, _DAMAGED, STORE),
    ),
    Upkeep(
        "restore of all",
        (*_FROM, "--archive", STORE),
        (),
        lose_all,
        ("data", *_HERE, STORE),
    ),
    Upkeep(
        *("accept", ("check", "--accept", "--yes"), (), edit_by_hand), (_DAILY, STORE)
    ),
    Upkeep(
        "init",
        ("init", "new"),
        steps=("new", "new/data", "new/data/statements.json"),
        watched="new",
        archive="new/data/statements.json",
        code_when_done=1,
    ),
    Upkeep(
        "init with a sample",
        ("init", "new", "--sample"),
        steps=("new", "new/data", "new/data/statements.json"),
        watched="new",
        archive="new/data/statements.json",
        code_when_done=1,
    ),
)


def _sample(
    calls: Sequence[Call], steps: set[Path], *, of_each_kind: bool
) -> Sequence[int]:
    """Return the numbers of some calls of these `steps`."""
    chance = Random(len(calls))  # noqa: S311 - no secret
    kinds: dict[tuple[str, str, str], list[int]] = {}
    chosen = {len(calls)}
    for number, call in enumerate(calls, 1):
        kind = (call.name, _role(call.path), _role(call.other))
        kinds.setdefault(kind, []).append(number)
        if call.name in {"mkdir", "rename", "link"} and {*call} & steps:
            chosen |= {number, number + 1}
    if of_each_kind or len(chosen) == 1:
        chosen |= {chance.choice(each) for each in kinds.values()}
    return sorted(chosen)


def _role(path: Path) -> str:
    """Return the name of a file without its changing parts."""
    return re.sub("[0-9a-f]{64}|[.][a-z0-9_]{8}[.]|-[0-9]{4}-[-0-9TZ]+", "*", path.name)


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
