"""Test the SQL of queries."""

import sqlite3
from contextlib import closing

import pytest

from finding import parsed
from mediarel.history.change import FIELDS_OF_A_CHANGE
from mediarel.index.index import SqliteDialect
from mediarel.index.schema import (
    FIELDS_OF_AN_ENTRY,
    FTS_WORDS,
    TABLES,
    VERSION,
    version_of,
)
from mediarel.index.sql import condition
from mediarel.query.terms import TERMS
from mediarel.store import FORM


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


def test_version_depends_on_format_version_and_fields() -> None:
    """The fields are listed in two places, because a list does not load the history."""
    assert set(FIELDS_OF_AN_ENTRY) == FIELDS_OF_A_CHANGE
    assert version_of(FORM, FIELDS_OF_AN_ENTRY) == VERSION
