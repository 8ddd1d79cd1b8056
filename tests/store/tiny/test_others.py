"""Test reading the tables that mediarel doesn't use, also from a damaged file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mediarel.store.tiny.others import other_tables

NOTES = {"1": {"note": "ours"}, "2": {"note": "theirs"}}
FILE = {
    "archive": {"1": {"form": 2, "name": "x"}},
    "statements": {"1": {"text": 'It said: "notes": {'}},
    "history": {},
    "checksums": {},
    "notes": NOTES,
}
OTHERS = {"archive": FILE["archive"], "notes": NOTES}


def parsed_others(data: bytes) -> dict[str, dict[str, Any]]:
    return {
        name: {key: json.loads(bytes(raw)) for key, raw in table.items()}
        for name, table in other_tables(data).tables.items()
    }


def dumped(indent: int | str | None = 2, **tables: object) -> bytes:
    return json.dumps({**FILE, **tables}, indent=indent).encode()


def test_only_unused_tables_are_returned() -> None:
    assert parsed_others(dumped()) == OTHERS
    assert other_tables(dumped()).is_whole
    assert not other_tables(dumped()).lost


@pytest.mark.parametrize("indent", [2, 4, "\t", 0, None])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_before_the_end_of_a_truncated_file_are_kept(
    indent: int | str | None, encoding: str
) -> None:
    tables = {"notes": NOTES, **{n: t for n, t in FILE.items() if n != "notes"}}
    whole = json.dumps({**tables, "last": NOTES}, indent=indent)
    data = whole[:-10].encode(encoding)

    found = other_tables(data)

    assert parsed_others(data) == OTHERS
    assert found.lost == {"last": "it can't be read"}
    assert not found.is_whole


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("[]", "it is not an object"),
        ('{"1": {"a": 1, "a": 2}}', "it can't be read"),
        ('{"1": {}, "1": {}}', "it can't be read"),
        ('{"1": "\\ud800"}', "it can't be read"),
        ('{"1": NaN}', "it can't be read"),
    ],
)
def test_invalid_table_is_reported_as_lost(table: str, why: str) -> None:
    data = dumped(notes=0).replace(b'"notes": 0', f'"notes": {table}'.encode())

    assert "notes" not in parsed_others(data)
    assert other_tables(data).lost == {"notes": why}
