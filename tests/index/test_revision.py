"""What an index says of itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from mediarel.index.revision import put_revision, revision_in, version_in
from mediarel.index.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """Yield an index in which nothing is."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        yield connection


def test_what_was_never_written_is_not_there(connection: sqlite3.Connection) -> None:
    """Neither a version nor a revision; a revision that is written is."""
    assert (version_in(connection), revision_in(connection)) == (None, "")

    put_revision(connection, "r1")
    put_revision(connection, "r2")

    assert revision_in(connection) == "r2"
