"""Checking an archive: each kind of damage is found, and nothing besides.

- a sound archive, laid out by us or by another, has no finding
- statements: a rule broken, each of several; a uuid that two have
- what was done outside: changed, added, removed, by checksum or by history alone
- which fields differ, and who says so: a backup that fits, another, the history
- history: an entry that is none, a gap, a last id too low, a chain that breaks
- files: missing, another, unused, of a name that is none
- what surrounds the store: left-over files, backups, links, its mode, the index
- a damaged store: its line, and the newest backup that is whole
- progress is told to the end of what there is
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from archives import content, draft, stranger
from conftest import SAMPLE
from mediarel.archive import Archive
from mediarel.checking import check
from mediarel.checking.finding import KINDS, LEVELS, Lines
from mediarel.query.tree import both
from mediarel.store.file import FileStore
from mediarel.store.index import Index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mediarel.checking.finding import Finding

    Tables = dict[str, dict[str, Any]]
    Damage = Callable[[Tables], object]

HELLO = b"Hello"
HELLO_NAME = sha256(HELLO).hexdigest()
NO_NAME = "0" * 64
ATTACHED = {
    "name": "hello.txt",
    "sha256": HELLO_NAME,
    "size": len(HELLO),
    "media_type": "text/plain",
}


@contextmanager
def on(day: str, path: Path) -> Iterator[Archive]:
    """Give the archive at `path`, for changes of a day."""
    store = FileStore(path)
    index = Index(store, path.parent / "cache")
    now = f"{day}T10:00:00Z"
    try:
        yield Archive(
            store, index, now=lambda: now, author=lambda: "sok", command="test"
        )
    finally:
        index.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a store of nine statements and three changes, on three days.

    The 3rd was edited on the first day, the 9th removed on the last.
    """
    path = tmp_path / "data" / "statements.json"
    path.parent.mkdir()
    shutil.copyfile(SAMPLE, path)
    with on("2027-01-01", path) as archive:
        archive.edit([3], lambda _: {"tags": ["radio"], "place": "Phnom Penh city"})
    with on("2027-01-02", path) as archive:
        archive.add(draft("We ask for water."))
    with on("2027-01-03", path) as archive:
        archive.remove([9])
    return path


def found(path: Path) -> list[Finding]:
    """Give what a look at the archive finds."""
    store = FileStore(path)
    index = Index(store, path.parent / "cache")
    try:
        findings = check(store, index).findings
    finally:
        index.close()
    assert {each.level for each in findings} <= set(LEVELS)
    assert {each.kind for each in findings} <= set(KINDS)
    assert all(each.message and each.hint for each in findings)
    return findings


def the_one(path: Path) -> Finding:
    """Give the one thing that a look at the archive finds."""
    (finding,) = found(path)
    return finding


