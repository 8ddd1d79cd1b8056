"""Test the table of fields, and reading and writing statements."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from mediarel.cli.commands import add, edit
from mediarel.dates.edtf import Interval, PartialDate, kept_date
from mediarel.errors import InvalidFieldError
from mediarel.model.fields import (
    ALL_FIELDS,
    FIELDS,
    FLAG_FIELDS,
    LINE,
    LINES,
    PARAGRAPHS,
    Field,
    shown_name,
)
from mediarel.model.parts import Attachment, DatedUrl, Note
from mediarel.model.readers import read_field
from mediarel.model.statement import Statement, read_draft, read_statement
from mediarel.query.parser import lexemes
from mediarel.query.terms import TERMS
from strategies import SAMPLES

EACH = [pytest.param(field, id=field.name) for field in FIELDS]
LEAST = {"date": "2012-07", "program": "CLEC", "title": "On land"}
UUID = "824bd854-a7d0-4c10-8c58-9064597c7d24"
KEPT = {
    **LEAST,
    "uuid": UUID,
    "created": "2012-07-16T09:30:00Z",
    "modified": "2012-07-17T09:30:00Z",
}


def test_field_names_are_unique() -> None:
    """The names in options and queries are included."""
    words = [*ALL_FIELDS, *(field.singular for field in FIELDS if field.singular)]

    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize("field", EACH)
def test_searchable_fields_have_text_a_weight_and_an_example(field: Field) -> None:
    if field.term == "words":
        assert field.weight
    if field.weight:
        assert field.kind in {LINE, LINES, PARAGRAPHS}
    if field.term:
        assert field.example
        assert field.word in TERMS
        assert lexemes(f"{field.word}:x")[0].field == field.word


@pytest.mark.parametrize("run", [add.run, edit.run], ids=["add", "edit"])
def test_each_field_with_a_help_text_has_an_option(run: Callable[..., None]) -> None:
    options = inspect.signature(run).parameters

    assert [f.name for f in FIELDS if f.help and f.word not in options] == []
    assert all(f.off_help for f in FIELDS if f.kind.is_flag and f.help)


@pytest.mark.parametrize("field", EACH)
def test_a_missing_field_is_refused_filled_or_empty(field: Field) -> None:
    document = {name: value for name, value in KEPT.items() if name != field.name}
    if field.required:
        with pytest.raises(InvalidFieldError, match=f"the {field.word} is"):
            read_statement(1, document)
        return
    if field.name == "title":
        document["text"] = "On land."
    value = getattr(read_statement(1, document), field.name)

    if field.is_filled:
        assert value
    else:
        assert value == field.kind.empty


def test_statements_are_equal_by_value_and_immutable() -> None:
    one, same = read_statement(1, KEPT), read_statement(1, dict(KEPT))
    other = one.replace(modified="2013-01-01T00:00:00Z")

    assert (one == same, hash(one) == hash(same)) == (True, True)
    assert one not in (other, read_draft(KEPT))
    assert (other.modified, other.title) == ("2013-01-01T00:00:00Z", "On land")
    assert (one.date, one.tags) == (PartialDate(2012, 7), ())
    assert "title='On land'" in repr(one)
    with pytest.raises(AttributeError):
        one.title = "Else"
    with pytest.raises(AttributeError):
        del one.title
    with pytest.raises(AttributeError):
        one.tilte = "Else"
    with pytest.raises(TypeError):
        one.replace(tilte="Else")


READERS_LEAST: dict[str, Any] = {"date": "2012", "program": "CLEC", "title": "Land"}
FILE = {"name": "a.txt", "sha256": "0a" * 32, "size": 3, "media_type": "text/plain"}
NOTE = {"at": "2012-07-18T01:02:03Z", "kind": "correction", "text": "It is 16."}
COPY = {"url": "https://web.example/a", "at": "2012-07-18T01:02:03Z"}


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("title", " On\n land ", "On land"),
        ("title", " \n", None),
        ("text", "a \r\n\r\n\r\n b\n", "a\n\n b"),
        ("program", "CLEC ", "CLEC"),
        ("date", "2012-07?", PartialDate(2012, 7, qualifier="?")),
        ("date", "../2011", Interval(None, PartialDate(2011))),
        ("dated", "2012-10/2012-11", kept_date("2012-10/2012-11")),
        ("tags", ["b", " a ", "", "b"], ("b", "a")),
        ("tags", None, ()),
        ("language", "zh-Hant-TW", "zh-Hant-TW"),
        ("sources", ["https://example.org/a?b#c"], ("https://example.org/a?b#c",)),
        ("sources", [" ", "ftp://b.org", "", "ftp://b.org"], ("ftp://b.org",)),
        ("embargo", "2012-07-16T09:00+07:00", "2012-07-16T09:00:00+07:00"),
        ("embargo", "2012-07-16 09:00:59 z", "2012-07-16T09:00:59Z"),
        ("embargo", "2012-07-16t09:00:00-03:30", "2012-07-16T09:00:00-03:30"),
        ("notes", [NOTE, NOTE], (Note(**NOTE),)),
        ("archived", [COPY, COPY], (DatedUrl(**COPY),)),
        ("attachments", [FILE], (Attachment("a.txt", "0a" * 32, 3, "text/plain"),)),
        (
            "attachments",
            [{**FILE, "role": "scan", "language": "km", "private": True}],
            (
                Attachment(
                    "a.txt", "0a" * 32, 3, "text/plain", "scan", "km", private=True
                ),
            ),
        ),
        (
            "attachments",
            [{**FILE, "role": "", "language": None, "private": False}],
            (Attachment("a.txt", "0a" * 32, 3, "text/plain"),),
        ),
    ],
)
def test_values_are_normalised(name: str, value: object, read: object) -> None:
    assert read_field(name, value) == read


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"date": None}, "date"),
        ({"date": "2012-02-30"}, "date"),
        ({"date": "2013/2012"}, "date"),
        ({"dated": "July"}, "dated"),
        ({"program": ["CLEC"]}, "program"),
        ({"title": "\udcff"}, "title"),
        ({"tags": "land"}, "tags"),
        ({"language": "Khmer"}, "language"),
        ({"sources": ["example.org"]}, "sources"),
        ({"sources": ["https://example.org", 1]}, "sources"),
        ({"uuid": "1"}, "uuid"),
        ({"attachments": [{"name": "a"}]}, "attachments"),
        ({"attachments": [{**FILE, "name": " "}]}, "attachments"),
        ({"attachments": [{**FILE, "language": "Khmer"}]}, "attachments"),
        ({"attachments": [{**FILE, "media_type": "pdf"}]}, "attachments"),
        ({"attachments": [{**FILE, "colour": "red"}]}, "attachments"),
        ({"embargo": "2012-07-16"}, "embargo"),
        ({"embargo": "2012-07-16T09:00:00.5Z"}, "embargo"),
        ({"embargo": "2012-02-30T09:00Z"}, "embargo"),
        ({"embargo": "2012-07-16T09:00+07:99"}, "embargo"),
        ({"embargo": "0001-01-01T00:00:00+10:00"}, "embargo"),
        ({"notes": [{**NOTE, "at": "2012-07-18"}]}, "notes"),
        ({"notes": [{**NOTE, "text": " "}]}, "notes"),
        ({"notes": [{**NOTE, "by": "Sophea"}]}, "notes"),
        ({"archived": [{**COPY, "url": " "}]}, "archived"),
        ({"archived": [{**COPY, "url": "example.org"}]}, "archived"),
        ({"archived": [{**COPY, "at": "2012"}]}, "archived"),
        ({"archived": [{"url": COPY["url"]}]}, "archived"),
    ],
)
def test_an_invalid_value_is_refused_with_its_field_and_a_hint(
    fields: dict[str, object], name: str
) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        read_draft({**READERS_LEAST, **fields})

    assert caught.value.field == name
    assert caught.value.problem.startswith(f"the {shown_name(name).removesuffix('s')}")
    assert caught.value.hint


STATEMENT_LEAST: dict[str, Any] = {"date": "2012", "program": "CLEC", "title": "Land"}
STATEMENT_KEPT = {
    **STATEMENT_LEAST,
    "uuid": "052adbe4-c204-42c3-9d31-da7039caeb9d",
    "created": "2012-01-01T00:00:00Z",
    "modified": "2012-01-02T00:00:00Z",
}


@pytest.mark.parametrize("name", ["uuid", "created", "modified"])
@pytest.mark.parametrize("value", [None, "", "yesterday"])
def test_stored_statement_needs_a_uuid_and_times(name: str, value: str | None) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        read_statement(3, {**STATEMENT_KEPT, name: value})

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
    assert read_draft({**STATEMENT_LEAST, "title": title}).language == language
    assert (
        read_draft({**STATEMENT_LEAST, "title": title, "language": "fr"}).language
        == "fr"
    )


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
