"""Test making damaged records and entries valid."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from archives import content
from mediarel.recovery.best_records import SalvagedObject
from mediarel.recovery.change_sequence import make_entry_valid, make_record_valid

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2026-12-01T10:15:30Z"


@pytest.fixture
def record(store: Path) -> dict[str, Any]:
    fields: dict[str, Any] = content(store)["statements"]["3"]
    return fields


@pytest.fixture
def entry(store: Path) -> dict[str, Any]:
    fields: dict[str, Any] = content(store)["history"]["1"]
    return fields


def salvaged(fields: dict[str, Any], *, is_rewritten: bool = False) -> SalvagedObject:
    raw = json.dumps(fields).encode()
    return SalvagedObject("3", raw, None, is_rewritten=is_rewritten)


def test_unknown_field_of_a_record_is_kept_if_trusted(record: dict[str, Any]) -> None:
    newer = {**record, "mood": "good"}

    trusted = make_record_valid(3, salvaged(newer), NOW, {"mood"})
    _, lost = make_record_valid(3, salvaged(newer), NOW, set())
    _, also = make_record_valid(3, salvaged(newer, is_rewritten=True), NOW, {"mood"})

    assert trusted == (salvaged(newer).raw, [])
    assert lost == also == ["'mood' left out"]


def test_unknown_field_of_an_entry_is_kept_if_trusted(entry: dict[str, Any]) -> None:
    newer = {**entry, "mood": "good"}

    assert make_entry_valid(1, salvaged(newer), {"mood"}, NOW) == (
        salvaged(newer).raw,
        [],
    )
    raw, lost = make_entry_valid(1, salvaged(newer), set(), NOW)
    read = json.loads(raw)
    assert {**read, **entry} == read
    assert "mood" not in read
    assert lost == ["'mood' left out"]
