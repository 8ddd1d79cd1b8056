"""The tables of a store during a transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mediarel.store.sound import checksum
from mediarel.store.tiny.tables import TransactionTables

if TYPE_CHECKING:
    from mediarel.store.protocol import Document


def tables(*ids: int) -> TransactionTables:
    statements: dict[str, Document] = {str(n): record(n) for n in ids}
    return TransactionTables({"statements": statements})


def record(number: int) -> bytes:
    return json.dumps({"title": f"No {number}"}).encode()


def test_records_that_are_there() -> None:
    """Those that are not are left out."""
    assert tables(1, 3).records([3, 4]) == {3: record(3)}


def test_highest_id() -> None:
    """By number and not by letters, and 0 where there is none."""
    assert tables(9, 10).highest_id() == 10
    assert tables().highest_id() == 0


def test_entries_newest_first() -> None:
    """By number and not by letters."""
    changing = tables()
    for number in (9, 10, 2):
        changing.put(number, b"%d" % number, {})

    assert list(changing.entries()) == [(10, b"10"), (9, b"9"), (2, b"2")]


def test_records_stay_in_order() -> None:
    """What comes back goes to its old place, and what was removed leaves none."""
    changing = tables(1, 4, 5, 10)

    changing.put(2, b"{}", {2: record(2), 4: None, 11: record(11), 5: b"{}"})

    assert list(changing.tables["statements"]) == ["1", "2", "5", "10", "11"]
    assert changing.records([5]) == {5: b"{}"}


def test_checksums_follow_the_records() -> None:
    """Of all where there were none, then of what is written."""
    changing = tables(1, 2, 1001)

    changing.put(1, b"{}", {2: None})
    assert changing.checksums([1, 2, 1001]) == {
        1: checksum(record(1)),
        1001: checksum(record(1001)),
    }

    changing.put(2, b"{}", {1: record(7)})
    assert changing.checksums([1]) == {1: checksum(record(7))}
