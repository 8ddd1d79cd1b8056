"""What a query finds that is the same release, which counts once.

It counts under the original, where the query finds that, else under what is nearest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.sql import Sql
from mediarel.query.tree import Everything

if TYPE_CHECKING:
    from mediarel.query.tree import Query


def shared(query: Query, those: Sql) -> Sql:
    """Return a select of what shares its release: `id`, and under which it counts.

    The second column is `counted`. `those` is the condition that `query` is.
    """
    if isinstance(query, Everything):
        return Sql("SELECT id, counted FROM release")
    # With a `+` SQLite goes through what shares, which there may be none of, first.
    return Sql(
        "SELECT id, first_value(id) OVER"  # noqa: S608 - made of our own words and marks
        " (PARTITION BY counted ORDER BY steps, id) AS counted FROM release"
        f" WHERE +id IN (SELECT id FROM statement WHERE {those.text})",
        those.parameters,
    )


def repeats(query: Query, those: Sql) -> Sql:
    """Return a select of the ids of what counts under another that `query` finds."""
    both = shared(query, those)
    return Sql(
        f"SELECT id FROM ({both.text}) AS shared WHERE id != counted",  # noqa: S608 - the same
        both.parameters,
    )