def tamper(path: Path, damage: Damage) -> None:
    """Change what is in the file at `path` as an editor would."""
    tables = content(path)
    damage(tables)
    text = json.dumps(tables, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8")


def without_backups(path: Path) -> None:
    shutil.rmtree(path.parent / "backups")


def set_place(to: str | None) -> Damage:
    return lambda tables: tables["statements"]["3"].update(place=to)


def forget_checksum(number: str) -> Damage:
    return lambda tables: tables["checksums"]["1"].pop(number)


# Sound


def test_a_sound_archive(path: Path) -> None:
    assert found(path) == []


def test_a_sound_archive_that_another_program_laid_out(path: Path) -> None:
    path.write_text(json.dumps(content(path), sort_keys=True), encoding="utf-8")

    assert found(path) == []


def test_an_archive_of_nothing(tmp_path: Path) -> None:
    """One that was just made has nothing to find."""
    store = FileStore.create(tmp_path / "data" / "statements.json")

    assert found(store.path) == []


def test_what_was_taken_back_and_restored_is_sound(path: Path) -> None:
    """Undo, redo and restore leave a history that fits."""
    with on("2027-01-04", path) as archive:
        archive.undo()
        archive.redo()
        archive.undo()
        archive.undo(2)
        archive.restore(3, at=1)
        archive.remove([10])
        archive.restore(10)

    assert found(path) == []


def test_the_counts(path: Path) -> None:
    store = FileStore(path)

    checked = check(store, Index(store, path.parent / "cache"))

    assert (checked.statements, checked.changes) == (9, 4)
    assert not checked.outside


# Statements


def test_every_broken_statement_is_found(path: Path) -> None:
    """Each with the line on which a person finds it."""

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


def test_a_uuid_that_two_have(path: Path) -> None:
    """As where a statement was copied in an editor."""

    def damage(tables: Tables) -> None:
        tables["statements"]["11"] = tables["statements"]["3"]

    tamper(path, damage)

    doubled, added = found(path)

    assert (doubled.level, doubled.kind, doubled.id) == ("error", "uuid", 11)
    assert "the uuid of statement 3" in doubled.message
    assert (added.level, added.kind, added.id) == ("warning", "added", 11)


def test_no_line_of_a_store_that_was_replaced(path: Path, tmp_path: Path) -> None:
    """What was read is not in the file that is there now, or none is there."""
    for place in (path, tmp_path / "gone.json"):
        lines = Lines(place)

        assert lines.place("statement 3", b'{"title": "Other"}') == "statement 3"


# Outside


def test_changed(path: Path) -> None:
    """A letter that was lost is seen, beside the backup in which it is there."""
    tamper(path, set_place("Phnom Pen city"))

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.place) == (
        "error",
        "changed",
        "statement 3",
    )
    assert finding.message == (
        'changed outside mediarel: place "Phnom Penh city" is now "Phnom Pen city"'
    )


def test_changed_since_the_newest_backup(path: Path) -> None:
    """What the backup has is brought on by the history to what it was at last."""
    with on("2027-01-03", path) as archive:
        archive.edit([3], lambda _: {"tags": []})
        archive.edit([3, 4], lambda _: {"program": "ADHOC"})
    tamper(path, set_place(None))

    assert the_one(path).message == (
        'changed outside mediarel: place "Phnom Penh city" is now (none)'
    )


def test_changed_twice_since_the_newest_backup(path: Path) -> None:
    """Then the backup that has it says what it can, and how far that goes."""
    with on("2027-01-03", path) as archive:
        archive.edit([3], lambda _: {"tags": []})
        tamper(path, set_place("Kep"))
        archive.edit([3], lambda _: {"tags": ["river"]})
    tamper(path, set_place(None))

    assert the_one(path).message == (
        'changed outside mediarel: place "Phnom Penh city" is now (none); tags "radio"'
        ' is now "river" (beside the backup of 2027-01-03, the newest that has it)'
    )


def test_changed_where_only_the_history_knows_it(path: Path) -> None:
    without_backups(path)
    tamper(path, set_place("Kep"))

    assert the_one(path).message == (
        'changed outside mediarel: place "Phnom Penh city" is now "Kep"'
        " (beside what the history says)"
    )


def test_changed_where_nothing_knows_it(path: Path) -> None:
    without_backups(path)
    tamper(path, lambda tables: tables["statements"]["4"].update(title="Land"))

    assert the_one(path).message == (
        "changed outside mediarel; what it said before is in no backup"
    )


def test_changed_in_the_middle_of_a_long_text(path: Path) -> None:
    """What is shown is where the two differ."""

    def damage(tables: Tables) -> None:
        three = tables["statements"]["3"]
        three["text"] = three["text"].replace("Beehive", "Behive")

    tamper(path, damage)

    assert the_one(path).message == (
        "changed outside mediarel:"
        ' text "…the owner of Beehive Radio, which is am…"'
        ' is now "…the owner of Behive Radio, which is amo…"'
    )


def test_a_field_that_was_left_out(path: Path) -> None:
    """It means the same, and yet is not what was written."""
    tamper(path, lambda tables: tables["statements"]["4"].pop("source"))

    finding = the_one(path)

    assert finding.kind == "changed"
    assert finding.message.endswith("source (none) is now (left out)")


