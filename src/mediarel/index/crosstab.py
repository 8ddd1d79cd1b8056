"""Count matching releases by one or two fields, and list signatories.

A release can have several statements, such as translations. If several of these
statements match, only one is counted: the statement that is closest to the original.

A signer is a person or an organisation. Two names belong to the same signer if their
folded forms are equal, or if they are names of the same organisation.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby, product
from operator import itemgetter
from typing import Any, NamedTuple

from mediarel.dates.edtf import NEVER
from mediarel.index import name_variants
from mediarel.index.name_variants import FIELD, numbers_of, organisations, wanted
from mediarel.index.proof import WrongIndexError, proved
from mediarel.index.protocol import Index, in_one_snapshot
from mediarel.index.schema import LISTS, NAMES, PROVED
from mediarel.index.search import MONTH
from mediarel.index.sql import ALL, Sql, lots, marks
from mediarel.model.fields import FIELDS, LANGUAGE
from mediarel.query.tree import Everything, Query

SignerKey = int | str
Day = tuple[str, str, int]
Key = int | str | None
Same = Mapping[str, Mapping[int, int]]


# A `Day` includes the id of a statement. `_MORE` is added to the id, so that all sums
# have the same number of digits, and are sorted correctly as text.
_MORE = 10**18
_DAY = f"s.first || ' ' || s.last || ' ' || (s.id + {_MORE})"
_NAMES = f"listed.name IN (SELECT number FROM name WHERE field = '{FIELD}')"
COLUMNS = {"year": "year", "month": MONTH, **{n: f'"{n}"' for n in NAMES}}
# In this field, a release counts for the values of all its statements.
EACH = next(field.name for field in FIELDS if field.kind is LANGUAGE)


class Signer(NamedTuple):
    """A person or an organisation that signed statements.

    The first item of `names` is displayed. `statements` is the number of signed
    statements. A statement and its translations count as one. `first` and `last` are
    the stored dates of the first and the last statement. `newest` is the sort key of
    the last statement.
    """

    key: SignerKey
    names: tuple[str, ...]
    statements: int
    first: str
    last: str
    newest: Day

    @property
    def name(self) -> str:
        """The displayed name."""
        return self.names[0]


class _Names(NamedTuple):
    """The names of all signers.

    The key of a signer is the number of the organisation, or the folded name. The index
    stores each name under an id. `keys` maps this id to the key of the signer. `names`
    maps the key of the signer to all names of the signer.
    """

    keys: Mapping[int, SignerKey]
    names: Mapping[SignerKey, tuple[str, ...]]


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
    if {EACH, *LISTS}.isdisjoint(by):
        # Each statement has one key in each field, so SQL can count.
        others = sum(number != counted_as for number, counted_as in under.items())
        of_keys = _grouped(index, those, both, by, same)
        releases = of_keys.total()
        statements = releases + others
    else:
        sql = f"SELECT id FROM statement WHERE {those.text}"
        ids = [number for (number,) in index.rows(sql, those.parameters)]
        once = [number for number in ids if under.get(number, number) == number]
        statements, releases = len(ids), len(once)
        columns = [_keys(index, those, field, same.get(field, {})) for field in by]
        for field, keys in zip(by, columns, strict=True):
            if field == EACH:
                for number, counted_as in under.items():
                    more = (*keys.get(counted_as, ()), *keys.get(number, ()))
                    keys[counted_as] = tuple(dict.fromkeys(more))
        # Many statements have the same keys, so count each combination of keys first.
        of_keys = Counter(zip(*(map(keys.get, once) for keys in columns), strict=True))
    found = Found(statements, releases, [Counter() for _ in by], Counter())
    for combined, number in of_keys.items():
        of_fields = [keys or (None,) for keys in combined]
        for together in product(*of_fields):
            found.together[together] += number
        for counts, each in zip(found.of_each, of_fields, strict=True):
            for key in each:
                counts[key] += number
    return found


def _grouped(
    index: Index, those: Sql, both: Sql, by: Sequence[str], same: Same
) -> Counter[tuple[tuple[Key, ...] | None, ...]]:
    """Count each combination of keys in SQL. No field may have several keys."""
    columns = ", ".join(COLUMNS[field] for field in by)
    rows = index.rows(
        f"SELECT count(*), {columns} FROM statement WHERE {those.text} AND id NOT IN"
        f" (SELECT id FROM ({both.text}) AS shared WHERE id != counted)"
        f" GROUP BY {columns}",
        (*those.parameters, *both.parameters),
    )
    counts: Counter[tuple[tuple[Key, ...] | None, ...]] = Counter()
    for number, *keys in rows:
        pairs = zip(by, keys, strict=True)
        counts[tuple((same.get(f, {}).get(key, key),) for f, key in pairs)] += number
    return counts


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
    rows = index.rows(
        "SELECT number, field, shown, folded, proof FROM name WHERE field = ?",
        (field,),
        proved,
    )
    is_signed = field == name_variants.FIELD
    owners = name_variants.numbers_of(index) if is_signed else {}
    several = name_variants.organisations(index) if owners else []
    firsts = {each.number: each.names[0] for each in several}
    groups: defaultdict[int | str, list[int]] = defaultdict(list)
    for number, _, _, folded in rows:
        groups[owners.get(folded, folded)].append(number)
    shown: dict[int, str] = {number: text for number, _, text, _ in rows}
    same: dict[int, int] = {}
    for key, numbers in groups.items():
        if len(numbers) > 1:
            first = _commonest(index, field, numbers, shown)
            same.update((number, first) for number in numbers)
        if isinstance(key, int):
            shown.update((number, firsts[key]) for number in numbers)
    return Names(shown, same)


def _commonest(
    index: Index, field: str, numbers: Sequence[int], shown: dict[int, str]
) -> int:
    table, column = ("listed", "name") if field in LISTS else ("statement", field)
    counts = dict(
        index.rows(
            f'SELECT "{column}", count(*) FROM {table}'
            f' WHERE "{column}" IN ({marks(numbers)}) GROUP BY 1',
            numbers,
        )
    )
    return min(numbers, key=lambda number: (-counts.get(number, 0), shown[number]))


@in_one_snapshot
def signed_together(index: Index, query: Query) -> list[set[SignerKey]]:
    """Return the signers of each matching release that has several signers."""
    keys = _names(index).keys
    within, parameters = _within(index, query)
    rows = index.rows(
        f"SELECT id, name FROM listed WHERE {_NAMES}{within} ORDER BY id",
        parameters,
    )
    signed = (
        {_known(keys, name) for _, name in those}
        for _, those in groupby(rows, key=itemgetter(0))
    )
    return [signers for signers in signed if len(signers) > 1]


@in_one_snapshot
def signers(index: Index, query: Query) -> list[Signer]:
    """Return the signers of the matching statements, most frequent first."""
    keys, names = _names(index)
    within, parameters = _within(index, query)
    rows = index.rows(
        f"SELECT listed.name, count(*), min({_DAY}), max({_DAY})"
        f" FROM listed JOIN statement AS s USING (id) WHERE {_NAMES}{within}"
        " GROUP BY listed.name",
        parameters,
    )
    of_key: defaultdict[SignerKey, list[Any]] = defaultdict(list)
    for row in rows:
        of_key[_known(keys, row[0])].append(row)
    ends = {
        key: (
            min(_day(row[2]) for row in those),
            max(_day(row[3]) for row in those),
        )
        for key, those in of_key.items()
    }
    numbers = {day[-1] for pair in ends.values() for day in pair}
    dates = _dates(index, sorted(numbers))
    found = []
    for key, those in of_key.items():
        count = those[0][1]
        if len(those) > 1:  # a statement may have several names of the signer
            together = ", ".join(str(int(row[0])) for row in those)
            ((count,),) = index.rows(
                "SELECT count(DISTINCT id) FROM listed"
                f" WHERE name IN ({together}){within}",
                parameters,
            )
        (*_, first), newest = ends[key]
        last = newest[-1]
        if first not in dates or last not in dates:
            raise WrongIndexError("the signatories don't match the statements")
        found.append(Signer(key, names[key], count, dates[first], dates[last], newest))
    return sorted(found, key=lambda each: (-each.statements, each.name))


def _within(index: Index, query: Query) -> tuple[str, Sequence[str | int]]:
    """Return a pair: an SQL condition that begins with AND, and its parameters.

    The condition selects one of the matching statements of each release.
    """
    those = wanted(index, query)
    others = shared(query, those)
    counted_elsewhere = f"SELECT id FROM ({others.text}) AS shared WHERE id != counted"
    within = f" AND id NOT IN ({counted_elsewhere})"
    if those == ALL:
        return within, others.parameters
    ids = f" AND id IN (SELECT id FROM statement WHERE {those.text})"
    return f"{ids}{within}", (*those.parameters, *others.parameters)


def _names(index: Index) -> _Names:
    """Return the names of all signers.

    If a name has several spellings, the most common spelling is used.
    """
    called = organisations(index)
    numbers = numbers_of(index)
    uses = dict(
        index.rows(f"SELECT name, count(*) FROM listed WHERE {_NAMES} GROUP BY name")
    )
    rows = index.rows(
        "SELECT number, field, shown, folded, proof FROM name WHERE field = ?",
        (FIELD,),
        proved,
    )
    keys: dict[int, SignerKey] = {}
    names: dict[SignerKey, tuple[str, ...]] = dict(called)
    for number, _, shown, folded in sorted(
        rows, key=lambda row: (-uses.get(row[0], 0), row[2])
    ):
        keys[number] = numbers.get(folded, folded)
        names.setdefault(keys[number], (shown,))
    return _Names(keys, names)


def _known(keys: Mapping[int, SignerKey], number: int) -> SignerKey:
    """Return the key of the signer whose name has this number.

    Raises WrongIndexError.
    """
    if number not in keys:
        raise WrongIndexError("a signatory has no name")
    return keys[number]


def _day(said: str) -> Day:
    first, last, number = said.rsplit(" ", 2)
    return first, last, int(number) - _MORE


def _dates(index: Index, ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in lots(ids):
        sql = f"SELECT {PROVED}, proof FROM statement WHERE id IN ({marks(some)})"
        found.update((row[0], row[1]) for row in index.rows(sql, some, proved))
    return found
