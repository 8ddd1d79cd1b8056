"""Find the different names of organisations, and add these names to queries.

If a term matches one name of an organisation, it matches all statements that the
organisation signed under any of its names. `expanded` adds these names before the query
becomes SQL.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.index.proof import proof_of, proved
from mediarel.index.sql import Sql, condition
from mediarel.query import tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.index.protocol import Index
    from mediarel.store.protocol import About

FIELD = "signatories"
_ROW = "folded, name, organisation, words, place"
_READ = f"SELECT {_ROW}, proof FROM called"


class Called(NamedTuple):
    """An organisation that has several names, with its number in the index."""

    number: int
    names: tuple[str, ...]


def called_rows(about: About) -> list[tuple[str | int, ...]]:
    """Return the rows of the table `called`, one for each name of an organisation.

    The names are in the same order as in the settings.
    """
    # Imported here, because reading doesn't need it.
    from mediarel.index.fill import name_number  # noqa: PLC0415
    from mediarel.text.folding import folded_name  # noqa: PLC0415
    from mediarel.text.tokens import tokenize, words_of  # noqa: PLC0415

    rows: list[tuple[str | int, ...]] = []
    for names in about.organisations:
        number = name_number("organisation", names[0])
        for name in names:
            words = f" {' '.join(words_of(tokenize(name)))} "
            row = (folded_name(name), name, number, words, len(rows))
            rows.append((*row, proof_of(*row)))
    return rows


def organisations(index: Index) -> list[Called]:
    """Return the organisations that have several names, in the order of the rows."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for _, name, number, *_ in index.rows(f"{_READ} ORDER BY place", (), proved):
        names[number].append(name)
    return [Called(number, tuple(each)) for number, each in names.items()]


def numbers_of(index: Index) -> dict[str, int]:
    """Return a mapping of folded names to the numbers of the organisations."""
    return {folded: number for folded, _, number, *_ in index.rows(_READ, (), proved)}


def wanted(index: Index, query: tree.Query) -> Sql:
    """Return the SQL condition for the statements that match a query.

    If the query contains a name of an organisation, the condition includes all names of
    the organisation.
    """
    return condition(expanded(index, query), index.dialect)


def expanded(index: Index, query: tree.Query) -> tree.Query:
    """Replace each signatory in a query by all names of the organisation."""
    match query:
        case tree.Words(_, field) | tree.Value(field) if field == FIELD:
            those = _numbers(index, query)
            return tree.either(query, tree.Signed(those)) if those else query
        case tree.Both(parts):
            return tree.Both(tuple(expanded(index, part) for part in parts))
        case tree.Either(parts):
            return tree.Either(tuple(expanded(index, part) for part in parts))
        case tree.Without(part):
            return tree.Without(expanded(index, part))
        case _:
            return query


def _numbers(index: Index, sought: tree.Words | tree.Value) -> tuple[int, ...]:
    """Return the numbers of the organisations with a name that matches `sought`."""
    parameters: Sequence[str]
    if isinstance(sought, tree.Words):
        having = index.dialect.holding("words")
        tokens, is_prefix = sought.term
        parameters = (f" {' '.join(tokens)}{'' if is_prefix else ' '}",)
    elif "\0" in sought.folded:  # no name contains this
        return ()
    elif sought.is_prefix:
        having, parameters = "substr(folded, 1, length(?)) = ?", (sought.folded,) * 2
    else:
        having, parameters = "folded = ?", (sought.folded,)
    rows: list[Any] = index.rows(f"{_READ} WHERE {having}", parameters, proved)
    return tuple(sorted({number for _, _, number, *_ in rows}))
