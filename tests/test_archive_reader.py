"""Compare mediarel with a reader that was written from docs/file-format.md alone."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from archives import content
from conftest import ROOT, Run
from mediarel.history.ledger import HistoryMismatchError, Ledger, binding_of, doubtful
from mediarel.history.ledger import rewind as state_before
from mediarel.model.statement import renewed, without_empty
from mediarel.store.records import read_entry
from mediarel.store.tiny.file import FileStore
from programs import program
from tampering import Tables, tamper

KEPT = sorted(each.name for each in (ROOT / "tests" / "kept").glob("*.json"))
SCAN = "files/e5/e536ef9070a5256cbf4e994c6ae19f2426c1dea1e1a3e67f452182c90e2e5ab2.txt"
COMMANDS = (
    ("add", "--date=2014", "--program=CLEC", "--title=សួស្តី \U0001f4fb \x7f\u2028"),
    ("edit", "1", "--place=Kep", "--add-tag=land", "--source=https://example.org/a"),
    ("remove", "2", "--yes"),
    ("undo", "--yes"),
    ("edit", "2", "--title=Other", "--clear=source"),
    ("correct", "1", "--title=New", "--why=Better.", "--yes"),
    ("undo", "--yes"),
)

WARNINGS = {("warning", "added"), ("warning", "checksum")}


def alter_text(tables: Tables) -> None:
    tables["statements"]["1"]["program"] = "CLEG"


def alter_first_change(tables: Tables) -> None:
    tables["history"]["1"]["by"] += "o"


def alter_value_in_history(tables: Tables) -> None:
    for change in tables["history"].values():
        for fields in change["changed"].values():
            for values in fields.values():
                values[0] = "Another"


def remove_last_change(tables: Tables) -> None:
    tables["history"].popitem()


def remove_digests(tables: Tables) -> None:
    for change in tables["history"].values():
        change["digest"] = None


def remove_checksum(tables: Tables) -> None:
    tables["checksums"]["1"].popitem()


def remove_checksums(tables: Tables) -> None:
    tables["checksums"] = {}


def remove_last_change_of_settings(tables: Tables) -> None:
    tables.get("archive", {"1": {}})["1"].pop("last_change", None)


DAMAGES = (
    *(alter_text, alter_first_change, alter_value_in_history, remove_last_change),
    *(remove_digests, remove_checksum, remove_checksums),
    remove_last_change_of_settings,
)


@pytest.fixture(params=KEPT)
def kept(request: pytest.FixtureRequest, home: Path) -> Path:
    """Return a copy of a kept archive."""
    path = home / "data" / "statements.json"
    path.parent.mkdir()
    shutil.copyfile(ROOT / "tests" / "kept" / request.param, path)
    (path.parent / SCAN).parent.mkdir(parents=True)
    (path.parent / SCAN).write_text("a picture of the march", "utf-8")
    return path


def read_by_node(path: Path) -> dict[str, Any]:
    script = ROOT / "tests" / "archive_reader.js"
    done = subprocess.run(
        [program("node", "nodejs"), str(script), str(path)],
        capture_output=True,
        check=True,
    )
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def found_by_check(run: Run) -> set[str]:
    """Return the places where `check` finds a difference, without line numbers."""
    found = json.loads(run("check", "--json").out)
    return {
        re.sub(", line .*", "", each["place"])
        for each in found
        if each["level"] == "error" or (each["level"], each["kind"]) in WARNINGS
    }


def states(path: Path) -> dict[str, dict[str, Any]]:
    """Return each statement before each of its changes."""
    snapshot = FileStore(path).read()
    changes = [read_entry(int(n), raw) for n, raw in snapshot.history.items()]
    ledger, doubted = Ledger(changes), doubtful(changes)
    found: dict[str, dict[str, Any]] = {key: {} for key in snapshot.statements}
    for number in ledger.ids:
        raw = snapshot.statements.get(str(number))
        state = None if raw is None else renewed(json.loads(bytes(raw)))
        before = found.setdefault(str(number), {})
        for change in binding_of(number, ledger.touching(number), doubted)[0]:
            try:
                state = state_before(number, state, [change])
            except HistoryMismatchError:
                break
            before[str(change.number)] = state
    return found


def without_empties(read: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        number: {n: state and without_empty(state) for n, state in before.items()}
        for number, before in read.items()
        if before
    }


@pytest.mark.parametrize("is_migrated", [True, False])
def test_both_find_the_same_in_an_archive(
    run: Run, kept: Path, *, is_migrated: bool
) -> None:
    if is_migrated:
        assert [run(*command).code for command in COMMANDS] == [0] * len(COMMANDS)
    whole, before = kept.read_bytes(), read_by_node(kept)
    for damage in (None, *DAMAGES):
        kept.write_bytes(whole)
        if damage is not None:
            tamper(kept, damage)

        read = read_by_node(kept)

        assert set(read["wrong"]) == found_by_check(run), damage
        assert without_empties(read["states"]) == without_empties(states(kept)), damage
        if damage and is_migrated:
            assert set(read["wrong"]) > set(before["wrong"]), damage


def test_both_agree_on_the_example(run: Run, home: Path) -> None:
    page = (ROOT / "docs" / "file-format.md").read_text("utf-8")
    path = home / "data" / "statements.json"
    path.parent.mkdir()
    path.write_text(page.split("```json\n", 1)[1].split("```", 1)[0], "utf-8")

    assert read_by_node(path)["wrong"] == []
    assert read_by_node(path)["states"]["1"]["2"]["modified"] == "2026-11-25T09:00:00Z"
    assert content(path)["statements"].keys() == {"1"}
    (missing,) = found_by_check(run)
    assert missing.startswith("files/96b49669")
