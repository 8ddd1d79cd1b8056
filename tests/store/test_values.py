"""The values of a record, read fast: what reading it by the rules has, always."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.errors import InvalidFieldError
from mediarel.model.fields import ALL_FIELDS
from mediarel.store.records import read_record
from mediarel.store.values import values_of
from strategies import SAMPLES, statement, statements


def by_the_rules(raw: bytes) -> list[Any]:
    return list(read_record(7, raw).to_json().values())


@given(statements, st.booleans())
def test_they_are_what_reading_has(one: Any, without_rare: bool) -> None:  # noqa: FBT001 - Hypothesis gives it
    """Whatever a statement holds, with what is rare and empty there or not."""
    kept = one.document() if without_rare else one.to_json()
    kept.pop("id", None)
    raw = json.dumps(kept).encode()

    (values,) = values_of([(7, raw)])

    assert list(values) == by_the_rules(raw)
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
def test_what_reading_changes_is_changed(changed: dict[str, object]) -> None:
    """As another program may have written it, alone and between others."""
    raw = json.dumps({**SAMPLES[1].document(), "title": "A", **changed}).encode()
    others = [json.dumps(one.document()).encode() for one in SAMPLES]
    lot = [*others, raw, *others]

    values = values_of([(7, each) for each in lot])

    assert list(values_of([(7, raw)])[0]) == by_the_rules(raw)
    assert [*map(list, values)] == [*map(by_the_rules, lot)]


def test_a_field_of_before_is_read() -> None:
    """`source` has become `sources`."""
    kept = statement(sources=["https://a.example"]).document()
    kept["source"] = kept.pop("sources")[0]

    (values,) = values_of([(7, json.dumps(kept).encode())])

    assert values[ALL_FIELDS.index("sources")] == ["https://a.example"]


def test_what_breaks_a_rule_is_told() -> None:
    kept = {**statement().document(), "date": "soon"}

    with pytest.raises(InvalidFieldError, match="is not a date"):
        values_of([(7, json.dumps(kept).encode())])