def test_added(path: Path) -> None:
    """As a script with plain TinyDB does it."""

    def damage(tables: Tables) -> None:
        uuid = "052adbe4-c204-42c3-9d31-da7039caeb00"
        tables["statements"]["12"] = {**tables["statements"]["3"], "uuid": uuid}

    tamper(path, damage)

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("warning", "added", 12)
    assert finding.message.endswith("no change in the history added it")


def test_put_back_by_hand(path: Path) -> None:
    def damage(tables: Tables) -> None:
        tables["statements"]["9"] = tables["history"]["4"]["removed"]["9"]

    tamper(path, damage)

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("warning", "added", 9)
    assert finding.message.endswith("the history has it as removed")


@pytest.mark.parametrize("has_checksum", [True, False])
def test_removed(path: Path, has_checksum: bool) -> None:  # noqa: FBT001 - a parameter
    """The history alone tells it too."""

    def damage(tables: Tables) -> None:
        del tables["statements"]["4"]
        if not has_checksum:
            del tables["checksums"]["1"]["4"]

    tamper(path, damage)

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("error", "removed", 4)
    assert finding.message == "removed outside mediarel"


def test_removed_with_all_that_knew_it(path: Path) -> None:
    """A checksum alone says that there was something."""

    def damage(tables: Tables) -> None:
        tables["checksums"]["1"]["77"] = "6b0c9f1f4b1d6a0e"

    tamper(path, damage)

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("error", "removed", 77)
    assert "no backup has it" in finding.message


def test_no_checksum(path: Path) -> None:
    tamper(path, forget_checksum("5"))

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("warning", "checksum", 5)


def test_a_checksum_of_what_was_removed(path: Path) -> None:
    """As a merge of two histories leaves it."""

    def damage(tables: Tables) -> None:
        tables["checksums"]["1"]["9"] = "6b0c9f1f4b1d6a0e"

    tamper(path, damage)

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("warning", "checksum", 9)
    assert "though it was removed" in finding.message


def test_no_checksums_at_all(path: Path) -> None:
    """An archive from before there were any is sound, and told what it lacks."""
    tamper(path, lambda tables: tables.pop("checksums"))

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("note", "checksum")


def test_no_checksum_and_laid_out_in_another_way(path: Path) -> None:
    """The history tells of what a statement says, not of how it is written."""

    def damage(tables: Tables) -> None:
        del tables["checksums"], tables["statements"]["4"]["source"]
        tables["statements"]["3"]["tags"] = ["radio", "radio"]

    tamper(path, damage)

    assert the_one(path).level == "note"


def test_changed_without_any_checksum(path: Path) -> None:
    """The history tells as well what it should say."""

    def damage(tables: Tables) -> None:
        del tables["checksums"]
        tables["statements"]["3"]["place"] = "Kep"
        tables["statements"]["4"]["title"] = "Land"

    tamper(path, damage)

    errors = [each for each in found(path) if each.level == "error"]

    assert [(each.kind, each.id) for each in errors] == [("changed", 3), ("changed", 4)]
    assert 'place "Phnom Penh city" is now "Kep"' in errors[0].message


# History


def test_an_entry_that_is_none(path: Path) -> None:
    """What the rest of the history leads to is not told then."""
    tamper(path, lambda tables: tables["history"]["2"].pop("by"))
    lines = path.read_text("utf-8").splitlines()

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "entry")
    line = int(finding.place.removeprefix("change 2, line "))
    assert lines[line - 1].strip() == '"2": {'


def test_a_last_id_that_none_can_count(path: Path) -> None:
    """It is told like any other that can't be read."""
    text = path.read_text("utf-8").replace('"last_id": 10', '"last_id": 1e999', 1)
    path.write_text(text, encoding="utf-8")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "entry")
    assert finding.place.startswith("change 3, line ")


