"""What a query means: a tree of conditions on a statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.dates import DateRange
    from mediarel.words import Term

# The fields that are searched by their words, in the index's order.
WORD_FIELDS = ("title", "text", "program", "place", "signatories", "tags")
# The fields whose whole value is compared.
VALUE_FIELDS = ("program", "type", "tag", "language")


@dataclass(frozen=True)
class Everything:
    """Holds for every statement."""


@dataclass(frozen=True)
class Words:
    """Holds where the words follow each other in `field`, or in any word field."""

    term: Term
    field: str | None = None


@dataclass(frozen=True)
class Value:
    """Holds where `field` is `folded`; with `is_prefix`, where it begins so.

    A language holds its regions too: `km` is `km-KH` as well.
    """

    field: str
    folded: str
    is_prefix: bool = False


@dataclass(frozen=True)
class Dated:
    """Holds where the date may lie in the range."""

    range: DateRange


@dataclass(frozen=True)
class Numbered:
    """Holds for the statements with these ids."""

    ids: tuple[int, ...]


@dataclass(frozen=True)
class Both:
    """Holds where all of its parts do."""

    parts: tuple[Query, ...]


@dataclass(frozen=True)
class Either:
    """Holds where one of its parts does."""

    parts: tuple[Query, ...]


@dataclass(frozen=True)
class Without:
    """Holds where its part does not."""

    part: Query


Query = Everything | Words | Value | Dated | Numbered | Both | Either | Without


def both(*parts: Query) -> Query:
    """Give the query that holds where all of `parts` do, as flat as can be."""
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
    """Give the query that holds where one of `parts` does."""
    return parts[0] if len(parts) == 1 else Either(parts)


def sought_words(query: Query) -> Iterator[Words]:
    """Give the words that a statement is wanted to hold: not those to be without."""
    match query:
        case Words():
            yield query
        case Both(parts) | Either(parts):
            for part in parts:
                yield from sought_words(part)
        case _:
            return
