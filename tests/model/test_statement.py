"""Test reading statements and drafts, and writing them as JSON."""

from typing import Any

import pytest

from mediarel.errors import InvalidFieldError
from mediarel.model.fields import ALL_FIELDS, FLAG_FIELDS
from mediarel.model.statement import Statement, read_draft, read_statement
from strategies import SAMPLES

LEAST: dict[str, Any] = {"date": "2012", "program": "CLEC", "title": "Land"}
KEPT = {
    **LEAST,
    "uuid": "052adbe4-c204-42c3-9d31-da7039caeb9d",
    "created": "2012-01-01T00:00:00Z",
    "modified": "2012-01-02T00:00:00Z",
}


@pytest.mark.parametrize("name", ["uuid", "created", "modified"])
@pytest.mark.parametrize("value", [None, "", "yesterday"])
def test_stored_statement_needs_a_uuid_and_times(name: str, value: str | None) -> None:
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
def test_a_missing_language_is_detected_from_the_script(
    title: str, language: str
) -> None:
    assert read_draft({**LEAST, "title": title}).language == language
    assert read_draft({**LEAST, "title": title, "language": "fr"}).language == "fr"


@pytest.mark.parametrize("statement", SAMPLES)
def test_a_statement_stays_the_same_as_json(statement: Statement) -> None:
    document = statement.document()

    assert read_statement(statement.id, document) == statement
    assert set(statement.to_json()) == {*ALL_FIELDS}
    assert statement.to_json() == {
        **dict.fromkeys(FLAG_FIELDS, False),
        **{
            name: []
            for name in ("archived", "gone", "merged", "notes", "replaces", "withheld")
        },
        **dict.fromkeys(("embargo", "series", "status")),
        "id": statement.id,
        **document,
    }
