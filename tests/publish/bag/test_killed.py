"""A bag whose writing is killed, or fails, at any call: it is complete or missing.

- killed before calls and in writes: the same command then writes the bag, and removes
  leftovers
- each call fails: the error is reported, and nothing is left
"""

from __future__ import annotations

import errno
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bags import SCAN, is_valid
from faults import KILLED, Change, Disk, Fault
from samples import ALL

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Done

_BAG = ("publish", "bag", "hand/bag")
WHOLE = Change("whole", _BAG, (("attach", "3", "scan.pdf"),))
PUBLIC = Change("public", (*_BAG, "--public"), (("attach", "3", "scan.pdf"),))
KINDS = pytest.mark.parametrize("change", [WHOLE, PUBLIC] if ALL else [WHOLE], ids=str)
OUT = Fault(watched="hand")
_STEP = 4 if ALL else 61  # from one call that fails to the next
# From one kill, or write, to the next: both kinds are put in place in the same way.
_KILLS = {WHOLE: 1 if ALL else 23, PUBLIC: 5}


class BagDisk(Disk):
    """A home in which a bag is to be made, on a disk that can fail."""

    def prepare(self) -> None:
        """Have in the home an archive with a file."""
        (self.home / "scan.pdf").write_bytes(SCAN)
        super().prepare()

    @property
    def names(self) -> set[str]:
        """What is beside the bag, and the bag."""
        folder = self.home / "hand"
        return {place.name for place in folder.iterdir()} if folder.exists() else set()

    def assert_none_or_whole(self) -> None:
        """Assert that no part of a bag has its name."""
        assert "bag" not in self.names or is_valid(self.home / "hand/bag")

    def assert_made_next(self) -> None:
        """Assert that the same command makes the bag now, and nothing else is left."""
        if "bag" not in self.names:
            again = self.run(*self._change.command)
            assert again.code == 0, again.err
        else:
            assert self.run(*self._change.command).code == 1
            # What is left of it, the next bag clears away.
        assert is_valid(self.home / "hand/bag")


def assert_told(done: Done) -> None:
    """Assert that what failed is told in two lines, and with the exit code 7."""
    if done.code:
        error, hint = done.err.splitlines()
        assert (done.code, error[:7], hint[:6]) == (7, "Error: ", "Hint: ")


@KINDS
@pytest.mark.parametrize("half", [False, True], ids=["before a call", "in a write"])
def test_killed(home: Path, change: Change, *, half: bool) -> None:
    """What is left goes with the next bag."""
    disk = BagDisk(home, change)
    killed = 0
    for done in disk.failing(replace(OUT, half=half), _KILLS[change]):
        assert done.code in {0, KILLED}, done.err
        killed += done.code == KILLED
        disk.assert_none_or_whole()
        disk.assert_made_next()
        assert disk.names == {"bag"}

    assert killed > (0 if half else 3)


@KINDS
def test_error_at_any_call(home: Path, change: Change) -> None:
    """It is told, and nothing is left, but where the disk refuses to remove it."""
    disk = BagDisk(home, change)
    told = 0
    for done in disk.failing(replace(OUT, error=errno.EIO, reads=True), _STEP):
        assert_told(done)
        told += done.code == 7
        disk.assert_none_or_whole()
        assert disk.names <= {"bag"} or done.code
        disk.assert_made_next()
        assert disk.names == {"bag"}

    assert told > 3


def test_disk_that_is_full_in_any_write(home: Path) -> None:
    """Half of what was to be written is taken, and then no more; or then the rest."""
    disk = BagDisk(home, WHOLE)
    for lasting in (True, False):
        fault = replace(OUT, error=errno.ENOSPC, half=True, lasting=lasting)
        codes = []
        for done in disk.failing(fault, _KILLS[WHOLE]):
            assert_told(done)
            codes.append(done.code)
            disk.assert_none_or_whole()
            disk.assert_made_next()

        assert codes == [7 * lasting] * (len(codes) - 1) + [0]
        assert len(codes) > 3


def test_a_file_that_can_not_be_read(home: Path) -> None:
    """Of the archive's own: no bag says that it has all, where it was not read."""
    disk = BagDisk(home, WHOLE)
    fault = Fault(watched="data/files", error=errno.EIO, reads=True)
    codes = []
    for done in disk.failing(fault):
        assert_told(done)
        codes.append(done.code)
        disk.assert_none_or_whole()

    assert codes.count(7) > 1
