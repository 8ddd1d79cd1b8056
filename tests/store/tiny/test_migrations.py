"""Test that archives of earlier format versions are readable and migrated."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from archives import content
from conftest import ROOT, Run
from mediarel.store import FORM
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
