"""Test `mediarel schema`."""

import json

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from conftest import Run
from mediarel.model.statement import Statement
from mediarel.store.json_schema import export_schema, json_schema
from samples import EVERY
from strategies import statements

VALIDATOR = Draft202012Validator(export_schema())


@pytest.mark.usefixtures("home")
def test_schema_of_an_archive(run: Run) -> None:
    """The command works without an archive."""
    done = run("schema")

    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == json_schema()
    assert "…" in done.out


@pytest.mark.usefixtures("store")
def test_export_matches_its_schema(run: Run) -> None:
    schema = json.loads(run("schema", "--of=export").out)
    Draft202012Validator.check_schema(schema)
    of_list, of_line = (Draft202012Validator(e) for e in (schema, schema["items"]))

    of_list.validate(json.loads(run("export", "--format=json").out))
    lines = run("export", "--format=jsonl").out.splitlines()
    assert len(lines) == 9
    for line in lines:
        of_line.validate(json.loads(line))


@settings(max_examples=100 // EVERY)
@given(statements)
def test_any_statement_matches_the_schema(one: Statement) -> None:
    VALIDATOR.validate([one.to_json()])
