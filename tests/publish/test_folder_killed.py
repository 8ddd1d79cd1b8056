"""Test that a folder is repaired after its writing was killed or failed."""

import errno
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

from conftest import Done
from faults import KILLED, Call, Change, Disk, Fault, assert_reported
from mediarel.publish.paths import MANIFEST, STAGED
from publishing import SCAN, VERSIONS, Content, content
from samples import ALL

WRITE = "publishing:write_version"
FIRST = Change("first", (WRITE, "1"))
SECOND = Change("second", (WRITE, "2"), ((WRITE, "1"), ("others",)))
BACK = Change("back", (WRITE, "1"), ((WRITE, "1"), (WRITE, "2"), ("others",)))
REPAIR = Change("repair", (WRITE, "1"), ((WRITE, "1"), ("others",), ("killed",)))
CHANGES = (FIRST, SECOND, BACK, REPAIR)
OTHERS: Content = {
    "CNAME": b"example.org",
    "about.txt": b"Ours.",
    "files/mine.pdf": b"Mine.",
}
SITE = Fault(watched="site")
_STEP = 2 if ALL else 15  # distance between two failing calls


class SiteDisk(Disk):
    """A disk that can fail, with a home folder that contains a folder `site`."""

    def prepare(self) -> None:
        """Run the commands that precede the tested command."""
        self.site = self.home / "site"
        (self.home / "scan.pdf").write_bytes(SCAN)
        for command in self._change.before:
            done = self.run(*command)
            assert done.code in {0, KILLED}, done.err

        self.has_others = (self.site / "CNAME").exists()
        self.begun = content(self.site) if self.site.exists() else {}
        self.version = self._change.command[1]

    def run(self, *command: str, fault: Fault | None = None) -> Done:
        """Run a command, create files of other programs, or kill a command."""
        if command == ("others",):
            for path, data in OTHERS.items():
                (self.site / path).write_bytes(data)
            command = ("schema",)
        if command == ("killed",):
            # Kill the command when the second file of version 2 is in place.
            command, fault = (WRITE, "2"), replace(SITE, at=self.second_rename())
        return super().run(*command, fault=fault)

    def second_rename(self) -> int:
        """Return the number of the system call that puts the second file in place."""
        home = self.home.parent / "another" / "home"
        home.mkdir(parents=True)
        other = SiteDisk(home, SECOND)
        calls = [c for c in other.calls if c.changes and other.is_in_site(c)]
        renames = [n for n, c in enumerate(calls, 1) if c.name == "rename"]
        return renames[1]

    def is_in_site(self, call: Call) -> bool:
        """Return whether a call concerns the folder `site`."""
        return any(path.is_relative_to(self.site) for path in (call.path, call.other))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Content]:
    """Return the files of each version, written to a new folder."""
    found = {}
    for version in VERSIONS:
        home = tmp_path_factory.mktemp("whole") / "home"
        home.mkdir()
        disk = SiteDisk(home, Change(version, (WRITE, version)))
        disk.change(Fault(watched="."))
        found[version] = content(disk.site)
    return found


def assert_repaired(disk: SiteDisk, whole: dict[str, Content], version: str) -> None:
    """Assert that no file is damaged, and that `version` can be written.

    Files of other programs must be unchanged.
    """
    others = OTHERS if disk.has_others else {}
    known = {b for each in whole.values() for b in each.values()} | {*others.values()}
    there = content(disk.site) if disk.site.exists() else {}
    for path, data in there.items():
        is_staged = path.startswith(STAGED)
        assert is_staged or path == MANIFEST or data in known | {b"an empty folder"}
    assert there.items() >= others.items()

    again = disk.run(WRITE, version)

    assert (again.code, again.err) == (0, "")
    assert content(disk.site) == whole[version] | others


def versions(disk: SiteDisk) -> Iterator[str]:
    """Yield the version to write after each fault."""
    return cycle([disk.version, *VERSIONS] if ALL else [disk.version])


@pytest.mark.parametrize("half", [False, True], ids=["before a call", "in a write"])
@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_folder_can_be_written_again_after_a_kill(
    home: Path, whole: dict[str, Content], change: Change, *, half: bool
) -> None:
    disk = SiteDisk(home, change)
    version = versions(disk)
    killed = 0
    for done in disk.failing(replace(SITE, half=half), 1 if ALL or half else 6):
        assert done.code in {0, KILLED}, done.err
        killed += done.code == KILLED
        assert_repaired(disk, whole, next(version))

    assert killed > (1 if half else 6)


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_an_error_is_reported_and_the_folder_can_be_written_again(
    home: Path, whole: dict[str, Content], change: Change
) -> None:
    disk = SiteDisk(home, change)
    told = 0
    for done in disk.failing(replace(SITE, error=errno.EIO, reads=True), _STEP):
        assert_reported(done)
        told += done.code == 7
        if "Nothing in the folder was changed" in done.err and change is not REPAIR:
            disk_now = content(disk.site) if disk.site.exists() else {}
            assert {p: d for p, d in disk_now.items() if STAGED not in p} == disk.begun
        assert_repaired(disk, whole, disk.version)

    assert told >= 3


def test_a_full_disk_is_reported_and_the_folder_can_be_written_again(
    home: Path, whole: dict[str, Content]
) -> None:
    """The disk accepts half of a write.

    After that, the disk stays full, or accepts the rest.
    """
    disk = SiteDisk(home, SECOND)
    for lasting in (True, False):
        fault = replace(SITE, error=errno.ENOSPC, half=True, lasting=lasting)
        codes = []
        for done in disk.failing(fault):
            assert_reported(done)
            codes.append(done.code)
            assert_repaired(disk, whole, "2")

        assert codes == [7 * lasting] * (len(codes) - 1) + [0]
        assert len(codes) > 3
