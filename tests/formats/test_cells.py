"""Cells: a value to each and back, with a guard against spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import draft
from mediarel.errors import UnreadableInputError
from mediarel.formats.cells import COLUMNS, has_our_columns, read_rows, rows_of
from mediarel.model.statement import Draft, Statement, statement_of
from reads import drafts_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UUID = "3f2b8c1e-5d4a-4b6f-9a7e-0c1d2e3f4a5b"
TIME = "2024-01-01T00:00:00Z"


def statement(**fields: object) -> Statement:
    """Return a statement with `fields`."""
    given = draft("A text.", **fields)
    return statement_of(given, number=1, uuid=UUID, created=TIME, modified=TIME)


def drafts(rows: Iterable[tuple[int, Sequence[str]]]) -> list[Draft]:
    """Return what `rows` say, oldest first."""
    return drafts_in(read_rows(rows, "a file", ",", hint=""), "a file")


def cell(name: str, one: Statement, *, raw: bool = False) -> str:
    """Return the cell of one field."""
    header, cells = rows_of([one], ",", raw=raw)
    return dict(zip(header, cells, strict=True))[name]


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@x", "'=1+1", "''=1", "'x"])
def test_a_guarded_cell_is_read_as_it_was(title: str) -> None:
    """Only what a spreadsheet would run has the guard, or had one itself."""
    one = statement(title=title)
    rows = enumerate(rows_of([one], ",", raw=False), 1)

    assert (cell("title", one) == title) == (title == "'x")
    assert [each.title for each in drafts(rows)] == [title]


def test_a_raw_cell_has_no_guard() -> None:
    """As a program reads it."""
    assert cell("title", statement(title="=1+1"), raw=True) == "=1+1"


def test_items_of_a_list_are_apart() -> None:
    """Whatever they hold, they are the same when they are read."""
    tags = ("a; b", "c\\", "d")
    one = statement(tags=list(tags))
    rows = enumerate(rows_of([one], ",", raw=False), 1)

    assert cell("tags", one) == r"a\; b; c\\; d"
    assert drafts(rows)[0].tags == tags


def test_drafts_are_oldest_first() -> None:
    """Those of one day keep their order."""
    rows = [
        (1, ["date", "program", "text"]),
        (2, ["2014", "CLEC", "b"]),
        (3, ["2012", "CLEC", "a"]),
        (4, ["2014", "CLEC", "c"]),
    ]

    assert [each.text for each in drafts(rows)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([], "is empty"),
        ([(1, ["date", "colour"])], "unknown column 'colour'"),
        ([(1, ["date", "date"])], "the column 'date' twice"),
        ([(1, ["date", "program"]), (5, ["2012"])], "line 5: has 1 cells"),
    ],
)
def test_a_table_that_is_none(rows: list[tuple[int, list[str]]], problem: str) -> None:
    """It is told with its line."""
    with pytest.raises(UnreadableInputError, match=problem):
        drafts(rows)


def test_our_columns() -> None:
    """A date and a program are enough."""
    assert has_our_columns(COLUMNS)
    assert has_our_columns(["program", "colour", "date"])
    assert not has_our_columns(["date", "title"])
