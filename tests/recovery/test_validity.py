"""Test making damaged records and entries valid."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from archives import content
from mediarel.recovery.best_records import SalvagedObject
from mediarel.recovery.line import (
    make_entry_valid,
    make_record_valid,
)

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


def made_valid(fields: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    raw, lost = make_record_valid(3, salvaged(fields), NOW, set())
    return json.loads(raw), lost


def test_invalid_optional_field_is_emptied(record: dict[str, Any]) -> None:
    fields, lost = made_valid({**record, "dated": "2012-07-99"})

    assert fields == {**record, "dated": None}
    assert len(lost) == 1
    assert lost[0].endswith("; left out")


@pytest.mark.parametrize(
    ("name", "value", "instead"),
    [
        ("date", "2012-07-99", "2020-01-02?"),
        ("date", None, "2020-01-02?"),
        ("program", 5, "(unknown)"),
    ],
)
def test_invalid_required_field_is_replaced(
    record: dict[str, Any], name: str, value: object, instead: str
) -> None:
    created = "2020-01-02T03:04:05Z"

    fields, (lost,) = made_valid({**record, "created": created, name: value})

    assert fields == {**record, "created": created, name: instead}
    assert lost.endswith(f"; replaced by {instead!r}")
    assert value is None or str(value)[:5] in lost


@pytest.mark.parametrize(
    ("name", "other"), [("created", "modified"), ("modified", "created")]
)
def test_invalid_time_is_replaced_by_the_other_time(
    record: dict[str, Any], name: str, other: str
) -> None:
    """If both times are invalid, the present is used."""
    one, lost = made_valid({**record, other: "2020-01-02T03:04:05Z", name: "x"})
    both, _ = made_valid({**record, other: None, name: 7})

    assert one[name] == "2020-01-02T03:04:05Z"
    assert lost == [f"{name} is unknown"]
    assert (both["created"], both["modified"]) == (NOW, NOW)


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
