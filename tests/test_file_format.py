"""Test that docs/file-format.md is correct."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from archives import content
from conftest import ROOT, SAMPLE, SAMPLE_OF_FORM_1, Run
from mediarel.history.change import FIELDS_OF_A_CHANGE, KINDS
from mediarel.model.digests import digest as digest_of
from mediarel.model.fields import FIELDS, GIVEN_FIELDS, Field
from mediarel.model.parts import Attachment
from mediarel.store import FORM
from mediarel.store.json_schema import json_schema
from mediarel.store.protocol import TABLES
from mediarel.store.sound import checksum

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
