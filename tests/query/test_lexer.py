"""Test the mark that shows an error in a query."""

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
def test_mark_is_under_the_error(before: str, cells: int) -> None:
    """The mark counts terminal cells. A long query is cut before it."""
    _, under = failure(f'{before} "open').detail.split("\n")

    assert under == " " * (2 + cells + 1) + "^"


def test_control_characters_in_a_query_are_escaped() -> None:
    assert failure('\x1b[31m "open').detail == '  <U+001B>[31m "open\n' + " " * 15 + "^"
