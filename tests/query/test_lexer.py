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
