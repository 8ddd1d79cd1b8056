"""`mediarel schema --of export`: what `export` writes as json and jsonl holds to it.

- whatever statements there are; what is no such statement does not
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from mediarel.store.json_schema import export_schema
from strategies import statements

if TYPE_CHECKING:
    from conftest import Run
    from mediarel.model.statement import Statement

VALIDATOR = Draft202012Validator(export_schema())


@pytest.mark.usefixtures("store")
def test_it_is_the_schema_of_an_export(run: Run) -> None:
    """Of the list, and of each line."""
    schema = json.loads(run("schema", "--of=export").out)
    Draft202012Validator.check_schema(schema)
    of_list, of_line = (
        Draft202012Validator(each) for each in (schema, schema["items"])
    )

    of_list.validate(json.loads(run("export", "--format=json").out))
    lines = run("export", "--format=jsonl").out.splitlines()
    assert len(lines) == 9
    for line in lines:
        of_line.validate(json.loads(line))


@given(statements)
def test_any_statement_holds_to_it(one: Statement) -> None:
    VALIDATOR.validate([one.to_json()])
