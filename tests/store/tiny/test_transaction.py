"""A transaction on a TinyDB file: what it reads, and the order of what it writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archives import commit_nothing, content
from mediarel.store.sound import checksum
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from pathlib import Path

    from mediarel.store.protocol import Document


def store_with(home: Path, *ids: int) -> FileStore:
    path = home / "statements.json"
    statements = {str(n): json.loads(record(n)) for n in ids}
    path.write_text(json.dumps({"statements": statements}))
    return FileStore(path)


def record(number: int) -> bytes:
    return json.dumps({"title": f"No {number}"}).encode()


def write(store: FileStore, records: dict[int, Document | None]) -> None:
    with store.transaction() as transaction:
        commit_nothing(store.path, transaction, records)


def test_records_that_are_there(home: Path) -> None:
    """Those that are not are left out."""
    with store_with(home, 1, 3).transaction() as transaction:
        assert transaction.records([3, 4]) == {3: record(3)}


def test_highest_id(home: Path) -> None:
    """By number and not by letters, and 0 where there is none."""
    for ids, highest in (((9, 10), 10), ((), 0)):
        with store_with(home, *ids).transaction() as transaction:
            assert transaction.highest_id() == highest


def test_entries_newest_first(home: Path) -> None:
    """By number and not by letters."""
    store = store_with(home)
    for _ in range(10):
        write(store, {})

    with store.transaction() as transaction:
        assert [number for number, _ in transaction.entries()] == [*range(10, 0, -1)]


def test_records_stay_in_order(home: Path) -> None:
    """What comes back goes to its old place, and what was removed leaves none."""
    store = store_with(home, 1, 4, 5, 10)

    write(store, {2: record(2), 4: None, 11: record(11), 5: b"{}"})

    statements = content(store.path)["statements"]
    assert list(statements) == ["1", "2", "5", "10", "11"]
    assert statements["5"] == {}


def test_record_that_is_not_changed_stays_as_it_is(home: Path) -> None:
    """Only what is written is laid out anew."""
    store = store_with(home, 1, 2)

    write(store, {2: record(7)})

    assert b'"1": {"title": "No 1"}' in store.path.read_bytes()


def test_checksums_follow_the_records(home: Path) -> None:
    """Of all where there were none, then of what is written."""
    store = store_with(home, 1, 2, 1001)

    write(store, {2: None})
    with store.transaction() as transaction:
        assert transaction.checksums([1, 2, 1001]) == {
            1: checksum(record(1)),
            1001: checksum(record(1001)),
        }

    write(store, {1: record(7)})
    with store.transaction() as transaction:
        assert transaction.checksums([1]) == {1: checksum(record(7))}
