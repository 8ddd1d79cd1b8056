"""Test daily backups, and the upgrade of older format versions."""

import datetime as dt
import json
import os
import re
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from archives import KHMER, Desk, content, draft, opened, shown
from conftest import ROOT, Run
from mediarel.archive.session import clock_warning
from mediarel.errors import AccessError
from mediarel.index.index import SqliteIndex
from mediarel.store import FORM
from mediarel.store.tiny.file import FileStore, NoStoreError
from mediarel.store.tiny.lock import BusyStoreError
from mediarel.store.tiny.rotation import all_backups, daily_backups, superseded
from mediarel.store.tiny.transaction import SafeStorage
from outcomes import changed_lines
from tampering import tamper

TODAY = dt.date(2026, 11, 24)  # a Tuesday


@pytest.fixture
def path(home: Path) -> Path:
    """Return an archive with one statement, added on 1 January 2024."""
    place = home / "statements.json"
    FileStore.create(place)
    with opened(place) as archive:
        archive.add(draft("The first."))
    return place


def add_on(path: Path, day: str, text: str) -> list[str]:
    """Add a statement on `day`, and return the messages to the user."""
    told: list[str] = []
    store = FileStore(path, notify=told.append)
    index = SqliteIndex(store, path.parent / "cache")
    archive = Desk(store, index, now=lambda: f"{day}T10:00:00Z", author=lambda: "sok")
    archive.add(draft(text), allow_duplicate=True)
    index.close()
    return told


def backup_names(path: Path) -> list[str]:
    folder = path.parent / "backups"
    return sorted(place.name for place in folder.iterdir()) if folder.exists() else []


def test_first_change_of_a_day_saves_the_content_before(path: Path) -> None:
    before = path.read_bytes()

    add_on(path, "2026-11-24", "One.")
    add_on(path, "2026-11-24", "Two.")

    assert backup_names(path) == ["statements-2026-11-24.json"]
    assert (path.parent / "backups" / backup_names(path)[0]).read_bytes() == before


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_backup_has_the_mode_of_the_archive(path: Path, mode: int) -> None:
    path.chmod(mode)

    add_on(path, "2026-11-24", "One.")

    (place,) = daily_backups(path).values()
    assert stat.S_IMODE(place.stat().st_mode) == mode


def test_backup_folder_has_mode_and_group_of_the_archive_folder(path: Path) -> None:
    """With other permissions, colleagues could not save the next day's backup."""
    group = 12345 if os.getuid() == 0 else os.getgid()
    os.chown(path.parent, -1, group)
    path.parent.chmod(0o2775)
    mask = os.umask(0o077)
    try:
        add_on(path, "2026-11-24", "One.")
    finally:
        os.umask(mask)

    folder = (path.parent / "backups").stat()
    assert stat.S_IMODE(folder.st_mode) == 0o2775
    assert folder.st_gid == group


def days_before(*numbers: int) -> list[str]:
    """Return the dates this many days before today."""
    return [str(TODAY - dt.timedelta(days=number)) for number in numbers]


def write_archive(place: Path, changes: int) -> Path:
    """Write an archive with this many empty changes, and return its path."""
    history: dict[str, object] = {str(number): {} for number in range(1, changes + 1)}
    place.write_text(json.dumps({"statements": {}, "history": history}), "utf-8")
    return place


@pytest.mark.parametrize(
    ("days", "old"),
    [
        ([0, 1, 2, 3, 4, 5, 6], []),
        # After the last seven days, one backup for each week stays; here, the 17th.
        ([0, 1, 2, 3, 4, 5, 6, 7], []),
        ([0, 1, 2, 3, 4, 5, 6, 9, 10, 12], [10, 12]),
        # Days without a change do not count: the last seven days with a change stay.
        ([0, 30, 31, 32, 33, 34, 35], []),
        # One backup stays for each week, for at most four weeks.
        ([0, 1, 2, 3, 4, 5, 6, 10, 17, 24, 31, 38], [38]),
        ([0, 1, 2, 3, 4, 5, 6, 10, 11, 17, 18, 24, 25, 31, 32, 38],
         [11, 18, 25, 32, 38]),
        # The same week number in a different year is a different week.
        ([0, 1, 2, 3, 4, 5, 6, 10, 374], []),
        # The age of the backups does not matter.
        ([0, 1, 2, 3, 4, 5, 6, 10, 17, 24, 31, 38, 45, 52], [38, 45, 52]),
    ],
)  # fmt: skip
def test_seven_days_and_four_weeks_are_kept(
    path: Path, days: list[int], old: list[int]
) -> None:
    backups = {day: write_archive(path.with_name(day), 0) for day in days_before(*days)}

    gone = superseded(backups, str(TODAY))
    assert gone == [path.with_name(day) for day in days_before(*old)]


