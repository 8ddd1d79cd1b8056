"""How many statements a query finds for each value of one field, or of two.

A statement is counted under its year, its month, or the values of a field that the
index holds whole: by the numbers of their names, each spelling of which has one (see
`spellings.py`).
"""

from __future__ import annotations

from collections import Counter
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.dates.interval import NEVER
from mediarel.index.damage import WrongIndexError
from mediarel.index.organisations import wanted
from mediarel.index.releases import repeated, shared
from mediarel.index.schema import LISTS, NAMES
from mediarel.index.search import MONTH
from mediarel.index.sql import Sql
from mediarel.model.fields import FIELDS, LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mediarel.index.index import Index
    from mediarel.query.tree import Query

    Key = int | str | None
    # For a field, the number that stands for another.
    Same = Mapping[str, Mapping[int, int]]

_COLUMNS = {"year": "year", "month": MONTH, **{n: f'"{n}"' for n in NAMES}}
# The field of which a release counts under the value of each of its statements.
EACH = next(field.name for field in FIELDS if field.kind is LANGUAGE)


class Part(Enum):
    """What of that which a query finds is counted.

    FOUND is all of it, REPEATED what counts under another that is the same release,
    SHARED both these and those. IN_EACH is what they count under, once for each of its
    languages.
    """

    FOUND = auto()
    REPEATED = auto()
    SHARED = auto()
    IN_EACH = auto()


class _Source(NamedTuple):
    """What stands behind FROM, and the condition on it; `is_all` where there is none.

    Their parameters follow one another.
    """

    tables: str
    condition: str
    parameters: tuple[str | int, ...]
    is_all: bool = False


def total(index: Index, query: Query, part: Part = Part.FOUND) -> int:
    """Return how many statements `part` of what `query` finds is."""
    return _total(index, _source(index, query, part, {}))


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
    index: Index, query: Query, by: Sequence[str], same: Same, part: Part = Part.FOUND
) -> list[tuple[Key, ...]]:
    """Return the keys that `part` of what `query` finds has `by`, and how many of each.

    Each row ends in the number. `by` are one or two of "year", "month" and names of
    fields. A statement without a value has None there. Values that are the `same` count
    once for a statement, under any of them: the same keys may come in several rows.

    Raises WrongIndexError.
    """
    source = _source(index, query, part, same)
    if len(by) == 1 and by[0] in LISTS and part is not Part.IN_EACH:
        return _of_list(index, source, by[0], same)
    columns = dict(_COLUMNS)
    if part is Part.IN_EACH:
        columns[EACH] = "spoken"
    keys, joins = [], ""
    for place, field in enumerate(by):
        if field not in LISTS:
            keys.append(columns[field])
            continue
        keys.append(f"name_{place}")
        joins += (
            f" LEFT JOIN (SELECT id AS of_{place}, name AS name_{place} FROM listed"  # noqa: S608 - the same
            f" WHERE {_is_value(field, same)}) ON of_{place} = id"
        )
    rest = f"FROM {source.tables}{joins} WHERE {source.condition}"
    if len(by) == 1:  # an index of SQLite has them in their order
        sql = f"SELECT {keys[0]}, count(*) {rest} GROUP BY 1"
        return index.rows(sql, source.parameters)
    sql = f"SELECT {', '.join(keys)} {rest}"
    return index.rows(sql, source.parameters, _counted)


def _counted(rows: Iterable[Any]) -> Iterable[tuple[Key, ...]]:
    """Return each row with its number: SQLite would sort them all for that."""
    return ((*keys, number) for keys, number in Counter(rows).items())


def _of_list(
    index: Index, source: _Source, field: str, same: Same
) -> list[tuple[Key, ...]]:
    """Return the values of a list with their numbers, then what has none.

    Raises WrongIndexError.
    """
    those = f"SELECT id FROM {source.tables} WHERE {source.condition}"  # noqa: S608 - made of our own words and marks
    also = "" if source.is_all else f" AND id IN ({those})"
    # By the names where all are counted, else by the ids that are found.
    values = _is_value(field, same, by_id=not source.is_all)
    sql = f"SELECT name, count(*) FROM listed WHERE {values}{also} GROUP BY 1"  # noqa: S608 - the same
    rows = index.rows(sql, source.parameters)
    any_value = _is_value(field, {})
    sql = f"SELECT count(DISTINCT id) FROM listed WHERE {any_value}{also}"  # noqa: S608 - the same
    without = _total(index, source) - index.rows(sql, source.parameters)[0][0]
    if without < 0:
        raise WrongIndexError("it counts other statements than it has")
    return [*rows, (None, without)] if without else rows


def _is_value(field: str, same: Same, *, by_id: bool = True) -> str:
    """Return the condition that a row of `listed` is a value of `field`, for SQL.

    Of values that are the same, a statement has but one. With `by_id` SQLite looks
    for it by the statement, not by all names of the field.
    """
    names = f"SELECT number FROM name WHERE field = '{field}'"  # noqa: S608 - our own names
    condition = f"{'+' if by_id else ''}name IN ({names})"
    if of_field := same.get(field):
        doubles = (
            "SELECT id, name FROM (SELECT id, name, row_number() OVER"  # noqa: S608 - numbers
            f" (PARTITION BY id, column2) AS place FROM ({_pairs(of_field)})"
            " CROSS JOIN listed ON name = column1) WHERE place > 1"
        )
        condition += f" AND (id, name) NOT IN ({doubles})"
    return condition


def _total(index: Index, source: _Source) -> int:
    sql = f"SELECT count(*) FROM {source.tables} WHERE {source.condition}"  # noqa: S608 - the same
    number: int = index.rows(sql, source.parameters)[0][0]
    return number


def _source(index: Index, query: Query, part: Part, same: Same) -> _Source:
    those = wanted(index, query)
    if part is Part.FOUND:
        return _Source("statement", those.text, those.parameters, those.text == "1")
    if part is Part.IN_EACH:
        return _in_each(shared(query, those), same.get(EACH, {}))
    ids = repeated(query, those)
    if part is Part.SHARED:
        both = shared(query, those)
        ids = Sql(f"SELECT id FROM ({both.text})", both.parameters)  # noqa: S608 - the same
    return _Source("statement", f"id IN ({ids.text})", ids.parameters)


def _in_each(both: Sql, same: Mapping[int, int]) -> _Source:
    """Return what statements that are `shared` count under, once for each language."""
    spoken, also = f'"{EACH}"', ""
    if same:
        spoken = f"ifnull(column2, {spoken})"
        also = f' LEFT JOIN ({_pairs(same)}) ON column1 = +"{EACH}"'
    each = (
        f"SELECT DISTINCT counted AS id, {spoken} AS spoken FROM ({both.text})"  # noqa: S608 - the same
        f" JOIN statement USING (id){also}"
    )
    return _Source(f"({each}) JOIN statement USING (id)", "1", both.parameters)


def _pairs(same: Mapping[int, int]) -> str:
    pairs = ", ".join(f"({int(one)}, {int(other)})" for one, other in same.items())
    return f"VALUES {pairs}"
