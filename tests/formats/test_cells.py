"""Test that cells keep the values of fields."""

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
    """Return the drafts of `rows`, oldest first."""
    (line, header), *below = rows
    columns = columns_of((line, header), {}, "a file")
    rules = CellRules(",", "", date_reader(list, "a file", None))
    return drafts_in(read_rows(below, columns, "a file", rules), "a file")


def cell(name: str, one: Statement, *, raw: bool = False) -> str:
    """Return the cell of the field `name`."""
    columns = cells_by_column([one.to_json().values()], ",", raw=raw)
    return {known: cells[0] for known, cells in zip(COLUMNS, columns, strict=True)}[
        name
    ]


def table(one: Statement) -> Iterable[tuple[int, Sequence[str]]]:
    """Return header and row of a statement, with their line numbers."""
    columns = cells_by_column([one.to_json().values()], ",", raw=False)
    return enumerate([COLUMNS, *zip(*columns, strict=True)], 1)


@pytest.mark.parametrize("said", ["a; =1+1", "a;'=1", "=1"])
def test_guard_within_a_note_is_removed_when_reading(said: str) -> None:
    notes = [{"at": TIME, "kind": "correction", "text": said}]
    one = statement(notes=notes)

    assert ("'" in cell("notes", one)) == (";" in said)
    assert [each.text for each in drafts(table(one))[0].notes] == [said]


def test_list_items_may_contain_separators() -> None:
    tags = ("a; b", "c\\", "d")
    one = statement(tags=list(tags))
    rows = table(one)

    assert cell("tags", one) == r"a\; b; c\\; d"
    assert drafts(rows)[0].tags == tags


def foreign(name: str, cell: str) -> tuple[str, ...]:
    """Return the tags or signatories read from `cell` of a foreign table."""
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
def test_foreign_tags_are_split(cell: str, tags: tuple[str, ...]) -> None:
    """Commas separate tags only if the cell has no semicolons or line ends."""
    assert foreign("Keywords", cell) == tags


def test_signatories_are_not_split_at_commas() -> None:
    names = ("Harbour Watch, Kampot", "Net & Rope")

    assert foreign("Signed by", "\n".join(names)) == names
    assert foreign("Signed by", "; ".join(names)) == names
    assert foreign("Signed by", names[0]) == names[:1]
