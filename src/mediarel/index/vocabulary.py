"""The words that the index knows, and how many statements have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.organisations import wanted
from mediarel.index.schema import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.index.index import Index
    from mediarel.query.tree import Query, Words

FIELDS = tuple(WEIGHTS)  # those whose words are searched

_KNOWN = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.known USING fts5vocab(main, words, row)"
)

_AT_ONCE = 500  # words


def words(index: Index, beginning: str = "") -> list[str]:
    """Return the folded words that there are, those that have this `beginning`."""
    if not index.has_fts:
        return sorted(_plain_words(index, beginning))
    index.rows(_KNOWN)
    sql = "SELECT term FROM known WHERE term BETWEEN ? AND ?"
    found = index.rows(sql, (beginning, beginning + "\U0010ffff"))
    return [word for (word,) in found]


def known(index: Index, tokens: Iterable[str]) -> set[str]:
    """Return those of `tokens` that there are, by FTS5 alone."""
    index.rows(_KNOWN)
    sql = "SELECT term FROM known WHERE term IN (%s)"
    found: set[str] = set()
    every = list(dict.fromkeys(tokens))
    for start in range(0, len(every), _AT_ONCE):
        some = every[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        found.update(term for (term,) in index.rows(sql % marks, some))
    return found


def rarest(index: Index, tokens: Iterable[str], most: int) -> list[str]:
    """Return the rarest of `tokens` that there are, at most `most`."""
    if index.has_fts:
        index.rows(_KNOWN)
        sql = "SELECT doc FROM known WHERE term = ?"
    else:
        sql = "SELECT count(*) FROM words WHERE instr(text, ?)"
    of_each = {
        token: index.rows(sql, (token if index.has_fts else f" {token} ",))
        for token in dict.fromkeys(tokens)
    }
    counted = [(rows[0][0], token) for token, rows in of_each.items() if rows]
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


def _plain_words(index: Index, beginning: str) -> set[str]:
    """Return the same where SQLite has no FTS5: by looking through all."""

    def read(rows: Iterable[tuple[str, ...]]) -> Iterable[str]:
        found: set[str] = set()
        for row in rows:
            for text in row[1:]:
                found.update(text.split())
        return found

    found = index.rows("SELECT * FROM words", (), read)
    return {word for word in found if word.startswith(beginning)}
