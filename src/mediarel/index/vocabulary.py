"""Read the values of fields that the index stores completely, such as programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.index.name_variants import wanted
from mediarel.index.proof import proved
from mediarel.index.schema import LISTS, WEIGHTS
from mediarel.model.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.index.protocol import Index
    from mediarel.query.tree import Query, Words


FIELDS = tuple(WEIGHTS)  # fields whose words are searched


def values(index: Index, field: str) -> list[str]:
    """Return the values of `field`, which `is_whole`, most common first."""
    return [shown for shown, _, _ in counted(index, field)]


def is_any(index: Index, field: str) -> bool:
    """Return whether a statement has, or once had, a value of `field`.

    Most archives have no values of some fields, and counting is far slower on a server.
    """
    return bool(index.rows("SELECT 1 FROM name WHERE field = ? LIMIT 1", (field,)))


def counted(index: Index, field: str) -> list[tuple[str, str, int]]:
    """Return each value of `field`, also folded, and its number of statements.

    Values are sorted by number, most common first.
    """
    table, column = ("listed", "name") if field in LISTS else ("statement", field)
    rows: list[tuple[str, str, int]] = index.rows(
        "SELECT count(*), number, field, shown, folded, name.proof"
        f" FROM name JOIN {table}"
        f' ON number = {table}."{column}"'
        " WHERE field = ? GROUP BY number ORDER BY count(*) DESC, shown",
        (field,),
        _proved,
    )
    return rows


def not_public(index: Index) -> list[tuple[int, str | None, str | None]]:
    """Return id, status and embargo of statements that are not simply published."""
    names: list[tuple[int, str, str, str]] = index.rows(
        "SELECT number, field, shown, folded, proof FROM name"
        " WHERE field IN ('status', 'embargo') AND shown <> ?",
        (BY_NAME["status"].unsaid,),
        proved,
    )
    if not names:
        return []
    shown = {number: said for number, _, said, _ in names}
    of_status = ", ".join(str(int(n)) for n, field, *_ in names if field == "status")
    rows = index.rows(
        "SELECT id, status, embargo FROM statement"
        f" WHERE status IN ({of_status or 'NULL'}) OR embargo IS NOT NULL"
    )
    return [(n, shown.get(status), shown.get(moment)) for n, status, moment in rows]


def _proved(rows: Iterable[Any]) -> Iterator[tuple[str, str, int]]:
    """Yield value, folded value and count from rows that begin with their count.

    Raises WrongIndexError.
    """
    for count, *row in rows:
        ((_, _, shown, folded),) = proved([row])
        yield shown, folded, count


def words(index: Index, beginning: str = "") -> list[str]:
    """Return the folded words in the index with this `beginning`."""
    return index.dialect.vocabulary.beginning(index.rows, beginning)


def known(index: Index, tokens: Iterable[str]) -> set[str]:
    """Return the `tokens` that are in the index."""
    return index.dialect.vocabulary.known(index.rows, tokens)


def rarest(index: Index, tokens: Iterable[str], most: int) -> list[str]:
    """Return the rarest of the `tokens` that are in the index, at most `most`."""
    uses = index.dialect.vocabulary.uses
    counted = [(uses(index.rows, each), each) for each in dict.fromkeys(tokens)]
    return [token for number, token in sorted(counted) if number][:most]


def count(index: Index, query: Query) -> int:
    """Return the number of statements matching `query`."""
    those = wanted(index, query)
    sql = f"SELECT count(*) FROM statement WHERE {those.text}"
    (found,) = index.rows(sql, those.parameters)[0]
    return int(found)


def has(index: Index, query: Query) -> bool:
    """Return whether a statement matches `query`."""
    those = wanted(index, query)
    sql = f"SELECT 1 FROM statement WHERE {those.text} LIMIT 1"
    return bool(index.rows(sql, those.parameters))


def some(index: Index, sought: Words, most: int) -> Iterator[tuple[int, bytes]]:
    """Yield the raw JSON of at most `most` statements with the words in `sought`."""
    those = wanted(index, sought)
    sql = f"SELECT id FROM statement WHERE {those.text} LIMIT {most}"
    yield from index.records([id_ for (id_,) in index.rows(sql, those.parameters)])
