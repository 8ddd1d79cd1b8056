"""Test what a check finds in statements, history, files and backups."""

import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from archives import content, stranger
from attached import put
from checked import found, on, set_place, the_one, without_backups
from mediarel.check.slips import slips
from tampering import Damage, Tables, add_12, all_of, tamper, without_digests

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


def test_entry_without_a_required_field_is_found(path: Path) -> None:
    """In this case, the history is not compared with the statements."""
    tamper(path, lambda tables: tables["history"]["2"].pop("by"))
    lines = path.read_text("utf-8").splitlines()

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "entry")
    line = int(finding.place.removeprefix("change 2, line "))
    assert lines[line - 1].strip() == '"2": {'


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        ({"at": "2027-01-0110:00:00Z"}, "the invalid time '2027-01-0110:00:00Z'"),
        ({"undoes": 3}, "undoes change 3, which is not an earlier"),
        ({"redoes": 0}, "undoes change 0, which is not an earlier"),
    ],
    ids=["time", "undoes", "redoes"],
)
def test_entry_with_an_impossible_value_is_found(
    path: Path, damage: dict[str, object], what: str
) -> None:
    tamper(path, lambda tables: tables["history"]["3"].update(damage))
    tamper(path, without_digests)

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "entry")
    assert finding.place == "change 3"
    assert what in finding.message


def test_checksums_are_checked_if_an_entry_is_damaged(path: Path) -> None:
    def damage(tables: Tables) -> None:
        tables["history"]["2"] = {}
        tables["statements"]["3"]["place"] = "Kep"
        del tables["statements"]["4"]

    tamper(path, damage)

    assert [(each.kind, each.id) for each in found(path)] == [
        ("entry", None),
        ("changed", 3),
        ("removed", 4),
    ]


def change_by(tables: Tables) -> None:
    tables["history"]["3"]["by"] = "sak"


def change_first_entry(tables: Tables) -> None:
    tables["history"]["1"]["by"] = "sak"


def change_last_entry(tables: Tables) -> None:
    tables["history"]["4"]["removed"]["9"]["modified"] = "2014-01-01T00:00:00Z"


def change_a_digest(tables: Tables) -> None:
    tables["history"]["3"]["digest"] = "0" * 16


def remove_a_digest(tables: Tables) -> None:
    del tables["history"]["3"]["digest"]


def swap_two_entries(tables: Tables) -> None:
    history = tables["history"]
    history["3"], history["4"] = history["4"], history["3"]


@pytest.mark.parametrize(
    ("damage", "places"),
    [
        (change_by, [3]),
        (change_first_entry, [2]),
        (change_last_entry, [4]),
        (change_a_digest, [3, 4]),
        (remove_a_digest, [3]),
        (swap_two_entries, [3, 4]),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_changed_entry_is_found_by_its_digest(
    path: Path, damage: Damage, places: list[int]
) -> None:
    tamper(path, damage)
    lines = path.read_text("utf-8").splitlines()

    chain = [each for each in found(path) if each.kind == "chain"]
    # The finding about the recorded last change has no line.
    told = [each for each in chain if ", line " in each.place]

    for each, number in zip(told, places, strict=True):
        line = int(each.place.removeprefix(f"change {number}, line "))
        assert lines[line - 1].strip() == f'"{number}": {{'
        assert (each.level, "mediarel repair" in each.hint) == ("error", True)


def leave_a_gap(tables: Tables) -> None:
    tables["history"]["7"] = tables["history"].pop("4")


def contradict_statement_3(tables: Tables) -> None:
    tables["history"]["2"]["changed"]["3"]["place"][1] = "Kep"


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        (leave_a_gap, ("warning", "gap", "changes 4 to 6")),
        (
            lambda tables: tables["history"]["1"].update(last_id=8),
            ("warning", "last_id", "change 1"),
        ),
        (
            lambda tables: tables["history"]["3"].update(last_id=9),
            ("warning", "last_id", "change 3"),
        ),
        # The checksum of the statement matches, so the history was changed.
        (contradict_statement_3, ("error", "unfit", "statement 3")),
    ],
)
def test_wrong_history_without_digests_is_found(
    path: Path, damage: Damage, finding: tuple[str, str, str]
) -> None:
    tamper(path, all_of(damage, without_digests))

    found = the_one(path)

    assert (found.level, found.kind, found.place) == finding


@pytest.mark.parametrize("command", ["repair", "restore"])
def test_changes_before_a_repair_are_not_compared(path: Path, command: str) -> None:
    """Changes after the repair are compared."""

    def damage(tables: Tables) -> None:
        del tables["statements"]["4"], tables["checksums"]["1"]["4"]
        tables["history"]["2"]["changed"]["3"]["place"][1] = "Kep"
        nothing: Tables = {"added": {}, "changed": {}, "removed": {}}
        newest = {**tables["history"]["4"]}
        del newest["kind"]  # like a change of an early version
        tables["history"]["5"] = {**newest, **nothing, "command": command}

    tamper(path, all_of(damage, without_digests))
    repaired = found(path)
    with on("2027-01-05", path) as archive:
        archive.edit([5], lambda _: {"place": "Kep"})
    tamper(path, lambda t: t["history"]["6"]["changed"]["5"].update(place=["", "Kos"]))
    tamper(path, without_digests)

    assert repaired == []
    assert (the_one(path).kind, the_one(path).id) == ("unfit", 5)


