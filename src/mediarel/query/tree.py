"""Define the syntax tree of a query: conditions on a statement.

Nodes are named tuples, because eight dataclasses would delay every list by 2 ms. To
compare nodes, compare the classes too, because tuples with the same parts are equal.
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
    """Matches if the words are adjacent in `field` (None: in any word field)."""

    term: Term
    field: str | None = None


class Value(NamedTuple):
    """Matches if `field` is `folded` or, with `is_prefix`, begins with `folded`.

    A language includes its regions: `km` also matches `km-KH`.
    """

    field: str
    folded: str
    is_prefix: bool = False


class Signed(NamedTuple):
    """Matches if one of these organisations signed, under any of its names.

    The index replaces `signatory:` conditions with this node, which has the index's
    numbers of the organisations.
    """

    organisations: tuple[int, ...]


class Condition(NamedTuple):
    """Matches if the SQL of the term `name`, which is not a field, is true for `value`.

    `missing:km` matches an original whose release has no statement in Khmer.
    """

    term: str
    value: str


class Dated(NamedTuple):
    """Matches if the date may be in the range."""

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
    """Return the query that matches if all `parts` match, without nested Both."""
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
    """Return the query that matches if at least one of `parts` matches."""
    return parts[0] if len(parts) == 1 else Either(parts)


def sought_values(query: Query) -> Iterator[Value]:
    """Yield the values to be found in a statement, except negated values."""
    return (part for part in _sought(query) if isinstance(part, Value))


def sought_words(query: Query) -> Iterator[Words]:
    """Yield the words to be found in a statement, except negated words."""
    return (part for part in _sought(query) if isinstance(part, Words))


def _sought(query: Query) -> Iterator[Query]:
    """Yield the conditions that are true for some or all of the statements found."""
    match query:
        case Both(parts) | Either(parts):
            for part in parts:
                yield from _sought(part)
        case Without():
            return
        case _:
            yield query
