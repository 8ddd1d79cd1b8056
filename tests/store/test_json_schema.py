"""Test the JSON Schema that `mediarel schema` prints."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conftest import ROOT, SAMPLE, Run
from mediarel.model.archive_settings import RULES
from mediarel.model.fields import RECORD, TIME
from mediarel.model.parts import MEDIA_TYPE, NOTE_KINDS, ROLES
from mediarel.store.json_schema import json_schema
from mediarel.store.records import USUAL_FIELDS

SHIPPED = json.loads(SAMPLE.read_text("utf-8"))
# The sample archive, and archives of earlier format versions.
ARCHIVES = [
    path
    for path in sorted((ROOT / "tests").rglob("*.json"))
    if "statements" in json.loads(path.read_bytes())
]
EXAMPLE = (ROOT / "docs" / "file-format.md").read_text("utf-8")
VALIDATOR = Draft202012Validator(json_schema())

FILE = {"name": "a", "sha256": "0" * 64, "size": 1, "media_type": "text/plain"}


def sample_with(path: str, value: Any) -> dict[str, Any]:
    """Return the sample archive with `value` at `path`; None removes the key."""
    archive: dict[str, Any] = copy.deepcopy(SHIPPED)
    *folders, name = path.split("/")
    place = archive
    for folder in folders:
        place = place.setdefault(folder, {})
    place[name] = value
    if value is None:
        del place[name]
    return archive


def test_schema_is_valid() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", ARCHIVES, ids=lambda path: str(path.relative_to(ROOT)))
def test_archives_of_all_format_versions_match_the_schema(path: Path) -> None:
    VALIDATOR.validate(json.loads(path.read_text("utf-8")))


def test_example_in_the_documentation_matches_the_schema() -> None:
    example = EXAMPLE.split("```json\n", 1)[1].split("```", 1)[0]

    VALIDATOR.validate(json.loads(example))


def test_archive_with_all_fields_and_kinds_of_changes_matches_the_schema(
    run: Run, home: Path
) -> None:
    full = ("--signatory=A", "--tag=b", "--source=https://e.org", "--place=Phnom Penh")
    (home / "a.pdf").write_bytes(b"%PDF")
    for command in (
        ("init",),
        ("add", "--date=2012-07~", "--program=A", "--title=b", "--language=km", *full),
        ("add", "--date=2012", "--program=A", "--text=b"),
        ("add", "--date=2012-10/2012-11?", "--program=A", "--title=c"),
        ("add", "--date=../2011-02~", "--program=A", "--title=d"),
        ("add", "--date=2011/..", "--program=A", "--title=e"),
        ("edit", "1", "--title=c"),
        ("attach", "1", "a.pdf", "--role=scan", "--language=km", "--private"),
        ("attach", "2", "a.pdf"),
        ("remove", "1", "--yes"),
        ("undo",),
        ("redo",),
    ):
        assert run(*command).code == 0, command
    path = home / "data" / "statements.json"

    VALIDATOR.validate(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("statements/1/date", None),
        ("statements/1/date", "16 July 2012"),
        ("statements/1/date", "2012-13"),
        ("statements/1/program", ""),
        ("statements/1/title", 7),
        ("statements/1/text", None),  # statement 1 has no title either
        ("statements/1/tags", "land"),
        ("statements/1/language", "the language of Khmer"),
        ("statements/1/source", "page 7"),
        ("statements/1/uuid", "1"),
        ("statements/1/attachments", [{"name": "a.pdf"}]),
        ("statements/1/attachments", [{**FILE, "role": "poem"}]),
        ("statements/1/attachments", [{**FILE, "private": "yes"}]),
        ("statements/x", {}),
        ("statements", None),
        ("statements", []),
        ("history/1/at", "today"),
        ("history/1/added", ["1"]),
        ("history/1/removed", None),
        ("checksums/1/1", "x"),
        ("archive/1/form", "two"),
    ],
)
def test_invalid_archive_does_not_match_the_schema(path: str, value: object) -> None:
    assert not VALIDATOR.is_valid(sample_with(path, value))


def test_schema_has_the_values_that_the_program_accepts() -> None:
    parts = json_schema()["$defs"]
    file, note = parts["attachment"]["properties"], parts["note"]
    settings = parts["settings"]["properties"]

    assert file["role"]["enum"] == [*ROLES, "", None]
    assert file["media_type"]["pattern"] == f"^{MEDIA_TYPE}$"
    assert note["properties"]["kind"]["enum"] == [*NOTE_KINDS]
    assert note["properties"]["at"]["pattern"] == TIME.pattern
    assert settings["withheld"]["items"]["enum"] == [*RULES]
    assert [*settings["usual"]["properties"]] == [*USUAL_FIELDS]


def test_schema_describes_each_field() -> None:
    statement = json_schema()["$defs"]["statement"]

    told = {name: said["description"] for name, said in statement["properties"].items()}
    assert told == {
        **{field.name: field.about for field in RECORD},
        "source": "The source, if the statement has no sources.",
    }
