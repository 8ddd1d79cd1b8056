"""Test docs/file-format.md and the schema, and a reader written from the page."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from archives import content
from conftest import ROOT, SAMPLE, SAMPLE_OF_FORM_1, Run
from mediarel.history.change import FIELDS_OF_A_CHANGE, KINDS
from mediarel.history.ledger import HistoryMismatchError, Ledger, binding_of, doubtful
from mediarel.history.ledger import rewind as state_before
from mediarel.model.digests import digest as digest_of
from mediarel.model.fields import FIELDS, GIVEN_FIELDS, Field
from mediarel.model.parts import Attachment
from mediarel.model.statement import renewed, without_empty
from mediarel.store import FORM
from mediarel.store.json_schema import json_schema
from mediarel.store.protocol import TABLES
from mediarel.store.records import read_entry
from mediarel.store.sound import checksum
from mediarel.store.tiny.file import FileStore
from programs import program
from tampering import Tables, tamper

MAY_BE_EMPTY = [f for f in FIELDS if not f.required and f.name != "text"]
VALIDATOR = Draft202012Validator(json_schema())
PAGE = (ROOT / "docs" / "file-format.md").read_text("utf-8")


def block(language: str) -> str:
    """Return the code block in `language`."""
    return PAGE.split(f"```{language}\n", 1)[1].split("```", 1)[0]


def names(heading: str) -> list[str]:
    """Return the names in the first column of the table under `heading`."""
    section = PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line[:1] == "|"]
    return [name for row in rows[2:] for name in re.findall(r"\w+", row)]


@pytest.fixture
def example(home: Path) -> Path:
    """Return the archive of the page's example."""
    path = home / "data" / "statements.json"
    path.parent.mkdir()
    path.write_text(block("json"), "utf-8")
    (statement,) = content(path)["statements"].values()
    (attached,) = statement["attachments"]
    file = path.parent / f"files/{attached['sha256'][:2]}/{attached['sha256']}.txt"
    file.parent.mkdir(parents=True)
    file.write_text(f"{statement['text']}\n", "utf-8")
    return path


@pytest.fixture
def code() -> dict[str, Callable[[dict[str, Any]], str]]:
    """Return the functions that the page defines."""
    defined: dict[str, Any] = {}
    for part in PAGE.split("```python\n")[1:]:
        exec(part.split("```", 1)[0], defined)  # noqa: S102 - code from our own page
    return defined


def test_example_is_a_valid_archive(run: Run, example: Path) -> None:
    """A change leaves the rest of the file unchanged."""
    before = example.read_text("utf-8")

    checked = run("check")
    run("undo", "--yes")
    run("redo", "--yes")
    after = content(example)
    for number in ("4", "5"):
        del after["history"][number]
    last = {"number": 3, "digest": after["history"]["3"]["digest"]}
    after["archive"]["1"]["last_change"] = last

    assert checked.err == "1 statement, 3 changes: all is well.\n"
    assert json.dumps(after, ensure_ascii=False, indent=2) + "\n" == before


def test_page_names_all_tables_fields_and_forms(example: Path) -> None:
    kept = {"uuid", *GIVEN_FIELDS, "created", "modified"}

    assert names("The file") == list(TABLES) == list(content(example))
    assert names("Format versions") == [str(form) for form in range(1, FORM + 1)]
    assert set(names("A statement")) == kept
    assert set(names("A change")) == FIELDS_OF_A_CHANGE
    assert all(f"`{kind}`" in PAGE for kind in KINDS)
    assert names("An attachment") == [*Attachment._fields]


def test_python_on_the_page_computes_the_stored_digests(
    example: Path, code: dict[str, Callable[..., str]]
) -> None:
    tables = content(example)
    one = tables["statements"]["1"]
    two = tables["history"]["3"]["removed"]["2"]
    of_form_3 = code["digest_of_form_4"](code["with_source"](two))
    before = ""

    assert code["checksum"](one) == tables["checksums"]["1"]["1"]
    assert of_form_3 == tables["history"]["1"]["added"]["2"]
    for number, change in tables["history"].items():
        is_old = ":" not in change["digest"]
        name = "digest_of_a_change_of_form_4" if is_old else "digest_of_a_change"
        before = code[name](int(number), change, before)
        assert change["digest"] == before
    assert tables["archive"]["1"]["last_change"] == {"number": 3, "digest": before}
    for digest in (
        of_form_3,
        code["digest_of_form_1"](two),
        code["digest_of_form_4"](two),
    ):
        assert f"`{digest}`" in PAGE
    assert code["digest"](two) == digest_of(two)


def test_python_on_the_page_computes_digests_of_form_1(
    code: dict[str, Callable[[dict[str, Any]], str]],
) -> None:
    tables = content(SAMPLE_OF_FORM_1)

    for number, statement in tables["statements"].items():
        kept = tables["checksums"]["1"][number], tables["history"]["1"]["added"][number]
        of_form_1 = code["checksum_of_form_1"], code["digest_of_form_1"]
        assert tuple(each(statement) for each in of_form_1) == kept


@pytest.mark.parametrize("value", [None, False, "", [], {}, 0, 0.0, True, 1, [0]])
def test_python_on_the_page_ignores_empty_fields(
    code: dict[str, Callable[[dict[str, Any]], str]], value: object
) -> None:
    statement = {**content(SAMPLE)["statements"]["3"], "series": value}

    assert code["checksum"](statement) == checksum(json.dumps(statement).encode())


def test_schema_beside_the_page_is_the_printed_schema(run: Run) -> None:
    beside = (ROOT / "docs" / "statements.schema.json").read_text("utf-8")

    assert run("schema").out == beside


@pytest.mark.parametrize("field", MAY_BE_EMPTY, ids=lambda field: str(field.name))
def test_empty_values_of_a_field(run: Run, store: Path, field: Field) -> None:
    """Null is valid for each field; "", [] and false only for fields of their type."""
    usual: object = [] if field.kind.is_list else ""
    read: list[object] = [None, False if field.kind.is_flag else usual]
    nothing: list[object] = ["", False, [], {}]
    other = [each for each in nothing if each not in read] + [0.5]
    tables = content(store)
    for value in read + other:
        tables["statements"]["3"][field.name] = value
        store.write_text(json.dumps(tables), "utf-8")

        done = run("list")

        assert (done.code, value) == (0 if value in read else 5, value)
        assert VALIDATOR.is_valid(tables) == (value in read)


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
