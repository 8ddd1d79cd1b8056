"""How many releases a query finds for each value of one field with each of another.

SQLite would sort all pairs to count them. Here each value of one field has its ids in a
text, which SQLite makes of an index, and each id its values of the other: 100,000
statements take a tenth of a second and 30 MB.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mediarel.index.damage import WrongIndexError
from mediarel.index.organisations import wanted
from mediarel.index.releases import repeats, shared
from mediarel.index.schema import LISTS
from mediarel.index.sql import Sql
from mediarel.index.tallies import COLUMNS, EACH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mediarel.index.protocol import Index
    from mediarel.index.tallies import Key
    from mediarel.query.tree import Query

    # The values that each id has, and the ids that each value has.
    ValuesOf = dict[str, tuple[Key, ...]]
    IdsOf = dict[Key, Iterable[str]]
    Same = Mapping[str, Mapping[int, int]]


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
