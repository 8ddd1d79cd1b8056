"""The parts of a query, and the mark under one of them.

- each part and its place; a value with its field
- the mark stands under the place, in cells of a terminal
"""

from __future__ import annotations

import pytest

from mediarel.query.lexer import QueryError, lexemes


def failure(query: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        lexemes(query)
    return caught.value


@pytest.mark.parametrize(
    ("before", "cells"),
    [
        ("សិទ្ធិមនុស្ស", 7),
        ("土地权利", 8),
        ("cafe\u0301", 4),
        ("ｌａｎｄ", 8),
        ("កក់\u200bបឹង", 4),
        ("a\tb", 3),
        ("ទេ" * 100, 30),  # the last 59 characters, and an ellipsis
        ("x" * 200, 60),
    ],
)
def test_the_mark_stands_under_the_place(before: str, cells: int) -> None:
    """Cells are counted, not characters, and a long query is cut before the mark."""
    _, under = failure(f'{before} "open').detail.split("\n")

    assert under == " " * (2 + cells + 1) + "^"


def test_a_query_that_would_drive_the_terminal() -> None:
    """What is not harmless is made visible before the mark is placed."""
    assert failure('\x1b[31m "open').detail == '  <U+001B>[31m "open\n' + " " * 15 + "^"


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("", []),
        ("a OR(b", [("value", 0), ("OR", 2), ("(", 4), ("value", 5)]),
        ("ORa or", [("value", 0), ("value", 4)]),
        ("-a -", [("-", 0), ("value", 1), ("value", 3)]),
        ('a "b c" d', [("value", 0), ("value", 2), ("value", 8)]),
    ],
)
def test_parts_and_their_places(query: str, parts: list[tuple[str, int]]) -> None:
    """The last is the end, where what is missing is pointed at."""
    found = [(each.kind, each.place) for each in lexemes(query)]

    assert found == [*parts, ("end", len(query))]


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("TAG:Land*", ("tag", "Land", True, 4)),
        ('title:"a b"', ("title", "a b", False, 6)),
        ("“a b”*", ("", "a b", True, 0)),
        ("https://example.org", ("", "https://example.org", False, 0)),
        ("tag:", ("tag", "", False, 4)),
    ],
)
def test_a_value(query: str, part: tuple[str, str, bool, int]) -> None:
    """Its field, itself, whether more may follow, and where it begins."""
    (found, _) = lexemes(query)

    assert (found.field, found.value, found.is_prefix, found.value_place) == part
