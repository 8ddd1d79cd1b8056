"""Statements of several records at once: those that reading each by the rules has."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mediarel.model.statement import of_values
from mediarel.store.records import read_record
from mediarel.store.values import read_statements
from strategies import statement, statements


@given(st.lists(statements, max_size=3))
def test_they_are_what_reading_has(ones: list[Any]) -> None:
    """Whatever they hold: each value is of the same kind, too, and comes back whole."""
    records = [
        (7 + n, json.dumps(one.document()).encode()) for n, one in enumerate(ones)
    ]

    read = list(read_statements(records))

    assert read == [read_record(*each) for each in records]
    assert repr(read) == repr([read_record(*each) for each in records])
    for one in read:
        assert of_values(one.to_json().values()) == one


def test_many_come_in_their_order() -> None:
    """More than are read at once."""
    raw = json.dumps(statement(title="A").document()).encode()

    read = read_statements((number, raw) for number in range(1, 231))

    assert [one.id for one in read] == [*range(1, 231)]
