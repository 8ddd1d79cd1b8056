"""Test the SQL of queries."""

import sqlite3
from contextlib import closing

import pytest

from finding import parsed
from mediarel.index.index import SqliteDialect
from mediarel.index.schema import (
    FTS_WORDS,
    TABLES,
)
from mediarel.index.sql import condition
from mediarel.query.terms import TERMS


@pytest.mark.parametrize("name", TERMS)
def test_each_term_has_valid_sql(name: str) -> None:
    with closing(sqlite3.connect(":memory:")) as tables:
        tables.executescript(f"{TABLES};{FTS_WORDS}")

        term = f"{name}:{TERMS[name].example}"
        for query in (term, f"NOT {term}"):
            wanted = condition(parsed(query), SqliteDialect())
            found = tables.execute(
                f"SELECT id FROM statement WHERE {wanted.text}",  # noqa: S608 - the tested SQL
                wanted.parameters,
            )
            assert found.fetchall() == []


def test_values_of_a_query_are_parameters() -> None:
    wanted = condition(parsed("program:sonando place:sonando sonando"), SqliteDialect())

    assert "sonando" not in wanted.text
