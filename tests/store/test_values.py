"""Test the fast reader of record values against the reader with all rules."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediarel.errors import InvalidFieldError
from mediarel.model.fields import ALL_FIELDS
from mediarel.store.records import read_record, values_of
from samples import EVERY
from strategies import SAMPLES, statement, statements


def values_by_the_rules(raw: bytes) -> list[Any]:
    return list(read_record(7, raw).to_json().values())


@settings(max_examples=200 // EVERY)
@given(statements, st.booleans())
def test_values_of_agrees_with_read_record(one: Any, without_rare: bool) -> None:  # noqa: FBT001 - a test parameter
    kept = one.document() if without_rare else one.to_json()
    kept.pop("id", None)
    raw = json.dumps(kept).encode()

    (values,) = values_of([(7, raw)])

    assert list(values) == values_by_the_rules(raw)
    assert json.dumps(values)  # as lists, not tuples


@pytest.mark.parametrize(
    "changed",
    [
        {"title": ""},
        {"title": " A  title\u00a0"},
        {"title": "one\nline"},
        {"text": "A line \nand a line\r\n\n\n\nmore\n"},
        {"tags": ["a", "a"]},
        {"tags": ["a", " a"]},
        {"tags": ["", "b"]},
        {"sources": ["https://a.example/ü", "https://b.example"]},
        {"sources": [" https://b.example"]},
        {"program": "CLEC "},
        {"language": "km "},
        {"merged": []},
        {"excerpt": None},
        {"tags": None},
        {"created": "2024-01-02T03:04:05Z "},
        {"dated": ""},
        {"replaces": [" 3f2b8c1e-5d4a-4b6f-9a7e-0c1d2e3f4a5b"]},
        {"embargo": " 2012-07-16T09:00:00Z"},
        {"withheld": ["a", ""]},
        {"series": "\ta"},
    ],
)
def test_values_that_reading_normalises_are_normalised(
    changed: dict[str, object],
) -> None:
    """A different program may write such values.

    The record is read alone and between other records.
    """
    raw = json.dumps({**SAMPLES[1].document(), "title": "A", **changed}).encode()
    others = [json.dumps(one.document()).encode() for one in SAMPLES]
    lot = [*others, raw, *others]

    values = values_of([(7, each) for each in lot])

    assert list(values_of([(7, raw)])[0]) == values_by_the_rules(raw)
    assert [*map(list, values)] == [*map(values_by_the_rules, lot)]


def test_earlier_field_source_is_read_as_sources() -> None:
    kept = statement(sources=["https://a.example"]).document()
    kept["source"] = kept.pop("sources")[0]

    (values,) = values_of([(7, json.dumps(kept).encode())])

    assert values[ALL_FIELDS.index("sources")] == ["https://a.example"]


def test_invalid_value_raises_an_error() -> None:
    kept = {**statement().document(), "date": "soon"}

    with pytest.raises(InvalidFieldError, match="is not a date"):
        values_of([(7, json.dumps(kept).encode())])
