"""Test archives of earlier format versions, and scripts with TinyDB."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from archives import KHMER, content, draft, opened, shown
from conftest import ROOT, Run
from mediarel.store import FORM
from mediarel.store.tiny.file import NoStoreError
from mediarel.store.tiny.lock import BusyStoreError
from mediarel.store.tiny.transaction import SafeStorage
from outcomes import changed_lines
from tampering import tamper

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
