"""How many statements a query finds for each value of one field, or of two.

A statement is counted under its year, its month, or the values of a field that the
index holds whole: by the numbers of their names, each spelling of which has one (see
`spellings.py`).
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.interval import NEVER
from mediarel.index import alike
from mediarel.index.organisations import wanted
from mediarel.index.schema import LISTS, NAMES
from mediarel.index.search import MONTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mediarel.index.index import Index
    from mediarel.query.tree import Query

    Key = int | str | None

_COLUMNS = {"year": "year", "month": MONTH, **{n: f'"{n}"' for n in NAMES}}


class Link(NamedTuple):
    """What the statement `id` is a translation of: an id, else a uuid."""

    id: int
    original: int | str


def total(index: Index, query: Query) -> int:
    """Return how many statements `query` finds."""
    those = wanted(index, query)
    sql = f"SELECT count(*) FROM statement WHERE {those.text}"  # noqa: S608 - made of our own words and marks
    number: int = index.rows(sql, those.parameters)[0][0]
    return number


def links(index: Index) -> Iterator[Link]:
    """Yield what each translation is one of.

    A uuid that was merged into another statement stands for that one.
    """
    rows = index.rows(
        "SELECT translation.id, original, min(statement.id) FROM translation"
        " LEFT JOIN statement ON uuid = original GROUP BY translation.id"
    )
    gone = [original for _, original, known in rows if known is None]
    merged = alike.of_merged(index, gone) if gone else {}
    for number, original, known in rows:
        yield Link(number, known or min(merged.get(original, ()), default=original))


def found(index: Index, query: Query) -> set[int]:
    """Return the ids of what `query` finds."""
    those = wanted(index, query)
    sql = f"SELECT id FROM statement WHERE {those.text}"  # noqa: S608 - made of our own words and marks
    return {number for (number,) in index.rows(sql, those.parameters)}


def months(index: Index, query: Query) -> list[tuple[str, str]]:
    """Return the months in which what `query` finds can lie, from and to, each once.

    They are as in a date: 2012-07. An interval that is open lies at its known end.
    """
    those = wanted(index, query)
    return index.rows(
        "SELECT DISTINCT substr(ifnull(nullif(earliest, ''), first), 1, 7),"  # noqa: S608 - made of our own words and marks
        f" substr(CASE last WHEN '{NEVER}' THEN first ELSE last END, 1, 7)"
        f" FROM statement WHERE {those.text}",
        those.parameters,
    )


def tallied(
    index: Index,
    query: Query,
    by: Sequence[str],
    same: Mapping[str, Mapping[int, int]],
) -> list[tuple[Key, ...]]:
    """Return the keys that what `query` finds has `by`, with how many have them.

    Each row ends in the number. `by` are one or two of "year", "month" and names of
    fields; `same` has, for a field, the number that stands for another. A statement
    without a value has None there.
    """
    groups = ", ".join(str(place + 1) for place in range(len(by)))
    return [
        row
        for each in _selects(index, query, by, same)
        for row in index.rows(
            f"SELECT {', '.join(each.keys)}, count(*) {each.source} GROUP BY {groups}",
            each.parameters,
        )
    ]


def keyed(
    index: Index,
    query: Query,
    by: Sequence[str],
    same: Mapping[str, Mapping[int, int]],
) -> list[tuple[Key, ...]]:
    """Return the id of what `query` finds and its keys, as `tallied` has them."""
    return [
        row
        for each in _selects(index, query, by, same)
        for row in index.rows(
            f"SELECT id, {', '.join(each.keys)} {each.source}", each.parameters
        )
    ]


class _Select(NamedTuple):
    """A select without its columns, and what is in it for each key."""

    keys: tuple[str, ...]
    source: str
    parameters: tuple[str | int, ...]


def _selects(
    index: Index,
    query: Query,
    by: Sequence[str],
    same: Mapping[str, Mapping[int, int]],
) -> Iterator[_Select]:
    """Yield what together has all that `query` finds, each with a key for each of `by`.

    Those without any value in a list come by a select of their own.
    """
    those = wanted(index, query)
    of_each = [
        _of_list(place, name, same.get(name, {}))
        if name in LISTS
        else [(_COLUMNS[name], "", "")]
        for place, name in enumerate(by)
    ]
    for parts in product(*of_each):
        yield _Select(
            tuple(key for key, _, _ in parts),
            f"FROM statement {' '.join(join for _, join, _ in parts)}"
            f" WHERE ({those.text}){''.join(where for _, _, where in parts)}",
            those.parameters,
        )


def _of_list(
    place: int, field: str, same: Mapping[int, int]
) -> list[tuple[str, str, str]]:
    """Return key, join, condition of what has values in a list, then of the rest."""
    # With a `+` it is looked for by the ids that the first list has.
    values = f"{'+' * place}name IN (SELECT number FROM name WHERE field = '{field}')"  # noqa: S608 - our own names
    rows = f"SELECT id AS of_{place}, name AS name_{place} FROM listed WHERE {values}"  # noqa: S608 - the same
    if same:
        # With a `+` SQLite makes an index of them: else it reads all for each row.
        pairs = ", ".join(f"({int(one)}, {int(other)})" for one, other in same.items())
        rows = (
            f"SELECT DISTINCT id AS of_{place}, ifnull(column2, name) AS name_{place}"  # noqa: S608 - numbers
            f" FROM listed LEFT JOIN (VALUES {pairs}) ON column1 = +name WHERE {values}"
        )
    return [
        (f"name_{place}", f"JOIN ({rows}) ON of_{place} = id", ""),
        ("NULL", "", f" AND id NOT IN (SELECT id FROM listed WHERE {values})"),  # noqa: S608 - our own names
    ]