def test_change_removes_old_backups_and_nothing_else(path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir()
    others = (
        "statements-2020-01-01T101530Z.json",
        "statements-2020-01-01.json.gz",
        "my statements-2020-01-01.json",
        "statements-2020-1-1.json",
        "other-2020-01-01.json",
        "notes.txt",
    )
    for name in (
        *others,
        *(f"statements-{day}.json" for day in days_before(*range(1, 60))),
    ):
        (folder / name).write_text("{}", encoding="utf-8")

    add_on(path, "2026-11-24", "One.")

    assert set(others) < set(backup_names(path))
    # The 17th is a Tuesday. The 16th is in the same week, so its backup is deleted.
    assert list(daily_backups(path)) == [
        *days_before(0, 1, 2, 3, 4, 5, 6),
        *days_before(7, 9, 16, 23),
    ]


def test_change_fails_if_the_backup_can_not_be_saved(path: Path) -> None:
    (path.parent / "backups").write_text("not a folder", encoding="utf-8")
    before = path.read_bytes(), path.stat().st_ino

    with pytest.raises(AccessError) as error:
        add_on(path, "2026-11-24", "One.")

    assert error.value.exit_code == 7
    assert str(path.parent / "backups") in error.value.problem
    assert (path.read_bytes(), path.stat().st_ino) == before


def test_existing_backup_is_never_replaced(path: Path) -> None:
    """A dangling symbolic link is not replaced either."""
    folder = path.parent / "backups"
    folder.mkdir()
    (folder / "statements-2026-11-24.json").symlink_to("nowhere")

    add_on(path, "2026-11-24", "One.")

    assert (folder / "statements-2026-11-24.json").is_symlink()
    assert not (folder / "nowhere").exists()


def test_manual_backups_are_newer_than_the_daily_backup(path: Path) -> None:
    folder = path.parent / "backups"
    folder.mkdir()
    ordered = [
        "statements-2026-11-24T101530Z.json",
        "statements-2026-11-24T091530Z.json",
        "statements-2026-11-24.json",
        "statements-2026-11-23T235959Z.json",
        "statements-2026-11-23.json",
    ]
    for name in (*sorted(ordered), "statements-copy.json"):
        (folder / name).write_text("{}", encoding="utf-8")

    assert [place.name for place in all_backups(path)] == ordered


# Wrong clocks


def days_from(first: str, number: int) -> list[str]:
    """Return this many dates, starting with `first`."""
    begin = dt.date.fromisoformat(first)
    return [str(begin + dt.timedelta(days=each)) for each in range(number)]


def last_change_in(place: Path) -> int:
    return max(map(int, content(place)["history"]))


def test_backups_with_future_dates_are_removed_after_newer_changes(path: Path) -> None:
    for day in (*days_from("2040-03-01", 9), *days_from("2026-11-01", 9)):
        add_on(path, day, day)
    kept = daily_backups(path)

    assert [day for day in kept if day < "2040"] == days_from("2026-11-01", 9)[::-1]

    for day in days_from("2026-12-01", 45):
        add_on(path, day, day)

    ahead = [day for day in daily_backups(path) if day > "2040"]
    assert ahead == []
    assert len(daily_backups(path)) == 7 + 4


def test_newest_backup_is_kept_if_the_clock_goes_back(path: Path) -> None:
    for day in days_from("2026-11-01", 20):
        add_on(path, day, day)
    for day in days_from("1970-01-01", 9):
        before = path.read_bytes()
        add_on(path, day, day)

        assert daily_backups(path)[day].read_bytes() == before

    newest = sorted(map(last_change_in, daily_backups(path).values()), reverse=True)
    assert newest[:7] == list(range(29, 22, -1))


def test_unreadable_backup_is_kept(path: Path) -> None:
    """The age of this backup is unknown."""
    for day in days_from("2026-11-01", 3):
        add_on(path, day, day)
    damaged = daily_backups(path)["2026-11-01"]
    damaged.write_bytes(damaged.read_bytes()[:-5])

    for day in days_from("2027-01-01", 60):
        add_on(path, day, day)

    assert damaged.exists()
    assert len(daily_backups(path)) == 7 + 4 + 1


def test_clock_that_goes_back_is_reported_once(path: Path) -> None:
    """A difference of a few minutes is ignored."""
    add_on(path, "2040-03-01", "Ahead.")

    (told,) = add_on(path, "2026-11-24", "Back.")

    assert told.startswith(
        "The clock of this computer went back: the time is 2026-11-24"
    )
    assert add_on(path, "2026-11-24", "Again.") == []
    assert clock_warning("2026-11-24T10:00:00Z", "2026-11-24T10:50:00Z") is None
    assert clock_warning("2026-11-24T10:00:00Z", "2026-11-24T25:00:00Z") is None


KEPT = ROOT / "tests" / "kept"

CHANGING = (
    ("add", "--date=2014", "--program=CLEC", "--title=Land"),
    ("edit", "2", "--title=Other"),
    ("remove", "1", "--yes"),
    ("restore", "3"),
    ("restore", "1", "--at=6"),
    ("undo", "4", "--yes"),
    ("undo", "5", "--yes"),
    ("redo", "--yes"),
    ("undo", "--yes"),
)


@pytest.fixture(params=range(1, FORM))
def earlier(home: Path, request: pytest.FixtureRequest) -> Path:
    """Return an archive of each earlier format version, with seven changes."""
    path = home / "data" / "statements.json"
    path.parent.mkdir()
    shutil.copyfile(KEPT / f"form-{request.param}.json", path)
    return path


@pytest.mark.parametrize("command", CHANGING, ids=" ".join)
def test_next_change_migrates_the_archive(
    run: Run, earlier: Path, command: tuple[str, ...]
) -> None:
    """All other data stays the same. The checksums are computed again."""
    before = content(earlier)

    done = run(*command)
    after = content(earlier)
    newest = after["history"].pop("8")
    touched = {n for kind in ("added", "changed", "removed") for n in newest[kind]}

    assert done.code == 0
    assert list(after) == ["archive", "statements", "history", "checksums"]
    assert after["archive"] == {
        "1": {"form": FORM, "last_change": {"number": 8, "digest": newest["digest"]}}
    }
    assert after["history"] == before["history"]
    assert without(after["statements"], touched) == without(
        before["statements"], touched
    )
    assert after["checksums"]["1"].keys() == after["statements"].keys()
    for kept in (newest["digest"], *after["checksums"]["1"].values()):
        assert re.fullmatch("5:[0-9a-f]{64}", kept)
    assert "all is well" in run("check").err


def test_migration_keeps_the_checksum_of_an_altered_statement(
    run: Run, earlier: Path
) -> None:
    """Therefore `check` still reports that it was altered."""
    tamper(earlier, lambda tables: tables["statements"]["2"].update(place="Kep"))
    was = content(earlier)["checksums"]["1"]["2"]

    run("add", "--date=2014", "--program=CLEC", "--title=Land")

    assert content(earlier)["checksums"]["1"]["2"] == was
    assert 'place "Phnom Penh" is now "Kep"' in run("check").out


def without(table: dict[str, Any], ids: set[str]) -> dict[str, Any]:
    return {number: each for number, each in table.items() if number not in ids}


def test_repair_migrates_the_archive(run: Run, earlier: Path) -> None:
    before = content(earlier)
    earlier.write_bytes(earlier.read_bytes()[:-40])

    done = run("repair", "--yes")

    assert done.code == 0
    assert "Saved unchanged" in done.err or "without a checksum" in done.err
    assert content(earlier)["archive"]["1"]["form"] == FORM
    assert content(earlier)["statements"] == before["statements"]


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ('{"form": 0}', "the format version is '0', not a positive number"),
        ('{"form": true}', "the format version is 'True', not a positive number"),
        ('{"form": "2"}', "the format version is '2', not a positive number"),
        ('{"name": "x"}', "the format version is 'None', not a positive number"),
        ('{"form": 2, "form": 2}', "'form' occurs twice"),
    ],
)
def test_invalid_format_version_is_damage_that_repair_fixes(
    run: Run, store: Path, said: str, what: str
) -> None:
    data = store.read_text("utf-8")
    start = data.index("{", data.index('"1"'))
    _, closed, rest = data[start:].partition("\n    }")
    assert closed
    store.write_text(f"{data[:start]}{said}{rest}", "utf-8")

    refused = run("list")
    repaired = run("repair", "--yes")

    assert refused.code == 5
    assert what in refused.err
    assert repaired.code == 0
    assert content(store)["archive"]["1"]["form"] == FORM
    assert len(run("list").out.splitlines()) == 9


