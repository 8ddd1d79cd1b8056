"""TSV: CSV with tabs between the cells.

- a cell that holds a tab, a quote or a line break stands between quotes, others
  as they are
- what a spreadsheet copies is read, with the line of what is wrong
- knows its own by its columns, and CSV by none
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.errors import UnreadableInputError
from mediarel.formats.separated import CSV, TSV
from mediarel.formats.writing import WriteOptions
from reads import drafts_of
from strategies import oldest_first, statement, statements

if TYPE_CHECKING:
    from mediarel.model.statement import Statement


def written(some: list[Statement]) -> bytes:
    out = io.BytesIO()
    TSV.write(some, out, WriteOptions())
    return out.getvalue()


def problem(data: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadableInputError) as caught:
        drafts_of(TSV.read, data, "x.tsv")
    return caught.value.problem, caught.value.hint


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("Land, water", "Land, water"),
        ("Land\twater", '"Land\twater"'),
        ('"Land"', '"""Land"""'),
        ("=cmd()", "'=cmd()"),
    ],
)
def test_a_cell_is_quoted_where_it_must_be(title: str, cell: str) -> None:
    text = written([statement(title=title, text="Text")]).decode()

    assert f"\t{cell}\tText\t" in text


@given(st.lists(statements, max_size=4))
def test_reads_back_what_it_wrote(some: list[Statement]) -> None:
    assert drafts_of(TSV.read, written(some), "x.tsv") == oldest_first(some)


def test_reads_what_a_spreadsheet_copies() -> None:
    """Lines within a cell are between quotes; the columns are the person's own."""
    data = b'program\tdate\ttext\nCLEC\t2012\t"One, ""two"".\n\nThree."\n'

    (draft,) = drafts_of(TSV.read, data, "x.tsv")

    assert (draft.program, draft.text) == ("CLEC", 'One, "two".\n\nThree.')


@pytest.mark.parametrize(
    ("rows", "expected", "hint"),
    [
        (
            b"2012\tCLEC",
            "has 2 cells, but there are 3 columns",
            "holds a tab or a line",
        ),
        (b'2012\t"CLEC', "is not TSV: unexpected end of data", "close each cell"),
        (b"20\tCLEC\tT", "the date '20' is not a date", "2012"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    rows: bytes, expected: str, hint: str
) -> None:
    told, advice = problem(b"date\tprogram\ttitle\n\n" + rows)

    assert told == f"x.tsv, line 3: {expected}"
    assert hint in advice


@pytest.mark.parametrize(
    "data", [b"date\tprogram\n", b'\xef\xbb\xbf"program"\tx\tdate']
)
def test_knows_its_own_by_its_columns(data: bytes) -> None:
    assert TSV.sniff(data)
    assert not CSV.sniff(data)


@pytest.mark.parametrize("data", [b"date,program\n", b"2012\tCLEC\n\nText", b""])
def test_takes_nothing_else_for_its_own(data: bytes) -> None:
    assert not TSV.sniff(data)
