"""Replacing the whole content of a store.

- what was there is kept beside it
- other tables are written with it; a form that is not known is refused
- nothing is done where another program was quicker
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import commit_nothing, content
from mediarel.store import FORM
from mediarel.store.protocol import Snapshot
from mediarel.store.tiny.file import FileStore, read_content, seen_as
from mediarel.store.tiny.transaction import OvertakenRepairError, replacement

if TYPE_CHECKING:
    from pathlib import Path

    from mediarel.store.protocol import Document


def holding(
    statements: dict[str, Document] | None = None, **others: dict[str, Document]
) -> Snapshot:
    return Snapshot("", statements or {}, {}, {}, others)


def test_content_is_replaced_and_kept(store: Path) -> None:
    """The file has the new records, and its earlier bytes are beside it."""
    before = store.read_bytes()
    seen = seen_as(read_content(store))

    with replacement(
        FileStore(store), seen, holding({"7": b'{"title": "a"}'})
    ) as change:
        revision = commit_nothing(store, change)

    assert content(store)["statements"] == {"7": {"title": "a"}}
    assert list(content(store)["history"]) == ["1"]
    assert change.kept is not None
    assert change.kept.read_bytes() == before
    assert revision == FileStore(store).revision()


def test_other_tables(store: Path) -> None:
    """Those that are wanted are written as they are, with the form of today."""
    others: dict[str, dict[str, Document]] = {
        "notes": {"a": b"[1,  2]"},
        "none": {},
        "archive": {"1": b'{"form": 1, "name": "Ours"}'},
    }

    with replacement(
        FileStore(store), seen_as(read_content(store)), holding(**others)
    ) as it:
        commit_nothing(store, it)

    assert content(store)["none"] == {}
    assert content(store)["archive"] == {"1": {"form": FORM, "name": "Ours"}}
    assert b'"a": [1,  2]' in store.read_bytes()


def test_another_program_was_quicker(store: Path) -> None:
    """Its file stays as it is."""
    seen = seen_as(read_content(store))
    store.write_bytes(b"theirs")

    with (
        pytest.raises(OvertakenRepairError),
        replacement(FileStore(store), seen, holding()),
    ):
        pass

    assert store.read_bytes() == b"theirs"


def test_store_where_there_was_none(tmp_path: Path) -> None:
    """It is made, and nothing is kept; one that is there by now is refused."""
    path = tmp_path / "statements.json"
    with replacement(FileStore(path), None, holding()) as change:
        commit_nothing(path, change)

    assert (change.kept, change.revision) == (None, "")
    with (
        pytest.raises(OvertakenRepairError),
        replacement(FileStore(path), None, holding()),
    ):
        pass
