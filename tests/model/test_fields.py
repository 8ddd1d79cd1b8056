"""Test that each entry in the table of fields is complete."""

import inspect
from collections.abc import Callable

import pytest

from mediarel.cli.commands import add, edit
from mediarel.dates.edtf import PartialDate
from mediarel.errors import InvalidFieldError
from mediarel.model.fields import ALL_FIELDS, FIELDS, LINE, LINES, PARAGRAPHS, Field
from mediarel.model.statement import read_draft, read_statement
from mediarel.query.parser import lexemes
from mediarel.query.terms import TERMS

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