def test_every_entry_that_is_none(path: Path) -> None:
    """Each with its own line."""

    def damage(tables: Tables) -> None:
        tables["history"]["2"] = {"at": "early"}
        tables["history"]["4"] = {"at": "late"}

    tamper(path, damage)
    lines = path.read_text("utf-8").splitlines()

    places = [each.place for each in found(path)]

    for place, number in zip(places, (4, 2), strict=True):
        line = int(place.removeprefix(f"change {number}, line "))
        assert lines[line - 1].strip() == f'"{number}": {{'


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        ({"at": "2027-01-0110:00:00Z"}, "its time '2027-01-0110:00:00Z' is not"),
        ({"undoes": 3}, "took back change 3, which is not before it"),
        ({"redoes": 0}, "took back change 0, which is not before it"),
    ],
    ids=["time", "undoes", "redoes"],
)
def test_an_entry_that_can_not_be(
    path: Path, damage: dict[str, object], what: str
) -> None:
    """It can be read, and is wrong all the same."""
    tamper(path, lambda tables: tables["history"]["3"].update(damage))

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "entry")
    assert finding.place == "change 3"
    assert what in finding.message


def test_a_checksum_still_tells_where_an_entry_does_not(path: Path) -> None:
    """As it does not need the history."""

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


def test_a_gap(path: Path) -> None:
    """Entries of other numbers are another history."""

    def damage(tables: Tables) -> None:
        tables["history"]["7"] = tables["history"].pop("4")

    tamper(path, damage)

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("warning", "gap")
    assert finding.place == "changes 4 to 6"


def test_one_that_is_missing(path: Path) -> None:
    """What it did is then no more accounted for."""
    tamper(path, lambda tables: tables["history"].pop("3"))

    gap, added = sorted(found(path), key=lambda each: each.kind, reverse=True)

    assert (gap.kind, gap.place) == ("gap", "change 3")
    assert (added.kind, added.id) == ("added", 10)


@pytest.mark.parametrize(("number", "last_id"), [("1", 8), ("2", 8), ("3", 9)])
def test_a_last_id_that_is_too_low(path: Path, number: str, last_id: int) -> None:
    """Below an id that it gave, or one that was given before."""
    tamper(path, lambda tables: tables["history"][number].update(last_id=last_id))

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("warning", "last_id")
    assert finding.place == f"change {number}"


def test_a_history_that_leads_elsewhere(path: Path) -> None:
    """The statement is as its checksum has it: the history was changed."""

    def damage(tables: Tables) -> None:
        tables["history"]["2"]["changed"]["3"]["place"][1] = "Kep"

    tamper(path, damage)

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("error", "unfit", 3)
    assert "change 2" in finding.message


def test_a_removed_statement_that_was_changed_in_the_history(path: Path) -> None:
    def damage(tables: Tables) -> None:
        tables["history"]["4"]["removed"]["9"]["title"] = "Other"

    tamper(path, damage)

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("error", "unfit", 9)


@pytest.mark.parametrize("command", ["repair", "restore"])
def test_a_repair_begins_anew(path: Path, command: str) -> None:
    """What was before it need not lead to what is there; what came after must."""

    def damage(tables: Tables) -> None:
        del tables["statements"]["4"], tables["checksums"]["1"]["4"]
        tables["history"]["2"]["changed"]["3"]["place"][1] = "Kep"
        nothing: Tables = {"added": {}, "changed": {}, "removed": {}}
        newest = tables["history"]["4"]
        tables["history"]["5"] = {**newest, **nothing, "command": command}

    tamper(path, damage)
    repaired = found(path)
    with on("2027-01-05", path) as archive:
        archive.edit([5], lambda _: {"place": "Kep"})
    tamper(path, lambda t: t["history"]["6"]["changed"]["5"].update(place=["", "Kos"]))

    assert repaired == []
    assert (the_one(path).kind, the_one(path).id) == ("unfit", 5)


def test_checksums_that_are_none(path: Path) -> None:
    """A number that none can count is not seen before they are read."""
    text = path.read_text("utf-8")
    checksum = content(path)["checksums"]["1"]["3"]
    path.write_text(text.replace(f'"{checksum}"', "1e999"), encoding="utf-8")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "damaged")
    assert finding.place.startswith("checksums, line ")


# Files


