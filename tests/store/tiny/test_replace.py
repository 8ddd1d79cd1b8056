"""Test replacing the whole content of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import commit_nothing, content
from mediarel.store import FORM
from mediarel.store.protocol import Snapshot
from mediarel.store.tiny.file import FileStore, read_content
from mediarel.store.tiny.transaction import OvertakenRepairError, replacement

if TYPE_CHECKING:
    from pathlib import Path

    from mediarel.store.protocol import Document


def snapshot_of(
    statements: dict[str, Document] | None = None, **others: dict[str, Document]
) -> Snapshot:
    return Snapshot("", statements or {}, {}, {}, others)


def test_earlier_content_is_kept_in_a_separate_file(store: Path) -> None:
    before = store.read_bytes()
    seen = read_content(store).seen

    with replacement(
        FileStore(store), seen, snapshot_of({"7": b'{"title": "a"}'})
    ) as change:
        revision = commit_nothing(store, change)

    assert content(store)["statements"] == {"7": {"title": "a"}}
    assert list(content(store)["history"]) == ["1"]
    assert change.kept is not None
    assert change.kept.read_bytes() == before
    assert revision == FileStore(store).revision()


def test_unused_tables_are_written_unchanged(store: Path) -> None:
    """The format version becomes the current one."""
    others: dict[str, dict[str, Document]] = {
        "notes": {"a": b"[1,  2]"},
        "none": {},
        "archive": {"1": b'{"form": 1, "name": "Ours"}'},
    }

    with replacement(
        FileStore(store), read_content(store).seen, snapshot_of(**others)
    ) as it:
        commit_nothing(store, it)

    assert content(store)["none"] == {}
    assert content(store)["archive"] == {"1": {"form": FORM, "name": "Ours"}}
    assert b'"a": [1,  2]' in store.read_bytes()


def test_file_that_another_program_changed_is_not_replaced(store: Path) -> None:
    seen = read_content(store).seen
    store.write_bytes(b"theirs")

    with (
        pytest.raises(OvertakenRepairError),
        replacement(FileStore(store), seen, snapshot_of()),
    ):
        pass

    assert store.read_bytes() == b"theirs"


def test_missing_store_is_created(tmp_path: Path) -> None:
    """If another program has created the file, nothing is written."""
    path = tmp_path / "statements.json"
    with replacement(FileStore(path), None, snapshot_of()) as change:
        commit_nothing(path, change)

    assert (change.kept, change.revision) == (None, "")
    with (
        pytest.raises(OvertakenRepairError),
        replacement(FileStore(path), None, snapshot_of()),
    ):
        pass