FIRST = "https://example.org/statements/1?lang=en"
SECOND = "https://example.org/statements/2"
THIRD = "https://example.org/statements/3"
NEW = "https://example.com/new"


@pytest.fixture
def version_3(home: Path) -> Path:
    """Return an archive of format version 3, in which a statement has one source."""
    path = home / "data" / "statements.json"
    path.parent.mkdir()
    shutil.copyfile(KEPT / "form-3.json", path)
    return path


def sources(run: Run, number: int) -> list[str]:
    (told,) = json.loads(run("show", str(number), "--format=json").out)
    found: list[str] = told["sources"]
    return found


def test_source_of_version_3_becomes_the_first_of_sources(
    run: Run, version_3: Path
) -> None:
    before = [sources(run, number) for number in (1, 2)]
    run("edit", "1", "--add-source", NEW)
    written = content(version_3)["statements"]

    assert before == [[FIRST], [SECOND]]
    assert sources(run, 1) == [FIRST, NEW]
    assert written["1"]["sources"] == [FIRST, NEW]
    assert "source" not in written["1"]
    assert written["2"]["source"] == SECOND
    assert "all is well" in run("check").err


@pytest.mark.parametrize(
    ("commands", "left"),
    [
        ((("undo", "4"),), {2: []}),
        ((("undo", "4"), ("redo",)), {2: [SECOND]}),
        ((("undo", "5"),), {3: [THIRD]}),
        ((("restore", "3"),), {3: [THIRD]}),
        ((("restore", "3"), ("undo",), ("redo",)), {3: [THIRD]}),
        ((("redo",),), {1: ["https://example.org/statements/one"]}),
        ((("restore", "2", "--at=3"),), {2: []}),
        ((("edit", "2", "--clear=source"), ("restore", "2", "--at=4")), {2: [SECOND]}),
        ((("edit", "2", f"--source={NEW}"), ("undo",)), {2: [SECOND]}),
        ((("remove", "2"), ("undo",)), {2: [SECOND]}),
    ],
)
@pytest.mark.usefixtures("version_3")
def test_changes_of_a_source_in_version_3_can_be_undone(
    run: Run, commands: tuple[tuple[str, ...], ...], left: dict[int, list[str]]
) -> None:
    done = [run(*command, "--yes").code for command in commands]

    assert done == [0] * len(commands)
    assert {number: sources(run, number) for number in left} == left
    assert "all is well" in run("check").err


