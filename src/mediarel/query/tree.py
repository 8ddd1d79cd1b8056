"""Define the syntax tree of a query: conditions on a statement.

The nodes are named tuples, because eight dataclasses would delay each start of `list`
by 2 ms. Two tuples with the same parts are equal even if their classes differ. So code
that compares nodes must compare their classes too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.dates.edtf import DateRange
    from mediarel.text.tokens import Term


class Everything(NamedTuple):
    """Matches every statement."""


class Words(NamedTuple):
    """Matches if `field` contains the words of `term` next to each other.

    By default, the words can be in any field that is searched for words.
    """

    term: Term
    field: str | None = None


class Value(NamedTuple):
    """Matches if a field has a value. `folded` is the value after folding.

    If `is_prefix` is True, the folded value of the field only needs to begin with
    `folded`. A language includes its regions: `km` also matches `km-KH`.
    """

    field: str
    folded: str
    is_prefix: bool = False


class Signed(NamedTuple):
    """Matches if one of these organisations signed, under any of its names.

    The index replaces a `signatory:` condition with this node. `organisations` are the
    numbers of the organisations in the index.
    """

    organisations: tuple[int, ...]


class Condition(NamedTuple):
    """Matches if a statement fulfils a term that is not a field, such as `missing`.

    The table CONDITIONS in the index has the SQL of each such term. Example:
    `missing:km` matches an original that has no translation into Khmer.
    """

    term: str
    value: str


class Dated(NamedTuple):
    """Matches if the date of the statement may be in the range."""

    range: DateRange


class Numbered(NamedTuple):
    """Matches the statements with these ids."""

    ids: tuple[int, ...]


class Between(NamedTuple):
    """Matches the statements with ids from `first` to `last`, both included."""

    first: int
    last: int


class Both(NamedTuple):
    """Matches if all parts match."""

    parts: tuple[Query, ...]


class Either(NamedTuple):
    """Matches if at least one part matches."""

    parts: tuple[Query, ...]


class Without(NamedTuple):
    """Matches if the part does not match."""

    part: Query


Query = (
    Everything
    | Words
    | Value
    | Signed
    | Condition
    | Dated
    | Numbered
    | Between
    | Both
    | Either
    | Without
)


def both(*parts: Query) -> Query:
    """Return a query that matches if all `parts` match.

    If a part is a `Both` node, the parts of this node are added instead.
    """
    flat: list[Query] = []
    for part in parts:
        if isinstance(part, Both):
            flat.extend(part.parts)
        elif not isinstance(part, Everything):
            flat.append(part)
    if not flat:
        return Everything()
    return flat[0] if len(flat) == 1 else Both(tuple(flat))


def either(*parts: Query) -> Query:
    """Return a query that matches if at least one of `parts` matches."""
    return parts[0] if len(parts) == 1 else Either(parts)


def sought_values(query: Query) -> Iterator[Value]:
    """Yield the Value nodes of `query`, except those inside a negation."""
    return (part for part in _sought(query) if isinstance(part, Value))


def sought_words(query: Query) -> Iterator[Words]:
    """Yield the Words nodes of `query`, except those inside a negation."""
    return (part for part in _sought(query) if isinstance(part, Words))


def _sought(query: Query) -> Iterator[Query]:
    """Yield all conditions in `query`, except those inside a negation."""
    match query:
        case Both(parts) | Either(parts):
            for part in parts:
                yield from _sought(part)
        case Without():
            return
        case _:
            yield query
