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
    "data", [b"date\tprogram\n", b'\xef\xbb\xbf"program"\tx\tdate']
)
def test_knows_its_own_by_its_columns(data: bytes) -> None:
    assert TSV.sniff(data)
    assert not CSV.sniff(data)