@pytest.fixture
def file(path: Path) -> Path:
    """Give the file of statement 4, in an archive that is sound."""
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


def test_no_folder_of_files(path: Path, file: Path) -> None:
    shutil.rmtree(file.parent)

    assert the_one(path).kind == "file_missing"


@pytest.mark.parametrize(
    ("now", "what"), [(b"Hell", "it has 4 bytes, not 5"), (b"Hallo", "its SHA-256")]
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

    assert (finding.level, finding.kind) == ("warning", "file_unused")
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


# What surrounds it


@pytest.mark.parametrize(
    "name",
    [
        ".statements.json.abcd_123.tmp",
        "backups/.statements-2027-01-01.json.abcd_123.tmp",
        f"files/.{NO_NAME}.abcd_123.tmp",
    ],
)
def test_what_a_cut_change_left(path: Path, name: str) -> None:
    place = path.parent / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"{")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("note", "leftover")
    assert finding.place == name


def test_the_next_change_removes_what_a_cut_one_left(path: Path) -> None:
    """It does so as the hint promises."""
    (path.parent / ".statements.json.abcd_123.tmp").write_bytes(b"{")
    assert the_one(path).hint == "The next change removes it."

    with on("2027-01-05", path) as archive:
        archive.remove([1])

    assert found(path) == []


def test_a_damaged_backup(path: Path) -> None:
    place = path.parent / "backups" / "statements-2027-01-02.json"
    place.write_bytes(place.read_bytes()[:-3])

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "backup")
    assert finding.place == "backups/statements-2027-01-02.json"
    assert "it ends in the middle, as if cut off" in finding.message
    assert str(path.parent) not in finding.message


def test_a_version_that_fits_is_the_better_one(path: Path) -> None:
    """Though a newer backup has another, which was changed there as well."""
    tamper(path.parent / "backups" / "statements-2027-01-03.json", set_place("Kos"))
    tamper(path, set_place("Kep"))

    assert found(path)[0].message == (
        'changed outside mediarel: place "Phnom Penh city" is now "Kep"'
    )


def test_a_version_in_a_backup_that_can_not_be_read(path: Path) -> None:
    """An older one says what it can."""
    with on("2027-01-04", path) as archive:
        archive.remove([1])
    backup = path.parent / "backups" / "statements-2027-01-04.json"
    three = content(path)["statements"]["3"]
    text = backup.read_text("utf-8").replace(f'"{three["uuid"]}"', "1e999")
    backup.unlink()
    backup.write_text(text, encoding="utf-8")
    tamper(path, set_place("Kep"))

    assert found(path)[0].message == (
        'changed outside mediarel: place "Phnom Penh city" is now "Kep"'
    )


def test_a_backup_by_hand(path: Path) -> None:
    """Those that have a time in their name are looked at like those of each day."""
    without_backups(path)
    place = path.parent / "backups" / "statements-2027-01-04T100000Z.json"
    place.parent.mkdir()
    shutil.copyfile(path, place)
    tamper(path, set_place("Kep"))
    message = the_one(path).message
    place.write_bytes(b"")

    changed, backup = found(path)

    assert message.endswith('place "Phnom Penh city" is now "Kep"')
    assert "(beside what the history says)" in changed.message
    assert (backup.kind, backup.place) == ("backup", f"backups/{place.name}")


def test_a_backup_that_leads_nowhere(path: Path) -> None:
    place = path.parent / "backups" / "statements-2027-01-09.json"
    place.symlink_to("elsewhere")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "backup")


def test_a_backup_that_is_the_store(path: Path) -> None:
    """As a change leaves it that failed between the two."""
    os.link(path, path.parent / "backups" / "statements-2027-01-09.json")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("warning", "backup")
    assert finding.place == "backups/statements-2027-01-09.json"


def test_another_name(path: Path, tmp_path: Path) -> None:
    os.link(path, path.with_name("copy.json"))
    os.link(path, tmp_path / "copy.json")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("warning", "link")
    assert finding.message.endswith("copy.json, one elsewhere")