def test_unreadable_checksums_are_found(path: Path) -> None:
    """The number is too large for JSON, but reading the store does not detect this."""
    text = path.read_text("utf-8")
    checksum = content(path)["checksums"]["1"]["3"]
    path.write_text(text.replace(f'"{checksum}"', "1e999"), encoding="utf-8")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "damaged")
    assert finding.place.startswith("checksums, line ")


def lose_a_letter_of_the_text(tables: Tables) -> None:
    three = tables["statements"]["3"]
    three["text"] = three["text"].replace("Beehive", "Behive")


def add_9_again(tables: Tables) -> None:
    tables["statements"]["9"] = tables["history"]["4"]["removed"]["9"]


def remove_4_with_its_checksum(tables: Tables) -> None:
    del tables["statements"]["4"], tables["checksums"]["1"]["4"]


CHANGED = "changed outside mediarel"
FROM_HISTORY = " (compared with the history)"


@pytest.mark.parametrize(
    ("damage", "finding", "message"),
    [
        (
            set_place("Phnom Pen city"),
            ("error", "changed", 3),
            f'{CHANGED}: place "Phnom Penh city" is now "Phnom Pen city"',
        ),
        (
            lose_a_letter_of_the_text,
            ("error", "changed", 3),
            (
                f'{CHANGED}: text "…the owner of Beehive Radio, which is am…"'
                ' is now "…the owner of Behive Radio, which is amo…"'
            ),
        ),
        (
            add_12,
            ("warning", "added", 12),
            "added outside mediarel: no change in the history added this statement",
        ),
        (
            add_9_again,
            ("warning", "added", 9),
            "added outside mediarel: the history records its removal",
        ),
        (
            lambda tables: tables["statements"].pop("4"),
            ("error", "removed", 4),
            "removed outside mediarel",
        ),
        (
            remove_4_with_its_checksum,
            ("error", "removed", 4),
            "removed outside mediarel",
        ),
        (
            # Merging two histories can leave such a checksum.
            lambda tables: tables["checksums"]["1"].update({"9": "6b0c9f1f4b1d6a0e"}),
            ("warning", "checksum", 9),
            "was removed, but has a checksum",
        ),
        (
            lambda tables: tables["checksums"]["1"].pop("4"),
            ("warning", "checksum", 4),
            "has no checksum",
        ),
    ],
)
def test_outside_change_is_found(
    path: Path, damage: Damage, finding: tuple[str, str, int], message: str
) -> None:
    tamper(path, damage)

    found = the_one(path)

    assert (found.level, found.kind, found.id) == finding
    assert found.message == message


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (
            set_place("Kep"),
            f'{CHANGED}: place "Phnom Penh city" is now "Kep"{FROM_HISTORY}',
        ),
        (
            lambda tables: tables["statements"]["4"].update(title="Land"),
            f"{CHANGED}; its earlier content is unknown",
        ),
    ],
)
def test_outside_change_without_a_backup(
    path: Path, damage: Damage, message: str
) -> None:
    without_backups(path)
    tamper(path, damage)

    assert the_one(path).message == message


def test_missing_field_is_a_change_unless_it_was_empty(path: Path) -> None:
    tamper(path, lambda tables: tables["statements"]["4"].pop("sources"))
    unchanged = found(path)
    tamper(path, lambda tables: tables["statements"]["4"].pop("language"))

    finding = the_one(path)

    assert unchanged == []
    assert finding.kind == "changed"


def test_missing_checksums_are_an_error_except_in_old_archives(path: Path) -> None:
    tamper(path, lambda tables: tables.pop("checksums"))
    lost = the_one(path)
    tamper(path, lambda tables: tables.pop("archive"))
    none_yet = the_one(path)

    assert (lost.level, lost.kind) == ("error", "checksum")
    assert (none_yet.level, none_yet.kind) == ("note", "checksum")


def test_history_shows_changes_if_all_checksums_are_missing(path: Path) -> None:
    def damage(tables: Tables) -> None:
        del tables["checksums"]
        tables["statements"]["3"]["place"] = "Kep"
        tables["statements"]["4"]["title"] = "Land"

    tamper(path, damage)

    errors = [each for each in found(path) if each.id]

    assert [(each.kind, each.id) for each in errors] == [("changed", 3), ("changed", 4)]
    assert 'place "Phnom Penh city" is now "Kep"' in errors[0].message
