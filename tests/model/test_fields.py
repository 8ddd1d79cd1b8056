"""The table of fields: what each entry in it must have.

- no two share a name, an option or a term; none is in the way of another's
- what is searched, listed or hinted at has what that needs; a sample has it
- the module itself loads nothing that costs time
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

from mediarel.cli.commands import add, edit
from mediarel.dates.edtf import PartialDate
from mediarel.errors import InvalidFieldError
from mediarel.model.fields import (
    ALL_FIELDS,
    FIELDS,
    LINE,
    LINES,
    PARAGRAPHS,
    Field,
)
from mediarel.model.statement import read_draft, read_statement
from mediarel.query.parser import lexemes
from mediarel.query.terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Callable

EACH = [pytest.param(field, id=field.name) for field in FIELDS]
LEAST = {"date": "2012-07", "program": "CLEC", "title": "On land"}
UUID = "824bd854-a7d0-4c10-8c58-9064597c7d24"
KEPT = {
    **LEAST,
    "uuid": UUID,
    "created": "2012-07-16T09:30:00Z",
    "modified": "2012-07-17T09:30:00Z",
}


def test_no_two_share_a_name() -> None:
    """Nor the word of one in options and queries with the name of another."""
    words = [*ALL_FIELDS, *(field.singular for field in FIELDS if field.singular)]

    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize("field", EACH)
def test_what_is_searched_is_text(field: Field) -> None:
    """With words that have a weight, and an example for the hint."""
    if field.term == "words":
        assert field.weight
    if field.weight:
        assert field.kind in {LINE, LINES, PARAGRAPHS}
    if field.term:
        assert field.example
        assert field.word in TERMS
        assert lexemes(f"{field.word}:x")[0].field == field.word


@pytest.mark.parametrize("field", EACH)
def test_its_options_say_what_they_do(field: Field) -> None:
    """A list has two more, to add to it and to drop from it; a flag the opposite."""
    is_list = field.kind.is_list and bool(field.help)
    has_drop = is_list or (field.kind.is_flag and bool(field.help))

    assert [bool(field.add_help), bool(field.drop_help)] == [is_list, has_drop]


@pytest.mark.parametrize("run", [add.run, edit.run], ids=["add", "edit"])
def test_each_has_its_option(run: Callable[..., None]) -> None:
    options = inspect.signature(run).parameters

    assert [f.name for f in FIELDS if f.help and f.word not in options] == []


@pytest.mark.parametrize("field", EACH)
def test_it_is_empty_where_it_is_not_given(field: Field) -> None:
    """Unless it is required, or reading fills it; then it never is."""
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


def test_a_statement_is_a_value() -> None:
    """Equal by what it says, and never changed but into another."""
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
