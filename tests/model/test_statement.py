"""A statement: its fields and their rules.

- what is there, what is empty, what is made of it: lines, paragraphs, lists
- rules: each with a value that breaks it, and what the error names
- the language by its script
- to JSON and back, whatever it says
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from mediarel.dates.edtf import PartialDate
from mediarel.errors import InvalidFieldError
from mediarel.model.fields import GIVEN_FIELDS
from mediarel.model.readers import Attachment, read_field
from mediarel.model.statement import Draft, Statement, read_draft, read_statement
from strategies import statements

LEAST: dict[str, Any] = {"date": "2012", "program": "CLEC", "title": "Land"}
FILE = {"name": "a.txt", "sha256": "0a" * 32, "size": 3, "media_type": "text/plain"}
KEPT = {
    **LEAST,
    "uuid": "052adbe4-c204-42c3-9d31-da7039caeb9d",
    "created": "2012-01-01T00:00:00Z",
    "modified": "2012-01-02T00:00:00Z",
}


def test_the_least() -> None:
    """Date, program and a title are enough; the rest is empty or usual."""
    assert read_draft(LEAST) == Draft(
        date=PartialDate(2012),
        program="CLEC",
        type="Joint Statement",
        title="Land",
        language="en",
    )
    assert read_draft(LEAST).type == "Joint Statement"


def test_a_text_without_title() -> None:
    draft = read_draft({"date": "2012", "program": "CLEC", "text": "Land."})

    assert (draft.title, draft.text) == (None, "Land.")


def test_another_usual_type() -> None:
    """It is for what names none."""
    assert read_draft(LEAST, default_type="Op-Ed").type == "Op-Ed"
    assert read_draft({**LEAST, "type": "Note"}, default_type="Op-Ed").type == "Note"


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("title", " On\n land ", "On land"),
        ("title", "On  land", "On  land"),
        ("title", " \n", None),
        ("text", "a \r\n\r\n\r\n b\n", "a\n\n b"),
        ("text", "", None),
        ("program", "CLEC ", "CLEC"),
        ("date", "2012-07?", PartialDate(2012, 7, qualifier="?")),
        ("dated", None, None),
        ("tags", ["b", " a ", "", "b"], ("b", "a")),
        ("tags", None, ()),
        ("signatories", ("ADHOC",), ("ADHOC",)),
        ("language", "zh-Hant-TW", "zh-Hant-TW"),
        ("source", "https://example.org/a?b#c", "https://example.org/a?b#c"),
        ("source", " ", None),
        (
            "attachments",
            [FILE],
            (Attachment("a.txt", "0a" * 32, 3, "text/plain"),),
        ),
    ],
)
def test_what_is_made_of_a_value(name: str, value: object, read: object) -> None:
    assert read_field(name, value) == read


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"date": None}, "date"),
        ({"date": "soon"}, "date"),
        ({"date": "2012-02-30"}, "date"),
        ({"date": 2012}, "date"),
        ({"dated": "July"}, "dated"),
        ({"program": " "}, "program"),
        ({"program": ["CLEC"]}, "program"),
        ({"title": ""}, "title"),
        ({"title": "\udcff"}, "title"),
        ({"text": 3}, "text"),
        ({"tags": "land"}, "tags"),
        ({"tags": [1]}, "tags"),
        ({"language": "Khmer"}, "language"),
        ({"language": "en_GB"}, "language"),
        ({"source": "example.org"}, "source"),
        ({"source": "javascript:alert(1)"}, "source"),
        ({"source": "https://"}, "source"),
        ({"source": "http://[a"}, "source"),
        ({"source": "http://a b"}, "source"),
        ({"uuid": "1"}, "uuid"),
        ({"colour": "red"}, "field"),
        ({"attachments": [{"name": "a"}]}, "attachments"),
        ({"attachments": [{**FILE, "sha256": "0A" * 32}]}, "attachments"),
        ({"attachments": [{**FILE, "size": -1}]}, "attachments"),
        ({"attachments": [{**FILE, "size": True}]}, "attachments"),
        ({"attachments": [{**FILE, "name": " "}]}, "attachments"),
        ({"attachments": ["a.pdf"]}, "attachments"),
        ({"attachments": "a.pdf"}, "attachments"),
    ],
)
def test_a_broken_rule(fields: dict[str, object], name: str) -> None:
    """The error names the field, and what would do."""
    with pytest.raises(InvalidFieldError) as caught:
        read_draft({**LEAST, **fields})

    assert caught.value.field == name
    assert caught.value.problem.startswith(f"the {name}")
    assert caught.value.hint


@pytest.mark.parametrize("name", ["uuid", "created", "modified"])
@pytest.mark.parametrize("value", [None, "", "yesterday"])
def test_what_an_archive_sets(name: str, value: str | None) -> None:
    """Of a statement in a store it must be there; of a draft it need not."""
    with pytest.raises(InvalidFieldError) as caught:
        read_statement(3, {**KEPT, name: value})

    assert caught.value.field == name


@pytest.mark.parametrize(
    ("title", "language"),
    [("Land", "en"), ("ដីធ្លី", "km"), ("ที่ดิน", "th"), ("土地", "und"), ("2012", "und")],
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
    assert set(document) == {"uuid", *GIVEN_FIELDS, "created", "modified"}
    assert statement.to_json() == {"id": statement.id, **document}
