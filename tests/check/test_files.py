"""Checking attached files.

- as they were; missing, another, not to be read; told once though two have it
- a file that no statement has, a name that is none
- a folder that is missing, or no folder
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from archives import stranger
from checked import found, on, the_one

if TYPE_CHECKING:
    from pathlib import Path

HELLO = b"Hello"
HELLO_NAME = sha256(HELLO).hexdigest()
NO_NAME = "0" * 64
ATTACHED = {
    "name": "hello.txt",
    "sha256": HELLO_NAME,
    "size": len(HELLO),
    "media_type": "text/plain",
}


@pytest.fixture
def file(path: Path) -> Path:
    """Return the file of statement 4, in an archive that is sound."""
    place = path.parent / "files" / HELLO_NAME
    place.parent.mkdir()
    place.write_bytes(HELLO)
    with on("2027-01-04", path) as archive:
        archive.edit([4], lambda _: {"attachments": [ATTACHED]})
    return place


@pytest.mark.usefixtures("file")
def test_files_that_are_as_they_were(path: Path) -> None:
    assert found(path) == []


@pytest.mark.parametrize("instead", ["nothing", "a folder"])
def test_a_missing_file(path: Path, file: Path, instead: str) -> None:
    file.unlink()
    if instead == "a folder":
        file.mkdir()

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("error", "file_missing", 4)
    assert finding.place == f"files/{HELLO_NAME}"
    assert '"hello.txt" of statement 4' in finding.message


@pytest.mark.parametrize(
    ("now", "what"), [(b"Hell", "4 bytes instead of 5"), (b"Hallo", "its SHA-256")]
)
def test_another_file(path: Path, file: Path, now: bytes, what: str) -> None:
    """By its size, or by what it says."""
    file.write_bytes(now)

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("error", "file_changed", 4)
    assert what in finding.message


def test_a_file_that_may_not_be_read() -> None:
    """Whether it is what it was can't be told, which is told."""
    with stranger() as path:
        place = path.parent / "files" / HELLO_NAME
        place.parent.mkdir()
        place.write_bytes(HELLO)
        place.chmod(0)
        with on("2027-01-04", path) as archive:
            archive.edit([1], lambda _: {"attachments": [ATTACHED]})
        finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("error", "unreadable", 1)
    assert finding.place == f"files/{HELLO_NAME}"


def test_a_file_of_two_statements_is_told_once(path: Path, file: Path) -> None:
    with on("2027-01-04", path) as archive:
        (four,) = archive.get([4])
        shared = four.fields()["attachments"]
        archive.edit([5], lambda _: {"attachments": shared})
    file.write_bytes(b"Hallo")

    assert the_one(path).kind == "file_changed"


def test_a_file_that_no_statement_has(path: Path, file: Path) -> None:
    file.with_name(NO_NAME).write_bytes(b"")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("note", "file_unused")
    assert finding.place == f"files/{NO_NAME}"


@pytest.mark.parametrize("name", [".DS_Store", "hello.txt", NO_NAME.replace("0", "A")])
def test_a_name_that_is_none(path: Path, file: Path, name: str) -> None:
    file.with_name(name).write_bytes(b"")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("note", "file_name")
    assert finding.place == f"files/{name}"


def test_a_folder_of_files_that_is_none(path: Path) -> None:
    (path.parent / "files").write_bytes(b"")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "unreadable")
