"""Test that public bags hide texts, and that no incomplete bag is left."""

import errno
import itertools
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bags import SCAN, is_valid
from faults import KILLED, Change, Disk, Fault, assert_reported
from leaks import DRAFT, LATER, SECRETS, archive_of, documents, hidden, leaks
from mediarel.cli import app
from samples import ALL

PRIVATE = "Privatequx words"
_numbers = itertools.count()


@st.composite
def files(draw: st.DrawFn) -> dict[str, bytes]:
    """Return files by name, some with withheld texts in name or content."""
    words = st.sampled_from((*SECRETS, "We", "សេចក្តី"))
    return {
        f"{draw(words)}.{ending}": f"{draw(words)} was there.".encode()
        for ending in draw(st.sets(st.sampled_from(("txt", "html", "csv"))))
    }


def attach(folder: Path, files_: dict[str, bytes]) -> list[dict[str, Any]]:
    """Write files to the archive in `folder`, and return their attachments."""
    found = []
    for name, content in {**files_, "p.txt": PRIVATE.encode()}.items():
        digest = sha256(content).hexdigest()
        place = folder / "files" / digest[:2] / f"{digest}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        found.append(
            {
                "name": name,
                "sha256": digest,
                "size": len(content),
                "media_type": "text/plain",
                "private": name == "p.txt",
            }
        )
    return found


@settings(
    max_examples=100 if ALL else 2,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(given_=st.lists(st.tuples(documents(), files()), min_size=1, max_size=2))
def test_no_file_of_a_public_bag_contains_hidden_text(
    home: Path, given_: list[tuple[dict[str, Any], dict[str, bytes]]]
) -> None:
    folder = home / str(next(_numbers))
    everywhere = list(dict.fromkeys(x for one, _ in given_ for x in one["withheld"]))
    some = {
        name: content
        for _, files_ in given_
        for name, content in files_.items()
        if not leaks(content, set(SECRETS) - {*everywhere})
        and not leaks(name.encode(), set(SECRETS) - {*everywhere})
    }
    attached = attach(folder, some)
    seen = [
        {**one, "withheld": everywhere, "attachments": attached} for one, _ in given_
    ]
    draft = hidden(seen[0], DRAFT, status="draft")
    later = hidden(seen[0], LATER, embargo="2999-01-01T00:00:00+07:00")
    store = archive_of(folder, [draft, later, *seen])

    call = ["publish", "bag", str(folder / "bag"), "--archive", str(store)]
    assert app.run([*call, "--public"]) == 0

    assert leaks(folder / "bag", [*everywhere, DRAFT, LATER, PRIVATE]) == []
    assert is_valid(folder / "bag")


def test_two_withheld_signatories_are_hidden(home: Path) -> None:
    """The marks of both signatories are one entry in the site's list of signatories."""
    said = {"signatories": [*SECRETS[:2], "CLEC"], "withheld": [*SECRETS[:2]]}
    one: dict[str, Any] = {"date": "2012", "program": "CLEC", "text": "We.", **said}
    store = archive_of(home / "one", [one, one])

    call = ["publish", "bag", "bag", "--public", "--archive", str(store)]
    assert app.run(call) == 0

    assert leaks(home / "bag", SECRETS[:2]) == []


_BAG = ("publish", "bag", "hand/bag")
WHOLE = Change("whole", _BAG, (("attach", "3", "scan.pdf"),))
PUBLIC = Change("public", (*_BAG, "--public"), (("attach", "3", "scan.pdf"),))
KINDS = pytest.mark.parametrize("change", [WHOLE, PUBLIC] if ALL else [WHOLE], ids=str)
OUT = Fault(watched="hand")
_STEP = 31 if ALL else 129  # distance between two failing calls
# Distance between two kills. Both kinds of bag are written in the same way.
_KILLS = {WHOLE: 11 if ALL else 83, PUBLIC: 31}


class BagDisk(Disk):
    """A disk that can fail, with a home folder for a bag."""

    def prepare(self) -> None:
        """Create the archive and a file to attach."""
        (self.home / "scan.pdf").write_bytes(SCAN)
        super().prepare()

    @property
    def names(self) -> set[str]:
        """Return the names in the folder of the bag."""
        folder = self.home / "hand"
        return {place.name for place in folder.iterdir()} if folder.exists() else set()

    def assert_missing_or_valid(self) -> None:
        """Assert that the bag is missing or valid."""
        assert "bag" not in self.names or is_valid(self.home / "hand/bag")

    def assert_next_succeeds(self) -> None:
        """Assert that the same command now writes the bag."""
        if "bag" not in self.names:
            again = self.run(*self._change.command)
            assert again.code == 0, again.err
        else:
            assert self.run(*self._change.command).code == 1
            # The next bag removes leftovers of this bag.
        assert is_valid(self.home / "hand/bag")


@KINDS
@pytest.mark.parametrize("half", [False, True], ids=["before a call", "in a write"])
def test_a_killed_command_leaves_no_incomplete_bag(
    home: Path, change: Change, *, half: bool
) -> None:
    """The next command removes the leftovers."""
    disk = BagDisk(home, change)
    killed = 0
    for done in disk.failing(replace(OUT, half=half), _KILLS[change]):
        assert done.code in {0, KILLED}, done.err
        killed += done.code == KILLED
        disk.assert_missing_or_valid()
        disk.assert_next_succeeds()
        assert disk.names == {"bag"}

    assert killed > (0 if half else 3)


@KINDS
def test_an_error_leaves_no_incomplete_bag(home: Path, change: Change) -> None:
    """Leftovers remain only if the disk refuses to delete files."""
    disk = BagDisk(home, change)
    told = 0
    for done in disk.failing(replace(OUT, error=errno.EIO, reads=True), _STEP):
        assert_reported(done)
        told += done.code == 7
        disk.assert_missing_or_valid()
        assert disk.names <= {"bag"} or done.code
        disk.assert_next_succeeds()
        assert disk.names == {"bag"}

    assert told > 3


def test_a_full_disk_leaves_no_incomplete_bag(home: Path) -> None:
    """The disk accepts half of a write.

    After that, the disk stays full, or accepts the rest.
    """
    disk = BagDisk(home, WHOLE)
    for lasting in (True, False):
        fault = replace(OUT, error=errno.ENOSPC, half=True, lasting=lasting)
        codes = []
        for done in disk.failing(fault, 7 if ALL else 23):
            assert_reported(done)
            codes.append(done.code)
            disk.assert_missing_or_valid()
            disk.assert_next_succeeds()

        assert codes == [7 * lasting] * (len(codes) - 1) + [0]
        assert len(codes) > 3


def test_an_unreadable_attachment_stops_the_bag(home: Path) -> None:
    disk = BagDisk(home, WHOLE)
    fault = Fault(watched="data/files", error=errno.EIO, reads=True)
    codes = []
    for done in disk.failing(fault):
        assert_reported(done)
        codes.append(done.code)
        disk.assert_missing_or_valid()

    assert codes.count(7) > 1
