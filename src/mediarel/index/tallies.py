"""How many statements a query finds for each value of a field.

A statement is counted under its year, its month, or the values of a field that the
index holds whole: by the numbers of their names, each spelling of which has one (see
`spellings.py`). By two fields: `crossing.py`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.interval import NEVER
from mediarel.index.damage import WrongIndexError
from mediarel.index.organisations import wanted
from mediarel.index.releases import repeats, shared
from mediarel.index.schema import LISTS, NAMES
from mediarel.index.search import MONTH
from mediarel.index.sql import ALL, Sql
from mediarel.model.fields import FIELDS
from mediarel.model.kinds import LANGUAGE
from mediarel.query.tree import Everything

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.index.protocol import Index
    from mediarel.query.tree import Query

    Key = int | str | None

COLUMNS = {"year": "year", "month": MONTH, **{n: f'"{n}"' for n in NAMES}}
# The field of which a release counts under the value of each of its statements.
EACH = next(field.name for field in FIELDS if field.kind is LANGUAGE)


class _Those(NamedTuple):
    """Statements that are counted: what stands behind FROM, and the condition on it.

    `number` is how many they are, known where the condition is on ids alone. `each` is
    the column that `EACH` is, where that is none of the statement.
    """

    tables: str
    condition: str
    parameters: tuple[str | int, ...]
    number: int | None = None
    each: str = f'"{EACH}"'


class Found(NamedTuple):
    """What a query finds: how many statements, of how many releases, each `once`."""

    statements: int
    releases: int
    once: _Those


def found(index: Index, query: Query) -> Found:
    """Return what `query` finds."""
    those = wanted(index, query)
    others = repeats(query, those)
    statements = _number(index, f"statement WHERE {those.text}", those)
    releases = statements - _number(index, f"({others.text}) AS others", others)
    once = _Those("statement", *those)
    if releases < statements:
        once = _without(those, others)
    if isinstance(query, Everything):
        once = once._replace(number=releases)
    return Found(statements, releases, once)


def _number(index: Index, source: str, those: Sql) -> int:
    sql = f"SELECT count(*) FROM {source}"  # noqa: S608 - made of our own words and marks
    number: int = index.rows(sql, those.parameters)[0][0]
    return number


def _without(those: Sql, others: Sql) -> _Those:
    condition = f"({those.text}) AND id NOT IN ({others.text})"
    return _Those("statement", condition, those.parameters + others.parameters)


def months(index: Index, query: Query) -> list[tuple[str, str]]:
    """Return the months in which what `query` finds can lie, from and to, each once.

    They are as in a date: 2012-07. An interval that is open lies at its known end.
    """
    those = wanted(index, query)
    return index.rows(
        "SELECT DISTINCT substr(coalesce(nullif(earliest, ''), first), 1, 7),"  # noqa: S608 - made of our own words and marks
        f" substr(CASE last WHEN '{NEVER}' THEN first ELSE last END, 1, 7)"
        f" FROM statement WHERE {those.text}",
        those.parameters,
    )


def tallied(
    index: Index, query: Query, found: Found, by: str, same: Mapping[int, int]
) -> Counter[Key]:
    """Return how many of what `query` finds have each key `by` a field, each once.

    A field is "year", "month" or the name of one. A statement without a value has None
    there. Values that are the `same` count once for a statement, under any of them.

    Raises WrongIndexError.
    """
    parts = [found.once]
    if by == EACH and found.releases < found.statements:
        parts = [_alone(index, query), _in_each(index, query, same)]
    counts: Counter[Key] = Counter()
    for those in parts:
        for key, number in _rows(index, those, by, same):
            if not isinstance(number, int):
                raise WrongIndexError("a count is no number")
            counts[key] += number
    return counts


def _rows(
    index: Index, those: _Those, by: str, same: Mapping[int, int]
) -> list[tuple[Key, int]]:
    """Return keys with their numbers; there may be several rows of one.

    Raises WrongIndexError.
    """
    if by not in LISTS:
        key = those.each if by == EACH else COLUMNS[by]
        rest = f"FROM {those.tables} WHERE {those.condition}"
    elif those.number is not None:
        return _of_list(index, those, those.number, by, same)
    else:
        key = "name"
        rest = (
            f"FROM {those.tables} LEFT JOIN (SELECT id AS holder, name FROM listed"  # noqa: S608 - the same
            f" WHERE {_is_value(by, same)}) AS valued ON holder = id"
            f" WHERE {those.condition}"
        )
    sql = f"SELECT {key}, count(*) {rest} GROUP BY 1"
    return index.rows(sql, those.parameters)


def _alone(index: Index, query: Query) -> _Those:
    """Return what shares its release with nothing else that `query` finds."""
    those = wanted(index, query)
    both = shared(query, those)
    ids = f"SELECT id FROM ({both.text}) AS shared"  # noqa: S608 - made of our own words and marks
    return _without(those, Sql(ids, both.parameters))


def _in_each(index: Index, query: Query, same: Mapping[int, int]) -> _Those:
    """Return what the others count under, once for each of the values of `EACH`."""
    both = shared(query, wanted(index, query))
    column, also = f'"{EACH}"', ""
    if same:
        also = f" LEFT JOIN ({_pairs(same)}) AS pairs ON column1 = +{column}"
        column = f"coalesce(column2, {column})"
    values = (
        f"SELECT DISTINCT counted AS id, {column} AS each_value FROM ({both.text})"  # noqa: S608 - the same
        f" AS shared JOIN statement USING (id){also}"
    )
    tables = f"({values}) AS valued JOIN statement USING (id)"
    return _Those(tables, ALL.text, both.parameters, each="each_value")


def _of_list(
    index: Index, those: _Those, number: int, field: str, same: Mapping[int, int]
) -> list[tuple[Key, int]]:
    """Return the values of a list with their numbers, then what has none.

    Raises WrongIndexError.
    """
    values = _is_value(field, same, by_name=True)
    sql = "SELECT name, count(*) FROM listed WHERE"
    rows = index.rows(
        f"{sql} {values} AND {those.condition} GROUP BY 1", those.parameters
    )
    sql = "SELECT count(DISTINCT id) FROM listed WHERE"
    with_any = index.rows(
        f"{sql} {_is_value(field, {})} AND {those.condition}", those.parameters
    )[0][0]
    if with_any > number:
        raise WrongIndexError("it counts other statements than it has")
    return [*rows, (None, number - with_any)] if with_any < number else rows


def _is_value(field: str, same: Mapping[int, int], *, by_name: bool = False) -> str:
    """Return the condition that a row of `listed` is a value of `field`, for SQL.

    Of values that are the same, a statement has but one. SQLite looks for it by the
    statement, where not `by_name`.
    """
    names = f"SELECT number FROM name WHERE field = '{field}'"  # noqa: S608 - our own names
    condition = f"{'' if by_name else '+'}name IN ({names})"
    if same:
        # With a `+` SQLite goes through the pairs, which are few, first.
        doubles = (
            "SELECT name, id FROM (SELECT name, id, row_number() OVER"  # noqa: S608 - numbers
            f" (PARTITION BY id, column2 ORDER BY name) AS place FROM ({_pairs(same)})"
            " AS pairs JOIN listed ON name = +column1) AS placed WHERE place > 1"
        )
        condition += f" AND (name, id) NOT IN ({doubles})"
    return condition


def _pairs(same: Mapping[int, int]) -> str:
    pairs = ", ".join(f"({int(one)}, {int(other)})" for one, other in same.items())
    return f"VALUES {pairs}"
