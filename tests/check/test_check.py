"""Test the findings of a check."""

import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from archives import stranger
from attached import put
from checked import found, on, set_place, the_one, without_backups
from mediarel.check.slips import slips
from tampering import Tables, tamper

# Undamaged archives


def test_undo_redo_and_restore_are_no_findings(path: Path) -> None:
    with on("2027-01-04", path) as archive:
        archive.undo()
        archive.redo()
        archive.undo()
        archive.undo(2)
        archive.restore(3, at=1)
        archive.remove([10])
        archive.restore(10)

    assert found(path) == []


# Damaged archives


def test_damage_is_reported_with_its_line_and_the_newest_backup(path: Path) -> None:
    text = path.read_text("utf-8").replace("{\n", "{\n<<<<<<< HEAD\n", 1)
    path.write_text(text, encoding="utf-8")
    backups = path.parent / "backups"
    (backups / "statements-2027-01-03.json").write_bytes(b"")

    damaged, backup = found(path)

    assert (damaged.level, damaged.kind) == ("error", "damaged")
    assert damaged.place == "line 2"
    assert damaged.message == "the file contains merge conflict markers"
    newest = backups / "statements-2027-01-02.json"
    assert damaged.hint.startswith(f"The newest undamaged backup is {newest}. ")
    assert (backup.level, backup.kind) == ("error", "backup")


def test_each_invalid_statement_is_reported_with_its_line(path: Path) -> None:
    def damage(tables: Tables) -> None:
        tables["statements"]["2"]["date"] = "soon"
        tables["statements"]["7"]["program"] = ""

    tamper(path, damage)
    lines = path.read_text("utf-8").splitlines()

    first, second = found(path)

    for finding, number in ((first, 2), (second, 7)):
        line = int(finding.place.removeprefix(f"statement {number}, line "))
        assert lines[line - 1].strip() == f'"{number}": {{'
        assert (finding.level, finding.kind) == ("error", "rule")
        assert finding.id == number
    assert first.message == "the date 'soon' is not a date"


def test_duplicate_uuid_is_found(path: Path) -> None:
    """For example, a user copies a statement in an editor."""

    def damage(tables: Tables) -> None:
        tables["statements"]["11"] = tables["statements"]["3"]

    tamper(path, damage)

    doubled, added = found(path)

    assert (doubled.level, doubled.kind, doubled.id) == ("error", "uuid", 11)
    assert "the same UUID as statement 3" in doubled.message
    assert (added.level, added.kind, added.id) == ("warning", "added", 11)


CASE, MARKS, LETTER = "only in case", "only in accents or marks", "by one letter"


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({"KRN": 50, "Krn": 49}, [("Krn", "KRN", CASE)]),
        ({"Krn": 2, "KRN": 1, "krn": 1}, [("KRN", "Krn", CASE), ("krn", "Krn", CASE)]),
        ({"Élan": 1, "Elan": 3}, [("Élan", "Elan", MARKS)]),
        ({"ស្ដី": 1, "ស្តី": 3}, [("ស្ដី", "ស្តី", MARKS)]),
        ({"Joint Statement": 3, "Joint Statment": 1}, [("Joint Statment", LETTER)]),
        (
            {"Joint Statement": 3, "Jiont Statement": 1},
            [],
        ),  # for so few statements, the word is too short
        ({"Housing": 3, "Housign": 1}, [("Housign", LETTER)]),
        ({"Housing": 3, "Housings": 1}, [("Housings", LETTER)]),
        ({"CLEC": 8, "CLEK": 1}, [("CLEK", LETTER)]),
        ({"CLEC": 7, "CLEK": 1}, []),
        ({"CLEC": 500, "CLEK": 100}, []),
        ({"KRN": 500, "KRW": 1}, []),
        ({"Group Alpha A": 90, "Group Alpha B": 1}, []),
        ({"Report 2011": 90, "Report 2012": 1, "Report 12": 1}, []),
        ({"Landrights": 90, "Land rights": 1}, []),
        ({"ព័ត៌មាន": 9, "ព័ត៌មន": 1}, [("ព័ត៌មន", LETTER)]),
        (
            {"Housing": 9, "Hosing": 1, "HOSING": 1},
            [("Hosing", LETTER), ("HOSING", LETTER)],
        ),
    ],
)
def test_rare_name_similar_to_a_common_name_is_a_slip(
    counts: dict[str, int], found: list[tuple[str, ...]]
) -> None:
    there = [(s.name, s.meant, s.how) for s in slips(counts)]

    # In cases without the right name, the most frequent name is right.
    commonest = max(counts, key=lambda name: counts[name])
    wanted = [e if len(e) == 3 else (e[0], commonest, e[1]) for e in found]
    assert [each for each in there if each in wanted] == wanted
    assert len(there) == len(wanted)


