"""Test `check` of attached files."""

from hashlib import sha256
from pathlib import Path

import pytest

from archives import stranger
from checked import found, on, the_one

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
    """Return the attached file of statement 4 in an undamaged archive."""
    place = path.parent / "files" / HELLO_NAME
    place.parent.mkdir()
    place.write_bytes(HELLO)
    with on("2027-01-04", path) as archive:
        archive.edit([4], lambda _: {"attachments": [ATTACHED]})
    return place


@pytest.mark.usefixtures("file")
def test_unchanged_files_have_no_findings(path: Path) -> None:
    assert found(path) == []


def test_unreadable_file_is_found() -> None:
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


def test_file_of_two_statements_is_reported_once(path: Path, file: Path) -> None:
    with on("2027-01-04", path) as archive:
        (four,) = archive.get([4])
        shared = four.fields()["attachments"]
        archive.edit([5], lambda _: {"attachments": shared})
    file.write_bytes(b"Hallo")

    assert the_one(path).kind == "file_changed"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (NO_NAME, "file_unused"),
        ("hello.txt", "file_name"),
        (NO_NAME.replace("0", "A"), "file_name"),
    ],
)
def test_unneeded_file_is_a_note(path: Path, file: Path, name: str, kind: str) -> None:
    file.with_name(name).write_bytes(b"")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("note", kind)
    assert finding.place == f"files/{name}"


def test_file_in_place_of_the_folder_is_an_error(path: Path) -> None:
    (path.parent / "files").write_bytes(b"")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "unreadable")
