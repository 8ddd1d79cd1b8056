"""A statement: its fields and their rules.

- what is there, what is empty, what is usual
- the language by its script
- to JSON and back, whatever it says
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from mediarel.errors import InvalidFieldError
from mediarel.model.fields import ALL_FIELDS, FLAG_FIELDS
from mediarel.model.statement import Statement, read_draft, read_statement
from strategies import statements

LEAST: dict[str, Any] = {"date": "2012", "program": "CLEC", "title": "Land"}
KEPT = {
    **LEAST,
    "uuid": "052adbe4-c204-42c3-9d31-da7039caeb9d",
    "created": "2012-01-01T00:00:00Z",
    "modified": "2012-01-02T00:00:00Z",
}


@pytest.mark.parametrize("name", ["uuid", "created", "modified"])
@pytest.mark.parametrize("value", [None, "", "yesterday"])
def test_what_an_archive_sets(name: str, value: str | None) -> None:
    """Of a statement in a store it must be there; of a draft it need not."""
    with pytest.raises(InvalidFieldError) as caught:
        read_statement(3, {**KEPT, name: value})

    assert caught.value.field == name


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("On the land", "en"),
        ("ដីធ្លី", "km"),
        ("ที่ดิน", "th"),
        ("土地", "zh"),
        ("2012", "und"),
    ],
)
def test_the_language_of_its_script(title: str, language: str) -> None:
    """Where none is given."""
    assert read_draft({**LEAST, "title": title}).language == language
    assert read_draft({**LEAST, "title": title, "language": "fr"}).language == "fr"


@given(statements)
def test_to_json_and_back(statement: Statement) -> None:
    """Nothing is lost, and no field is missing."""
    document = statement.document()

    assert read_statement(statement.id, document) == statement
    assert set(statement.to_json()) == {*ALL_FIELDS}
    assert statement.to_json() == {
        **dict.fromkeys(FLAG_FIELDS, False),
        **{name: [] for name in ("merged", "notes", "replaces", "withheld")},
        **dict.fromkeys(("embargo", "series", "status")),
        "id": statement.id,
        **document,
    }