def test_two_equally_common_names_are_reported_as_even() -> None:
    (slip,) = slips({"KRN": 2, "Krn": 2})

    assert slip.is_even


def test_slip_among_20000_names_is_found_quickly() -> None:
    """Comparing all pairs would take minutes."""
    counts = {
        f"{'abcdefghij'[n % 10] * 5}{n:x}{'klmno'[n % 5] * 5}": 1 for n in range(20000)
    }

    found = list(
        slips({**counts, "Freedom of expression": 9, "Freedom of expresion": 1})
    )

    assert [each.name for each in found] == ["Freedom of expresion"]


HELLO = b"Hello"
HELLO_NAME = sha256(HELLO).hexdigest()
NO_NAME = "0" * 64


@pytest.fixture
def file(path: Path) -> Path:
    """Return the attached file of statement 4 in an undamaged archive."""
    attached = put(path.parent, HELLO, "hello.txt")
    with on("2027-01-04", path) as archive:
        archive.edit([4], lambda _: {"attachments": [attached]})
    return path.parent / "files" / HELLO_NAME


@pytest.mark.usefixtures("file")
def test_unchanged_files_have_no_findings(path: Path) -> None:
    assert found(path) == []


def test_unreadable_file_is_found() -> None:
    with stranger() as path:
        attached = put(path.parent, HELLO, "hello.txt")
        (path.parent / "files" / HELLO_NAME).chmod(0)
        with on("2027-01-04", path) as archive:
            archive.edit([1], lambda _: {"attachments": [attached]})
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


def test_damaged_backup_is_found(path: Path) -> None:
    place = path.parent / "backups" / "statements-2027-01-02.json"
    place.write_bytes(place.read_bytes()[:-3])

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "backup")
    assert finding.place == "backups/statements-2027-01-02.json"
    assert "the end of the file is missing" in finding.message
    assert str(path.parent) not in finding.message


def test_backup_with_the_right_checksum_shows_the_earlier_value(path: Path) -> None:
    """The value in a newer backup is wrong too, because it was changed by hand."""
    tamper(path.parent / "backups" / "statements-2027-01-03.json", set_place("Kos"))
    tamper(path, set_place("Kep"))

    assert found(path)[0].message == (
        'changed outside mediarel: place "Phnom Penh city" is now "Kep"'
    )


def test_manual_backups_are_checked(path: Path) -> None:
    without_backups(path)
    place = path.parent / "backups" / "statements-2027-01-04T100000Z.json"
    place.parent.mkdir()
    shutil.copyfile(path, place)
    tamper(path, set_place("Kep"))
    message = the_one(path).message
    place.write_bytes(b"")

    changed, backup = found(path)

    assert message.endswith('place "Phnom Penh city" is now "Kep"')
    assert "(compared with the history)" in changed.message
    assert (backup.kind, backup.place) == ("backup", f"backups/{place.name}")


def test_backup_that_is_a_hard_link_to_the_store_is_found(path: Path) -> None:
    """An interrupted change may leave such a link."""
    os.link(path, path.parent / "backups" / "statements-2027-01-09.json")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("warning", "backup")
    assert finding.place == "backups/statements-2027-01-09.json"
