"""The tables that mediarel does not read, out of a file in any state.

- of JSON: each table as it is; what can't be kept is told
- of a file that is broken, indented in any way, compact or UTF-16
- the form, also where the table that says it is broken
"""

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


def others(data: bytes) -> dict[str, dict[str, Any]]:
    """Return the other tables in `data`, parsed."""
    return {
        name: {key: json.loads(bytes(raw)) for key, raw in table.items()}
        for name, table in other_tables(data).tables.items()
    }


def dumped(indent: int | str | None = 2, **tables: object) -> bytes:
    return json.dumps({**FILE, **tables}, indent=indent).encode()


def test_tables_that_are_not_read() -> None:
    """All but those of statements, changes and checksums."""
    assert others(dumped()) == OTHERS
    assert other_tables(dumped()).is_whole
    assert not other_tables(dumped()).lost


@pytest.mark.parametrize("indent", [2, 4, "\t", 0, None])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_file_that_is_cut_off(indent: int | str | None, encoding: str) -> None:
    """What stands before the cut is kept, and what it goes through is told."""
    tables = {"notes": NOTES, **{n: t for n, t in FILE.items() if n != "notes"}}
    whole = json.dumps({**tables, "last": NOTES}, indent=indent)
    data = whole[:-10].encode(encoding)

    found = other_tables(data)

    assert others(data) == OTHERS
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
def test_table_that_no_file_may_have(table: str, why: str) -> None:
    """It would be refused when the file is read; it is told as lost."""
    data = dumped(notes=0).replace(b'"notes": 0', f'"notes": {table}'.encode())

    assert "notes" not in others(data)
    assert other_tables(data).lost == {"notes": why}
