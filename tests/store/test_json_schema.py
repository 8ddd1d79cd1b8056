"""The JSON Schema that `mediarel schema` prints: what is valid by it, and what not.

- the shipped archive, whatever the program writes, every archive kept in tests/
- a statement, a change or a checksum that is broken is not valid
- tables and fields that it does not name may be there
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from conftest import ROOT, SAMPLE
from mediarel.model.fields import RECORD
from mediarel.store.json_schema import json_schema

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = json.loads(SAMPLE.read_text("utf-8"))
# The one that is shipped, and those of earlier forms that are kept for tests.
ARCHIVES = [
    path
    for path in sorted((ROOT / "tests").rglob("*.json"))
    if "statements" in json.loads(path.read_bytes())
]
EXAMPLE = (ROOT / "docs" / "file-format.md").read_text("utf-8")
VALIDATOR = Draft202012Validator(json_schema())

FILE = {"name": "a", "sha256": "0" * 64, "size": 1, "media_type": "text/plain"}


def changed(path: str, value: Any) -> dict[str, Any]:
    """Return the shipped archive with another value at `path`; None takes it out."""
    archive: dict[str, Any] = copy.deepcopy(SHIPPED)
    *folders, name = path.split("/")
    place = archive
    for folder in folders:
        place = place.setdefault(folder, {})
    place[name] = value
    if value is None:
        del place[name]
    return archive


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", ARCHIVES, ids=lambda path: str(path.relative_to(ROOT)))
def test_an_archive_is_valid(path: Path) -> None:
    VALIDATOR.validate(json.loads(path.read_text("utf-8")))


def test_the_example_of_the_page_is_valid() -> None:
    """That of docs/file-format.md."""
    example = EXAMPLE.split("```json\n", 1)[1].split("```", 1)[0]

    VALIDATOR.validate(json.loads(example))


def test_what_the_program_writes_is_valid(tmp_path: Path) -> None:
    """With each field, and a change of each kind."""

    def run(*arguments: str) -> None:
        command = [sys.executable, "-m", "mediarel", *arguments]
        surroundings = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": ""}
        subprocess.run(
            command, cwd=tmp_path, env=surroundings, check=True, capture_output=True
        )

    run("init")
    full = ("--signatory=A", "--tag=b", "--source=https://e.org", "--place=Phnom Penh")
    run("add", "--date=2012-07~", "--program=A", "--title=b", "--language=km", *full)
    run("add", "--date=2012", "--program=A", "--text=b")
    for date in ("2012-10/2012-11?", "../2011-02~", "2011/.."):
        run("add", f"--date={date}", "--program=A", f"--title={date}")
    run("edit", "1", "--title=c")
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    run("attach", "1", "a.pdf", "--role=scan", "--language=km", "--private")
    run("attach", "2", "a.pdf")
    run("remove", "1", "--yes")
    run("undo")
    run("redo")
    path = tmp_path / "data" / "statements.json"

    VALIDATOR.validate(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("statements/1/date", None),
        ("statements/1/date", "16 July 2012"),
        ("statements/1/date", "2012-13"),
        ("statements/1/date", "../.."),
        ("statements/1/date", "/2012"),
        ("statements/1/date", "2012/2013/2014"),
        ("statements/1/program", ""),
        ("statements/1/title", 7),
        ("statements/1/text", None),  # and it has no title
        ("statements/1/tags", "land"),
        ("statements/1/tags", [7]),
        ("statements/1/language", "the language of Khmer"),
        ("statements/1/source", "page 7"),
        ("statements/1/uuid", "1"),
        ("statements/1/created", "2012-07-16"),
        ("statements/1/attachments", [{"name": "a.pdf"}]),
        ("statements/1/attachments", [{**FILE, "role": "poem"}]),
        ("statements/1/attachments", [{**FILE, "media_type": "text/{x}"}]),
        ("statements/1/attachments", [{**FILE, "language": "Khmer"}]),
        ("statements/1/attachments", [{**FILE, "private": "yes"}]),
        ("statements/x", {}),
        ("statements/01", SHIPPED["statements"]["1"]),
        ("statements", None),
        ("statements", []),
        ("history/1/at", "today"),
        ("history/1/last_id", "9"),
        ("history/1/added", ["1"]),
        ("history/1/removed", None),
        ("checksums/1/1", "x"),
        ("archive/1/form", "two"),
    ],
)
def test_a_broken_one_is_not(path: str, value: object) -> None:
    assert not VALIDATOR.is_valid(changed(path, value))


def test_it_names_each_field() -> None:
    """With what it is."""
    (statement,) = json_schema()["properties"]["statements"][
        "patternProperties"
    ].values()

    told = {name: said["description"] for name, said in statement["properties"].items()}
    assert told == {
        **{field.name: field.about for field in RECORD},
        "source": "The source, if there are no sources.",
    }
