"""What a query means: a tree of conditions on a statement.

Named tuples, since eight dataclasses would cost every list 2 ms. They are told
apart by their class: as tuples, two nodes of the same parts are equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.dates.edtf import DateRange
    from mediarel.text.tokens import Term


class Everything(NamedTuple):
    """Holds for every statement."""


class Words(NamedTuple):
    """Holds where the words follow each other in `field`, or in any word field."""

    term: Term
    field: str | None = None


class Value(NamedTuple):
    """Holds where `field` is `folded`; with `is_prefix`, where it begins so.

    A language holds its regions too: `km` is `km-KH` as well.
    """

    field: str
    folded: str
    is_prefix: bool = False


class Signed(NamedTuple):
    """Holds where one of these organisations signed, under any of its names.

    They are numbers of the index: no query says this, but its signatories become it.
    """

    organisations: tuple[int, ...]


class Missing(NamedTuple):
    """Holds for an original of whose release no statement is in this language.

    A language holds its regions too, as above. What is a translation is no original.
    """

    language: str


class Dated(NamedTuple):
    """Holds where the date may lie in the range."""

    range: DateRange


class Numbered(NamedTuple):
    """Holds for the statements with these ids."""

    ids: tuple[int, ...]


class Between(NamedTuple):
    """Holds for the statements with the ids from `first` to `last`, both included."""

    first: int
    last: int


class Both(NamedTuple):
    """Holds where all of its parts do."""

    parts: tuple[Query, ...]


class Either(NamedTuple):
    """Holds where one of its parts does."""

    parts: tuple[Query, ...]


class Without(NamedTuple):
    """Holds where its part does not."""

    part: Query


Query = (
    Everything
    | Words
    | Value
    | Signed
    | Missing
    | Dated
    | Numbered
    | Between
    | Both
    | Either
    | Without
)


def both(*parts: Query) -> Query:
    """Return the query that holds where all of `parts` do, with no Both within it."""
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
    """Return the query that holds where one of `parts` does."""
    return parts[0] if len(parts) == 1 else Either(parts)


def sought_values(query: Query) -> Iterator[Value]:
    """Yield the values to be found in a statement, not those behind a NOT."""
    return (part for part in _sought(query) if isinstance(part, Value))


def sought_words(query: Query) -> Iterator[Words]:
    """Yield the words to be found in a statement, not those behind a NOT."""
    return (part for part in _sought(query) if isinstance(part, Words))


def _sought(query: Query) -> Iterator[Query]:
    """Yield the conditions that hold for what is found, or for some of it."""
    match query:
        case Both(parts) | Either(parts):
            for part in parts:
                yield from _sought(part)
        case Without():
            return
        case _:
            yield query
