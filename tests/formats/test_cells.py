"""Cells: a value to each and back, with a guard against spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import draft
from mediarel.formats.cell_writing import COLUMNS, cells_by_column
from mediarel.formats.cells import CellRules, date_reader, read_rows
from mediarel.formats.table_columns import columns_of
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
    (line, header), *below = rows
    columns = columns_of(header, {}, "a file", line)
    rules = CellRules(",", "", date_reader(list, "a file", None))
    return drafts_in(read_rows(below, columns, "a file", rules), "a file")


def cell(name: str, one: Statement, *, raw: bool = False) -> str:
    """Return the cell of one field."""
    columns = cells_by_column([one.to_json().values()], ",", raw=raw)
    return {known: cells[0] for known, cells in zip(COLUMNS, columns, strict=True)}[
        name
    ]


def table(one: Statement) -> Iterable[tuple[int, Sequence[str]]]:
    """Return the header and the row of one statement, with their lines."""
    columns = cells_by_column([one.to_json().values()], ",", raw=False)
    return enumerate([COLUMNS, *zip(*columns, strict=True)], 1)


@pytest.mark.parametrize("said", ["a; =1+1", "a;'=1", "=1"])
def test_a_note_is_guarded_and_read_as_it_was(said: str) -> None:
    """Within its cell another could begin."""
    notes = [{"at": TIME, "kind": "correction", "text": said}]
    one = statement(notes=notes)

    assert ("'" in cell("notes", one)) == (";" in said)
    assert [each.text for each in drafts(table(one))[0].notes] == [said]


def test_items_of_a_list_are_apart() -> None:
    """Whatever they hold, they are the same when they are read."""
    tags = ("a; b", "c\\", "d")
    one = statement(tags=list(tags))
    rows = table(one)

    assert cell("tags", one) == r"a\; b; c\\; d"
    assert drafts(rows)[0].tags == tags


def foreign(name: str, cell: str) -> tuple[str, ...]:
    """Return the tags or signatories that `cell` says in a table of another's."""
    rows = [(1, ["Published", "NGO", "Title", name]), (2, ["2012", "CLEC", "T", cell])]
    (one,) = drafts(rows)
    return one.tags or one.signatories


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("land, water", ("land", "water")),
        ("land; water, air", ("land", "water, air")),
        ("land\nwater", ("land", "water")),
        ("ដី、ទឹក", ("ដី", "ទឹក")),
        ("'=land'", ("'=land'",)),
    ],
)
def test_tags_of_others_are_apart(cell: str, tags: tuple[str, ...]) -> None:
    """By `;` or line ends, and by commas where there are none of these."""
    assert foreign("Keywords", cell) == tags


def test_a_name_may_hold_a_comma() -> None:
    """So that commas part no signatories."""
    names = ("Harbour Watch, Kampot", "Net & Rope")

    assert foreign("Signed by", "\n".join(names)) == names
    assert foreign("Signed by", "; ".join(names)) == names
    assert foreign("Signed by", names[0]) == names[:1]