def test_only_to_be_read(path: Path) -> None:
    path.chmod(0o444)

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("note", "read_only")


def test_by_a_link(path: Path, tmp_path: Path) -> None:
    """What surrounds a store is beside the file itself."""
    (path.parent / "files").mkdir()
    (path.parent / "files" / NO_NAME).write_bytes(b"")
    link = tmp_path / "link.json"
    link.symlink_to(path)
    (kind,) = [each.kind for each in found(link)]
    path.write_bytes(b"")

    damaged = found(link)[0]

    assert kind == "file_unused"
    assert (damaged.place, damaged.message) == ("statements.json", "it is empty")


def test_folders_that_may_not_be_read() -> None:
    """They are told, but for that of the index, which may be gone altogether."""
    with stranger() as path:
        for name in ("files", "backups", "cache"):
            (path.parent / name).mkdir(exist_ok=True)
            (path.parent / name).chmod(0)
        findings = found(path)
        for name in ("files", "backups", "cache"):
            (path.parent / name).chmod(0o700)

    assert [(each.level, each.kind, each.place) for each in findings] == [
        ("error", "unreadable", "backups/"),
        ("error", "unreadable", "files/"),
    ]


def test_a_store_that_another_is_changing(path: Path) -> None:
    """Reading waits for no lock."""
    with FileStore(path).transaction():
        assert found(path) == []


def kept_index(path: Path) -> Path:
    with on("2027-01-05", path) as archive:
        archive.page(both())
    (place,) = (path.parent / "cache").iterdir()
    return place


def test_an_index_at_odds(path: Path) -> None:
    """It is thrown away, and the next look finds all well."""
    place = kept_index(path)
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("UPDATE statement SET digest = 1 WHERE id = 3")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("warning", "index")
    assert not place.exists()
    assert found(path) == []


def test_an_index_that_is_garbage(path: Path) -> None:
    place = kept_index(path)
    place.write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)

    assert the_one(path).kind == "index"


def test_an_index_that_another_is_writing(path: Path) -> None:
    """It is left to that one."""
    place = kept_index(path)
    store = FileStore(path)
    index = Index(store, place.parent, patience=0)
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")

        assert check(store, index).findings == []
        assert place.exists()


def test_an_older_index_is_none_the_worse(path: Path) -> None:
    """It is brought up to date when it is asked; no index is made for a look."""
    kept_index(path)
    tamper(path, lambda tables: tables["checksums"].clear())

    assert [each.kind for each in found(path)] == ["checksum"]
    shutil.rmtree(path.parent / "cache")

    found(path)

    assert not (path.parent / "cache").exists()


# Damaged


def test_a_damaged_store(path: Path) -> None:
    """Its line is told, and what can be put in its place."""
    text = path.read_text("utf-8").replace("{\n", "{\n<<<<<<< HEAD\n", 1)
    path.write_text(text, encoding="utf-8")
    backups = path.parent / "backups"
    (backups / "statements-2027-01-03.json").write_bytes(b"")

    damaged, backup = found(path)

    assert (damaged.level, damaged.kind) == ("error", "damaged")
    assert damaged.place == "line 2"
    assert damaged.message == "it holds the marks of a merge conflict"
    assert damaged.hint.endswith(str(backups / "statements-2027-01-02.json"))
    assert (backup.level, backup.kind) == ("error", "backup")


def test_a_damaged_store_without_a_backup(path: Path) -> None:
    without_backups(path)
    path.write_bytes(b"")

    finding = the_one(path)

    assert (finding.place, finding.message) == ("statements.json", "it is empty")
    assert finding.hint.startswith("Save what can be saved of it: mediarel repair")


def test_progress(path: Path) -> None:
    """Each long part says what it is, from its beginning."""
    told: list[tuple[str, int, int]] = []
    store = FileStore(path)
    index = Index(store, path.parent / "cache")

    check(store, index, progress=lambda *parts: told.append(parts))

    assert told[0] == ("Checking statements", 0, 9)
    assert told[1:] == [("Reading backups", n, 3) for n in range(3)]
