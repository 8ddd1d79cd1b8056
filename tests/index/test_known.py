"""What an index knows of its store: by fingerprints, and of which revision."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from mediarel.index.revision import put_revision
from mediarel.index.schema import TABLES
from mediarel.index.upkeep import contradicts, known_in
from mediarel.store.contents import quick_fingerprint
from mediarel.store.protocol import Known, Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE = b'{"a": 1}'


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """Yield an index of which statement 1 is all that is there."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        connection.execute(
            "INSERT INTO statement (id, fingerprint) VALUES (1, ?)",
            (quick_fingerprint(ONE),),
        )
        yield connection


def test_it_knows_what_it_holds(connection: sqlite3.Connection) -> None:
    assert known_in(connection) == Known({1: quick_fingerprint(ONE)}, {})


def test_only_an_index_of_the_same_revision_contradicts(
    connection: sqlite3.Connection,
) -> None:
    """One of an earlier revision is only out of date."""
    put_revision(connection, "r1")

    assert not contradicts(connection, Snapshot("r1", {"1": ONE}, {}, {}))
    assert contradicts(connection, Snapshot("r1", {}, {}, {}))
    assert not contradicts(connection, Snapshot("r2", {}, {}, {}))
