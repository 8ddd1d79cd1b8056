"""Test export and import of JSON."""

import pytest

from mediarel.errors import UnreadableInputError
from mediarel.formats import json
from mediarel.model.statement import Draft
from reads import drafts_of
from references import data_of

ITEM = '{"date": "2012", "program": "CLEC", "title": "T"}'


def read(text: str, source: str) -> list[Draft]:
    return drafts_of(json.read, text.encode(), source)


def problem(text: str) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        read(text, "x.json")
    return caught.value.problem


def test_empty_archive_is_an_empty_list() -> None:
    assert data_of("json", []) == b"[]\n"
    assert read("[]\n", "x.json") == []


def test_syntax_error_names_line_and_column() -> None:
    assert problem('[\n  {"date": }\n]') == (
        "x.json, line 2: is invalid JSON at column 12: Expecting value"
    )


def test_invalid_field_names_the_statement() -> None:
    text = f'[{ITEM}, {{"date": "20", "program": "CLEC", "title": "T"}}]'

    assert problem(text) == "x.json, statement 2: 'T': the date '20' is not a date"


@pytest.mark.parametrize("text", ["null", '"text"', "3"])
def test_json_other_than_a_list_is_refused(text: str) -> None:
    assert problem(text) == "x.json: is not a list of statements"


def test_deep_nesting_is_refused() -> None:
    assert "nested too deep" in problem("[" * 100_000)


def test_long_number_is_refused() -> None:
    assert "number that is too long" in problem(f"[{'9' * 5000}]")


@pytest.mark.parametrize("start", ["[", "\ufeff \n[{", '{\n "items": ['])
def test_json_is_recognised(start: str) -> None:
    assert json.sniff(start.encode())


def test_a_text_that_begins_with_a_bracket_is_no_json() -> None:
    assert not json.sniff(b"[Press Release] The harbour stays open")
    assert json.sniff(b'[{"date": "2012"}]')
