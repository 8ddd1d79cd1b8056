"""Reading an archive.

- pages, counts, values, statements, excerpts
- no such statement, whatever is asked for
- what changes while it is read
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import EVERYTHING, Desk, draft, opened
from mediarel.dates.edtf import PartialDate
from mediarel.errors import NoSuchStatementError
from mediarel.query.parser import parse
from outcomes import refused

if TYPE_CHECKING:
    from pathlib import Path

    from mediarel.query.tree import Query


def query(text: str) -> Query:
    """Return the query that `text` is, with dates as they are kept."""
    return parse(text, read_date=PartialDate.from_edtf)


@pytest.mark.parametrize("number", [0, 10, -1, 10**17])
def test_no_such_statement(store: Path, archive: Desk, number: int) -> None:
    """All that is asked for, or nothing; the error names what is not there."""
    ids = [1, number, 2]
    for act in (
        lambda: archive.get(ids),
        lambda: archive.remove(ids),
        lambda: archive.edit(ids, lambda _: {"title": "T"}),
    ):
        refused(store, NoSuchStatementError, f"statement {number}$", act)


def test_pages(archive: Desk) -> None:
    """A part of what is found, and the years of all of it."""
    page = archive.page(query("year:2012"), start=2, size=3)

    assert [row.id for row in page.rows] == [5, 4, 3]
    assert (page.start, page.total, page.in_all_years) == (2, 6, 9)
    assert page.years == ((2014, 1), (2013, 1), (2012, 6), (2011, 1))
    assert archive.page(query("sonando"), size=0).total == 2


def test_values_by_how_often_they_are_there(archive: Desk) -> None:
    """What is offered first is what is used most."""
    archive.add(draft("a", program="STT", tags=["land", "radio"], language="km"))
    archive.add(draft("b", program="STT", tags=["radio"], type="Letter", language="en"))

    assert archive.values("program") == ["CLEC", "STT"]
    assert archive.values("tags") == ["radio", "land"]
    assert archive.values("type") == ["Joint Statement", "Letter"]
    assert archive.values("language") == ["en", "km"]
    archive.remove([10, 11])
    assert archive.values("tags") == []


def test_statements_and_excerpts(archive: Desk) -> None:
    """All that is found, whole; and the sentences in which it was."""
    sought = query("sonando")
    page = archive.page(sought, sort="oldest")
    found = list(archive.statements(sought, sort="oldest"))

    assert [s.id for s in found] == [row.id for row in page.rows]
    assert found == archive.get([s.id for s in found])
    for excerpt in archive.excerpts(page, sought):
        assert {excerpt.text[a:b].lower() for a, b in excerpt.marks} == {"sonando"}


def test_statements_are_of_one_moment(store: Path) -> None:
    """What changes while they are read one by one is not among them."""
    with opened(store) as reader, opened(store) as writer:
        reading = reader.statements(EVERYTHING)
        first = next(reading)
        writer.edit([1, 2], lambda _: {"program": "Other"})
        writer.remove([3])
        rest = list(reading)

    assert [each.id for each in (first, *rest)] == [9, 8, 7, 6, 5, 4, 3, 2, 1]
    assert {each.program for each in rest} == {"CLEC"}
