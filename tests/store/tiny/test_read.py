"""Reading the file of a store.

- all that it holds, with its revision
- what is decoded but not validated, and what can't be decoded
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from archives import content
from mediarel.errors import DamagedError, NewerArchiveError
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.read import (
    decoded_tables,
    read_snapshot,
    validated_tables,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_snapshot(store: Path) -> None:
    """It has the tables, as raw JSON, and the revision of the file."""
    snapshot = read_snapshot(store)

    assert snapshot.revision == FileStore(store).revision()
    assert {
        key: json.loads(bytes(raw)) for key, raw in snapshot.statements.items()
    } == content(store)["statements"]
    assert list(snapshot.history) == ["1"]


def test_tables_that_are_missing(tmp_path: Path) -> None:
    """They are empty."""
    path = tmp_path / "statements.json"
    path.write_text('{"statements": {}}')

    assert read_snapshot(path)[1:] == ({}, {}, {}, {})


def test_key_twice(store: Path) -> None:
    """Validation finds what decoding passes by."""
    data = b'{"statements": {"1": {}, "1": {}}}'

    assert list(decoded_tables(store, data)) == ["statements"]
    with pytest.raises(DamagedError, match="'1' is there twice"):
        validated_tables(store, data)


def test_newer_form(store: Path) -> None:
    """It is refused, though its tables can be decoded."""
    newer = b'{"archive": {"1": {"form": 99}}, "statements": {}}'

    with pytest.raises(NewerArchiveError, match="form 99"):
        decoded_tables(store, newer)


def test_newer_form_that_can_not_be_decoded(store: Path) -> None:
    """It is newer and not damaged, whatever its tables are."""
    newer = b'{"archive": {"1": {"form": 99}}, "statements": []}'

    with pytest.raises(NewerArchiveError, match="form 99"):
        decoded_tables(store, newer)
    with pytest.raises(DamagedError):
        decoded_tables(store, newer.replace(b"99", b"1"))
