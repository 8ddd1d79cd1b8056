"""List the signatories of matching statements, with counts, dates and co-signers.

Names that fold to the same text are one signer, and so are the names of an
organisation. An original and its translations are one release and count once
(`crosstab.py`).
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.index.crosstab import repeats
from mediarel.index.name_variants import FIELD, numbers_of, organisations, wanted
from mediarel.index.proof import WrongIndexError, proved
from mediarel.index.schema import PROVED
from mediarel.index.sql import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mediarel.index.protocol import Index
    from mediarel.query.tree import Query

    # The number of an organisation with several names, or a folded name.
    Key = int | str
    # The first and last day of a statement, and its id: the order of a list.
    Day = tuple[str, str, int]

_LOT = 500  # ids per query
# A `Day` includes the id of its statement. Ids have fewer digits than
# `_MORE`, so adding `_MORE` makes all sums equally long.
_MORE = 10**18
_DAY = f"s.first || ' ' || s.last || ' ' || (s.id + {_MORE})"
_NAMES = f"listed.name IN (SELECT number FROM name WHERE field = '{FIELD}')"


class Signer(NamedTuple):
    """A signer: names, the displayed one first, and the number of releases.

    `first` and `last` are stored dates. `newest` sorts signers by their last statement,
    in the order of lists.
    """

    key: Key
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
    """The key of each name by its number in the index, and the names of each key."""

    keys: Mapping[int, Key]
    names: Mapping[Key, tuple[str, ...]]


def signers(index: Index, query: Query) -> list[Signer]:
    """Return the signers of statements matching `query`, most frequent first."""
    return index.asked(partial(_signers, index, query))


def signed_together(index: Index, query: Query) -> list[set[Key]]:
    """Return the signers of each matching release that has several."""
    return index.asked(lambda: list(_together(index, query)))


def _together(index: Index, query: Query) -> Iterator[set[Key]]:
    """Yield the signers of each release.

    Raises WrongIndexError.
    """
    keys = _names(index).keys
    within, parameters = _within(index, query)
    rows = index.rows(
        f"SELECT id, name FROM listed WHERE {_NAMES}{within} ORDER BY id",
        parameters,
    )
    for _, those in groupby(rows, key=itemgetter(0)):
        signed = {_known(keys, name) for _, name in those}
        if len(signed) > 1:
            yield signed


def _signers(index: Index, query: Query) -> list[Signer]:
    """Return the signers; called again if the index turns out to be wrong.

    Raises WrongIndexError.
    """
    keys, names = _names(index)
    within, parameters = _within(index, query)
    rows = index.rows(
        f"SELECT listed.name, count(*), min({_DAY}), max({_DAY})"
        f" FROM listed JOIN statement AS s USING (id) WHERE {_NAMES}{within}"
        " GROUP BY listed.name",
        parameters,
    )
    of_key: defaultdict[Key, list[Any]] = defaultdict(list)
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
            raise WrongIndexError("who signed is another than in the statements")
        found.append(Signer(key, names[key], count, dates[first], dates[last], newest))
    return sorted(found, key=lambda each: (-each.statements, each.name))


def _within(index: Index, query: Query) -> tuple[str, Sequence[str | int]]:
    """Return the condition on a row of `listed` for `query`, each release once."""
    those = wanted(index, query)
    others = repeats(query, those)
    within = f" AND id NOT IN ({others.text})"
    if those == ALL:
        return within, others.parameters
    ids = f" AND id IN (SELECT id FROM statement WHERE {those.text})"
    return f"{ids}{within}", (*those.parameters, *others.parameters)


def _names(index: Index) -> _Names:
    """Return the names of all signers, with the most common spelling."""
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
    keys: dict[int, Key] = {}
    names: dict[Key, tuple[str, ...]] = dict(called)
    for number, _, shown, folded in sorted(
        rows, key=lambda row: (-uses.get(row[0], 0), row[2])
    ):
        keys[number] = numbers.get(folded, folded)
        names.setdefault(keys[number], (shown,))
    return _Names(keys, names)


def _known(keys: Mapping[int, Key], number: int) -> Key:
    """Return the key of the name `number`.

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
    for start in range(0, len(ids), _LOT):
        numbers = ", ".join(map(str, ids[start : start + _LOT]))
        sql = f"SELECT {PROVED}, proof FROM statement WHERE id IN ({numbers})"
        found.update((row[0], row[1]) for row in index.rows(sql, (), proved))
    return found
