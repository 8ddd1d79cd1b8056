"""Count matching releases by one or two fields, and list signatories.

A release can have several statements, such as translations. If several of these
statements match, only one is counted: the statement that is closest to the original.

A signer is a person or an organisation. Two names belong to the same signer if their
folded forms are equal, or if they are names of the same organisation.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, groupby, product
from operator import itemgetter
from typing import NamedTuple

from mediarel.dates.edtf import NEVER
from mediarel.index import search
from mediarel.index.proof import WrongIndexError, proved
from mediarel.index.protocol import Index, in_one_snapshot
from mediarel.index.schema import LISTS, NAMES, PROVED
from mediarel.index.sql import (
    SIGNATORIES,
    Sql,
    lots,
    marks,
    numbers_of,
    organisations,
    wanted,
)
from mediarel.model.fields import FIELDS, LANGUAGE
from mediarel.model.readers import shared_date
from mediarel.query.tree import Everything, Query

Day = tuple[str, str, int]
Key = int | str | None
Same = Mapping[str, Mapping[int, int]]


COLUMNS = {"year": "year", "month": search.MONTH, **{n: f'"{n}"' for n in NAMES}}
# In this field, a release counts for the values of all its statements.
EACH = next(field.name for field in FIELDS if field.kind is LANGUAGE)


class Signer(NamedTuple):
    """A person or an organisation that signed statements.

    The first item of `names` is displayed. `statements` is the number of signed
    statements. A statement and its translations count as one. `first` and `last` are
    the stored dates of the first and the last statement. `newest` is the sort key of
    the last statement. `key` is the number of the most common name.
    """

    key: int
    names: tuple[str, ...]
    statements: int
    first: str
    last: str
    newest: Day

    @property
    def name(self) -> str:
        """The displayed name."""
        return self.names[0]


class Names(NamedTuple):
    """The values of a field. The index stores each value under an id, a number.

    `shown` maps the id of each value to the displayed text. If several values count as
    equal, such as two spellings, `same` maps their ids to the id of the most common
    value.
    """

    shown: dict[int, str]
    same: dict[int, int]


class Found(NamedTuple):
    """The result of counting the statements and releases that match a query.

    `statements` and `releases` are the totals. A key represents a value of a field.
    `of_each` contains a counter for each field. The counter maps each key to its number
    of releases. `together` maps each combination of keys to its number of releases.
    """

    statements: int
    releases: int
    of_each: list[Counter[Key]]
    together: Counter[tuple[Key, ...]]


def counted(index: Index, query: Query, by: Sequence[str], same: Same) -> Found:
    """Count the matching releases by the values of the fields in `by`.

    `by` contains "year", "month" or the names of fields. Statements with no value in a
    field have the key None. `same` maps each field to its equal values (see
    `Names.same`). If a statement has several equal values, it is counted once.
    """
    those = wanted(index, query)
    both = shared(query, those)
    under = dict(index.rows(both.text, both.parameters))
    sql = f"SELECT id FROM statement WHERE {those.text}"
    ids = [number for (number,) in index.rows(sql, those.parameters)]
    once = [number for number in ids if under.get(number, number) == number]
    columns = [_keys(index, those, field, same.get(field, {})) for field in by]
    for field, keys in zip(by, columns, strict=True):
        if field == EACH:
            for number, counted_as in under.items():
                more = (*keys.get(counted_as, ()), *keys.get(number, ()))
                keys[counted_as] = tuple(dict.fromkeys(more))
    # Many statements have the same keys, so count each combination of keys first.
    of_keys = Counter(zip(*(map(keys.get, once) for keys in columns), strict=True))
    found = Found(len(ids), len(once), [Counter() for _ in by], Counter())
    for combined, number in of_keys.items():
        of_fields = [keys or (None,) for keys in combined]
        for together in product(*of_fields):
            found.together[together] += number
        for counts, each in zip(found.of_each, of_fields, strict=True):
            for key in each:
                counts[key] += number
    return found


def _keys(
    index: Index, those: Sql, field: str, same: Mapping[int, int]
) -> dict[int, tuple[Key, ...]]:
    """Return the keys of a field for each statement.

    The result maps the id of a statement to its keys. If the field is a list, the
    result contains all statements of the archive, not only matching statements.
    """
    if field not in LISTS:
        sql = f"SELECT id, {COLUMNS[field]} FROM statement WHERE {those.text}"
        rows = index.rows(sql, those.parameters)
        return {number: (same.get(key, key),) for number, key in rows}
    names = f"SELECT number FROM name WHERE field = '{field}'"
    keys: defaultdict[int, dict[Key, None]] = defaultdict(dict)
    sql = f"SELECT id, name FROM listed WHERE name IN ({names})"
    for number, key in index.rows(sql):
        keys[number][same.get(key, key)] = None
    return {number: tuple(those) for number, those in keys.items()}


def months(index: Index, query: Query) -> list[tuple[str, str]]:
    """Return the first and the last month of each date of matching statements.

    The result has no duplicates. For an interval, the months may be 2012-07 and
    2012-08. If an interval has no start or no end, both are the month of the known day.
    """
    those = wanted(index, query)
    return index.rows(
        "SELECT DISTINCT substr(coalesce(nullif(earliest, ''), first), 1, 7),"
        f" substr(CASE last WHEN '{NEVER}' THEN first ELSE last END, 1, 7)"
        f" FROM statement WHERE {those.text}",
        those.parameters,
    )


def shared(query: Query, those: Sql) -> Sql:
    """Return SQL that selects the matching statements of releases with translations.

    The column `id` is the id of the statement. The column `counted` is the id of the
    statement that is counted for the whole release. `those` is the SQL condition of the
    query.
    """
    if isinstance(query, Everything):
        return Sql("SELECT id, counted FROM release")
    # The `+` makes SQLite start from the shared releases, which are few.
    return Sql(
        "SELECT id, first_value(id) OVER"
        " (PARTITION BY counted ORDER BY steps, id) AS counted FROM release"
        f" WHERE +id IN (SELECT id FROM statement WHERE {those.text})",
        those.parameters,
    )


def names_of(index: Index, field: str) -> Names:
    """Return the values of a field.

    `Field.is_whole` must be True for this field.
    """
    owners = numbers_of(index) if field == SIGNATORIES else {}
    several = organisations(index) if owners else []
    firsts: dict[int | str, str] = {each.number: each.names[0] for each in several}
    found = Names({}, {})
    commonest: dict[int | str, int] = {}
    for number, text, folded, _ in search.counted(index, field):
        key = owners.get(folded, folded)
        found.shown[number] = firsts.get(key, text)
        found.same[number] = commonest.setdefault(key, number)
    return found


@in_one_snapshot
def signed_together(index: Index, query: Query) -> list[set[int]]:
    """Return the signers of each matching release that has several signers."""
    names = names_of(index, SIGNATORIES)
    signed = (
        {_signer(names, name) for name, _ in those}
        for _, those in groupby(_signed(index, query, "id"), key=itemgetter(1))
    )
    return [signers for signers in signed if len(signers) > 1]


@in_one_snapshot
def signers(index: Index, query: Query) -> list[Signer]:
    """Return the signers of the matching statements, most frequent first."""
    names = names_of(index, SIGNATORIES)
    called = {each.names[0]: each.names for each in organisations(index)}
    # The keys of the inner dictionaries are ids, without duplicates, oldest first.
    ids: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for name, number in _signed(index, query, "first, last, id"):
        ids[_signer(names, name)][number] = None
    ends = {key: (next(iter(some)), next(reversed(some))) for key, some in ids.items()}
    dates = _dates(index, sorted(set(chain(*ends.values()))))
    found = []
    for key, (first, last) in ends.items():
        if first not in dates or last not in dates:
            raise WrongIndexError("the signatories don't match the statements")
        shown = names.shown[key]
        newest = (*shared_date(dates[last]).order[:2], last)
        dated = (len(ids[key]), dates[first], dates[last], newest)
        found.append(Signer(key, called.get(shown, (shown,)), *dated))
    return sorted(found, key=lambda each: (-each.statements, each.name))


def _signed(index: Index, query: Query, order: str) -> list[tuple[int, int]]:
    """Return pairs: the number of a signatory's name, and the id of a statement.

    Only one of the matching statements of each release is included. `order` is an SQL
    sort order.
    """
    those = wanted(index, query)
    others = shared(query, those)
    return index.rows(
        "SELECT listed.name, id FROM listed JOIN statement USING (id)"
        f" WHERE listed.name IN (SELECT number FROM name WHERE field = '{SIGNATORIES}')"
        f" AND id IN (SELECT id FROM statement WHERE {those.text}) AND id NOT IN"
        f" (SELECT id FROM ({others.text}) AS shared WHERE id != counted)"
        f" ORDER BY {order}",
        (*those.parameters, *others.parameters),
    )


def _signer(names: Names, number: int) -> int:
    """Return the key of the signer whose name has this number.

    Raises WrongIndexError.
    """
    if number not in names.shown:
        raise WrongIndexError("a signatory has no name")
    return names.same.get(number, number)


def _dates(index: Index, ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in lots(ids):
        sql = f"SELECT {PROVED}, proof FROM statement WHERE id IN ({marks(some)})"
        found.update((row[0], row[1]) for row in index.rows(sql, some, proved))
    return found
