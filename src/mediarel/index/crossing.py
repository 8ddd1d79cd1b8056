"""How many releases a query finds for each value of one field with each of another.

SQLite would sort all pairs to count them. Here each value of one field has its ids in a
text, which SQLite makes of an index, and each id its values of the other: 100,000
statements take a tenth of a second and 30 MB.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.interval import NEVER
from mediarel.index.organisations import wanted
from mediarel.index.proof import WrongIndexError
from mediarel.index.schema import LISTS, NAMES
from mediarel.index.search import MONTH
from mediarel.index.sql import ALL, Sql
from mediarel.model.fields import FIELDS
from mediarel.model.kinds import LANGUAGE
from mediarel.query.tree import Everything

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mediarel.index.protocol import Index
    from mediarel.query.tree import Query

    Key = int | str | None
    ValuesOf = dict[str, tuple[Key, ...]]
    IdsOf = dict[Key, Iterable[str]]
    Same = Mapping[str, Mapping[int, int]]


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


class Crossed(NamedTuple):
    """How many have each key of one field, of the other, and each pair of them."""

    one: Counter[Key]
    other: Counter[Key]
    pairs: Counter[tuple[Key, Key]]


def crossed(index: Index, query: Query, by: Sequence[str], same: Same) -> Crossed:
    """Return how many of what `query` finds have each pair of keys, each release once.

    The keys are as `tallied` has them.
    """
    one, other = by
    if other == EACH or (one in LISTS and other not in LISTS):
        found = crossed(index, query, (other, one), same)
        pairs = Counter({(b, a): number for (a, b), number in found.pairs.items()})
        return Crossed(found.other, found.one, pairs)
    those = wanted(index, query)
    values = _values(index, those, one, same.get(one, {}))
    repeated = repeats(query, those)
    for number in _ids(index, repeated):
        values.pop(number, None)
    if one == EACH:
        _put_each(index, shared(query, those), values, same.get(one, {}))
    return _counted(values, _groups(index, those, other, same.get(other, {})))


def _counted(values: ValuesOf, groups: IdsOf) -> Crossed:
    """Return the counts of the ids that have `values`, by these and by `groups`."""
    ones: Counter[Key] = Counter()
    others: Counter[Key] = Counter()
    pairs: Counter[tuple[Key, Key]] = Counter()
    rest = set(values)

    def put(key: Key, ids: Iterable[str]) -> None:
        for those, number in Counter(map(values.get, ids)).items():
            if those is None:  # the query does not find it
                continue
            others[key] += number
            for each in those or (None,):
                pairs[each, key] += number

    for key, ids in groups.items():
        put(key, ids)
        rest.difference_update(ids)
    put(None, rest)
    for those, number in Counter(values.values()).items():
        for each in those or (None,):
            ones[each] += number
    return Crossed(ones, others, pairs)


def _values(index: Index, those: Sql, field: str, same: Mapping[int, int]) -> ValuesOf:
    """Return the values of `field` that each id has of what is found."""
    groups = _groups(index, those, field, same)
    values: ValuesOf = {}
    if field not in LISTS:
        for key, ids in groups.items():
            values.update(dict.fromkeys(ids, (key,)))
        return values
    everything = Sql(f"SELECT id FROM statement WHERE {those.text}", those.parameters)  # noqa: S608 - made of our own words and marks
    values.update(dict.fromkeys(_ids(index, everything), ()))
    for key, ids in groups.items():
        longer: dict[tuple[Key, ...], tuple[Key, ...]] = {}  # few, for many ids
        for number in ids:
            known = values.get(number)
            if known is not None:
                values[number] = longer.get(known) or longer.setdefault(
                    known, (*known, key)
                )
    return values


def _put_each(
    index: Index, both: Sql, values: ValuesOf, same: Mapping[int, int]
) -> None:
    """Put the languages of all that is `both` under the one that it counts under."""
    rows = index.rows(
        f'SELECT counted, "{EACH}" FROM ({both.text}) AS shared'  # noqa: S608 - the same
        " JOIN statement USING (id)",
        both.parameters,
    )
    for counted, key in rows:
        number, one = str(counted), same.get(key, key)
        known = values.get(number, ())
        if one not in known:
            values[number] = (*known, one)


def _groups(index: Index, those: Sql, field: str, same: Mapping[int, int]) -> IdsOf:
    """Return the ids that have each value of `field`; for a list, of the whole archive.

    Raises WrongIndexError.
    """
    ids_of_each = index.dialect.joined("id")
    if field in LISTS:
        names = f"name IN (SELECT number FROM name WHERE field = '{field}')"  # noqa: S608 - our own names
        sql = f"SELECT name, {ids_of_each} FROM listed WHERE {names} GROUP BY 1"  # noqa: S608 - the same
        rows = index.rows(sql)
    else:
        sql = f"SELECT {COLUMNS[field]}, {ids_of_each} FROM statement"  # noqa: S608 - the same
        rows = index.rows(f"{sql} WHERE {those.text} GROUP BY 1", those.parameters)
    groups: IdsOf = {}
    for key, text in rows:
        ids, one = _split(text), same.get(key, key)
        groups[one] = {*groups[one], *ids} if one in groups else ids
    return groups


def _ids(index: Index, those: Sql) -> list[str]:
    sql = f"SELECT {index.dialect.joined('id')} FROM ({those.text}) AS those"  # noqa: S608 - the same
    ((text,),) = index.rows(sql, those.parameters)
    return [] if text is None else _split(text)


def _split(ids: object) -> list[str]:
    if not isinstance(ids, str):
        raise WrongIndexError("an id is no number")
    return ids.split(",")


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
