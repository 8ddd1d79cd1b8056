"""The tree of a query."""

from __future__ import annotations

from mediarel.query.tree import (
    Both,
    Everything,
    Query,
    Value,
    Without,
    Words,
    both,
    either,
    sought_words,
)
from mediarel.text.tokens import term


def words(text: str, field: str | None = None, *, is_prefix: bool = False) -> Words:
    sought = term(text, is_prefix=is_prefix)
    assert sought is not None
    return Words(sought, field)


A, B, C = words("a"), words("b"), words("c")


def same(one: Query, other: Query) -> bool:
    """Tell whether two trees are alike; as tuples, different nodes may be equal."""
    return repr(one) == repr(other)


def test_flat() -> None:
    """Both of what is both is one; everything adds nothing."""
    assert same(both(A, both(B, C), Everything()), Both((A, B, C)))
    assert same(both(), Everything())
    assert same(both(Everything(), A), A)


def test_words_that_can_be_shown_in_a_statement() -> None:
    """Those behind a NOT are in none that is found."""
    tree = both(either(A, Without(B)), Value("tags", "land"), C)

    assert [
        same(found, sought)
        for found, sought in zip(sought_words(tree), (A, C), strict=True)
    ] == [True, True]


def test_one_of_one() -> None:
    """It is that one, with nothing around it."""
    assert same(either(A), A)
