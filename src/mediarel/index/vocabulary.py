"""The words that the index knows, and how many statements have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.organisations import wanted
from mediarel.index.schema import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.index.protocol import Index
    from mediarel.query.tree import Query, Words

FIELDS = tuple(WEIGHTS)  # those whose words are searched


def words(index: Index, beginning: str = "") -> list[str]:
    """Return the folded words that there are, those that have this `beginning`."""
    return index.dialect.vocabulary.beginning(index.rows, beginning)


def known(index: Index, tokens: Iterable[str]) -> set[str]:
    """Return those of `tokens` that there are."""
    return index.dialect.vocabulary.known(index.rows, tokens)


def rarest(index: Index, tokens: Iterable[str], most: int) -> list[str]:
    """Return the rarest of `tokens` that there are, at most `most`."""
    uses = index.dialect.vocabulary.uses
    counted = [(uses(index.rows, each), each) for each in dict.fromkeys(tokens)]
    return [token for number, token in sorted(counted) if number][:most]


def count(index: Index, query: Query) -> int:
    """Return how many statements `query` finds."""
    those = wanted(index, query)
    sql = f"SELECT count(*) FROM statement WHERE {those.text}"  # noqa: S608 - made of our own words and marks
    (found,) = index.rows(sql, those.parameters)[0]
    return int(found)


def has(index: Index, query: Query) -> bool:
    """Tell whether there is a statement that `query` finds."""
    those = wanted(index, query)
    sql = f"SELECT 1 FROM statement WHERE {those.text} LIMIT 1"  # noqa: S608 - the same
    return bool(index.rows(sql, those.parameters))


def some(index: Index, sought: Words, most: int) -> Iterator[tuple[int, bytes]]:
    """Yield the raw JSON of statements, at most `most`, that have the words sought."""
    those = wanted(index, sought)
    sql = f"SELECT id FROM statement WHERE {those.text} LIMIT {most}"  # noqa: S608 - the same
    yield from index.records([id_ for (id_,) in index.rows(sql, those.parameters)])
