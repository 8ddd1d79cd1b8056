"""The tables that mediarel does not read, out of a file in any state."""

from __future__ import annotations

import json

import pytest

from mediarel.store.tiny.others import other_tables

NOTES = {"1": {"note": "ours"}, "2": {"note": "theirs"}}
FILE = {
    "archive": {"1": {"form": 2, "name": "x"}},
    "statements": {"1": {}},
    "history": {},
    "checksums": {},
    "notes": NOTES,
}


def others(data: bytes) -> dict[str, dict[str, object]]:
    """Return the other tables in `data`, parsed."""
    return {
        name: {key: json.loads(bytes(raw)) for key, raw in table.items()}
        for name, table in other_tables(data).items()
    }


def dumped(**tables: object) -> bytes:
    return json.dumps({**FILE, **tables}, indent=2).encode()


def test_tables_that_are_not_read() -> None:
    """All but those of statements, changes and checksums."""
    assert others(dumped()) == {"archive": FILE["archive"], "notes": NOTES}


def test_file_that_is_no_json() -> None:
    """A table that is whole is kept also behind a part that is broken."""
    broken = dumped().replace(b'"statements": {', b'"statements": {{')

    assert others(broken) == {"archive": FILE["archive"], "notes": NOTES}


@pytest.mark.parametrize(
    "table",
    [[], {"x": {}}, {"1": [], "2": {}}, {"1": "text"}, {}],
)
def test_table_that_is_not_one_of_documents(table: object) -> None:
    """It is not kept."""
    assert "notes" not in others(dumped(notes=table))


@pytest.mark.parametrize("form", [0, "2", True, None])
def test_form_that_is_none(form: object) -> None:
    """The table that should tell it is not kept, and the others are."""
    assert others(dumped(archive={"1": {"form": form}})) == {"notes": NOTES}
