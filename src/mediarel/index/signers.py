"""Who signed what a query finds: how often, first and last, and beside whom.

Names that fold to the same are one signer, and so are those of an organisation.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.index import names
from mediarel.index.damage import WrongIndexError
from mediarel.index.organisations import FIELD, organisations, wanted
from mediarel.index.proof import proved
from mediarel.index.schema import PROVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mediarel.index.index import Index
    from mediarel.query.tree import Query

    # The number of an organisation of several names, else a folded name.
    Key = int | str

_LOT = 500  # ids that a query may name at once
_KEY = "ifnull(called.organisation, name.folded)"
# The earliest, and the latest, in the order of a list, say of which statement they are.
_DAY = "s.first || ' ' || s.last || ' ' || s.id"


class Signer(NamedTuple):
    """Who signed: its names, the one that is shown first, and how often.

    `first` and `last` are dates as they are kept.
    """

    key: Key
    names: tuple[str, ...]
    statements: int
    first: str
    last: str

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self.names[0]


def signers(index: Index, query: Query) -> list[Signer]:
    """Return who signed what `query` finds, those that signed most first."""
    return index.asked(partial(_signers, index, query))


def signed_together(index: Index, query: Query) -> Iterator[list[Key]]:
    """Return for each statement that `query` finds who signed it, if several did."""
    source, parameters = _source(index, query)
    rows = index.rows(
        f"SELECT DISTINCT s.id, {_KEY} {source} ORDER BY s.id", parameters
    )
    return _by_statement(rows)


def _by_statement(rows: Iterable[tuple[int, Key]]) -> Iterator[list[Key]]:
    before, those = 0, list[Any]()
    for number, key in rows:
        if number != before:
            if len(those) > 1:
                yield those
            before, those = number, []
        those.append(key)
    if len(those) > 1:
        yield those


def _source(index: Index, query: Query) -> tuple[str, Sequence[str | int]]:
    """Return where the signers stand of what `query` finds, each by its name."""
    those = wanted(index, query)
    return (
        f"FROM (SELECT id, first, last FROM statement WHERE {those.text}) AS s"  # noqa: S608 - made of our own words and marks
        " JOIN listed ON listed.id = s.id JOIN name ON name.number = listed.name"
        f" LEFT JOIN called ON called.folded = name.folded WHERE name.field = '{FIELD}'"
    ), those.parameters


def _signers(index: Index, query: Query) -> list[Signer]:
    """Return who signed; called again where the index turns out to be wrong.

    Raises WrongIndexError.
    """
    source, parameters = _source(index, query)
    rows = index.rows(
        f"SELECT {_KEY}, count(DISTINCT s.id), min({_DAY}), max({_DAY})"
        f" {source} GROUP BY 1",
        parameters,
    )
    ends = [(_id_in(low), _id_in(high)) for _, _, low, high in rows]
    dates = _dates(index, sorted({number for pair in ends for number in pair}))
    named = _named(index)
    found = []
    for (key, count, _, _), (first, last) in zip(rows, ends, strict=True):
        if key not in named or first not in dates or last not in dates:
            raise WrongIndexError("a signatory has no name")
        found.append(Signer(key, named[key], count, dates[first], dates[last]))
    return sorted(found, key=lambda each: (-each.statements, each.name))


def _id_in(day: str) -> int:
    return int(day.rpartition(" ")[2])


def _named(index: Index) -> Mapping[Key, tuple[str, ...]]:
    """Return the names of all signers, the one that is shown first."""
    named: dict[Key, tuple[str, ...]] = {}
    for shown, folded, _ in names.counted(index, FIELD):
        named.setdefault(folded, (shown,))
    return {**named, **dict(organisations(index))}


def _dates(index: Index, ids: Sequence[int]) -> dict[int, str]:
    """Return the dates of the statements with these ids."""
    found: dict[int, str] = {}
    for start in range(0, len(ids), _LOT):
        numbers = ", ".join(map(str, ids[start : start + _LOT]))
        sql = f"SELECT {PROVED}, proof FROM statement WHERE id IN ({numbers})"  # noqa: S608 - our own
        found.update((row[0], row[1]) for row in index.rows(sql, (), proved))
    return found