def test_stock_tinydb_reads_statements_and_history(store: Path) -> None:
    with opened(store) as archive:
        archive.remove([4])
        archive.add(draft(KHMER))
        ours = {s.id: s.document() for s in archive.get([1, 2, 3, 5, 6, 7, 8, 9, 10])}
    with TinyDB(store, access_mode="r") as db:
        documents = db.table("statements").all()
        history = db.table("history").all()
        names = db.tables()

    assert {document.doc_id: dict(document) for document in documents} == ours
    assert [entry["command"] for entry in history] == ["init", "test", "test"]
    assert names == {"archive", "statements", "history", "checksums"}


def test_changes_by_stock_tinydb_are_noticed(store: Path) -> None:
    with opened(store) as archive:
        archive.get([1])
    with TinyDB(store) as db:
        db.table("statements").update({"title": "By a script"}, doc_ids=[1])
        db.table("statements").remove(doc_ids=[2])
    with opened(store) as archive:
        changed = archive.get([1])[0]
        ids = shown(archive)

    assert changed.title == "By a script"
    assert ids == [9, 8, 7, 6, 5, 4, 3, 1]


def test_safe_storage_locks_and_keeps_the_layout(store: Path) -> None:
    document = {**content(store)["statements"]["1"], "title": KHMER}
    with TinyDB(store, storage=SafeStorage) as db:
        before = db.table("statements").all()
        with (
            opened(store, patience=0.05) as archive,
            pytest.raises(BusyStoreError, match=r"waited 0.05 seconds"),
        ):
            archive.add(draft())
        db.table("statements").insert(document)
        lines = changed_lines(store, db.storage.commit)
    with opened(store) as archive:
        added = archive.get([10])[0]
        archive.add(draft("Ours."))

    assert [document.doc_id for document in before] == list(range(1, 10))
    assert [line[0] for line in lines] == ["+"] * (len(document) + 2)
    assert '+    "10": {' in lines
    assert added.title == " ".join(KHMER.split())
    assert list(content(store)["statements"]) == [str(n) for n in range(1, 12)]


def test_tables_of_scripts_are_kept(store: Path) -> None:
    with TinyDB(store, storage=SafeStorage) as db:
        db.insert({"note": KHMER})
        db.table('quo"ted').insert({"note": 1.5})
        db.storage.commit()
    tables = content(store)
    tables['quo"ted']['a "key"\n\\'] = {"note": None}
    store.write_text(json.dumps(tables))
    with opened(store) as archive:
        archive.add(draft())

    after = content(store)
    assert after["_default"] == {"1": {"note": KHMER}}
    assert after['quo"ted'] == {"1": {"note": 1.5}, 'a "key"\n\\': {"note": None}}
    assert len(after["statements"]) == 10


def test_safe_storage_does_not_create_a_missing_file(home: Path) -> None:
    """A path without a file is a mistake."""
    with (
        pytest.raises(NoStoreError),
        TinyDB(home / "no.json", storage=SafeStorage) as db,
    ):
        db.all()

    assert not (home / "no.json").exists()
