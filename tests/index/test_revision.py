"""What an index holds of a store: its revision, and what it does not have yet."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from mediarel.index.revision import (
    changes_in,
    contradicts,
    put_revision,
    revision_in,
    version_in,
)
from mediarel.index.rows import fingerprint
from mediarel.index.schema import TABLES
from mediarel.store.protocol import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE = b'{"a": 1}'


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """Yield an index of which statement 1 is all that is there."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        connection.execute(
            "INSERT INTO statement (id, fingerprint) VALUES (1, ?)", (fingerprint(ONE),)
        )
        yield connection


def test_what_was_never_written_is_not_there(connection: sqlite3.Connection) -> None:
    """Neither a version nor a revision; a revision that is written is."""
    assert (version_in(connection), revision_in(connection)) == (None, "")

    put_revision(connection, "r1")
    put_revision(connection, "r2")

    assert revision_in(connection) == "r2"


def test_changes_are_what_is_new_other_or_gone(connection: sqlite3.Connection) -> None:
    """What is gone is None; what is the same is left out."""
    other = b'{"a": 2}'

    assert changes_in(connection, "statement", "id", {"1": ONE}) == {}
    assert changes_in(connection, "statement", "id", {"1": other}) == {1: other}
    assert changes_in(connection, "statement", "id", {"2": ONE}) == {2: ONE, 1: None}


def test_only_an_index_of_the_same_revision_contradicts(
    connection: sqlite3.Connection,
) -> None:
    """One of an earlier revision is only out of date."""
    put_revision(connection, "r1")

    assert not contradicts(connection, Snapshot("r1", {"1": ONE}, {}, {}))
    assert contradicts(connection, Snapshot("r1", {}, {}, {}))
    assert not contradicts(connection, Snapshot("r2", {}, {}, {}))
