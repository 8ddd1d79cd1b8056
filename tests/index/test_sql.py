"""The SQL of a query: each term there is has a meaning.

What the terms find is looked at in `test_finding.py`, with the index.
"""

from __future__ import annotations

import sqlite3

import pytest

from finding import parsed
from mediarel.index.schema import FTS_WORDS, PLAIN_WORDS, TABLES
from mediarel.index.sql import condition
from mediarel.query.parser import NAMES, example_of


@pytest.mark.parametrize("has_fts", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_each_term_is_a_condition(name: str, has_fts: bool) -> None:  # noqa: FBT001 - a parameter
    """SQLite takes it, and its parameters are as many as it asks for."""
    tables = sqlite3.connect(":memory:")
    tables.executescript(f"{TABLES};{FTS_WORDS if has_fts else PLAIN_WORDS}")

    for query in (f"{name}:{example_of(name)}", f"NOT {name}:{example_of(name)}"):
        wanted = condition(parsed(query), has_fts=has_fts)
        found = tables.execute(
            f"SELECT id FROM statement WHERE {wanted.text}",  # noqa: S608 - what is tested
            wanted.parameters,
        )
        assert found.fetchall() == []
    tables.close()
