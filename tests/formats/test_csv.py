"""Test export and import of CSV."""

import csv as stdlib_csv
import io

import pytest

from mediarel.errors import UnreadableInputError
from mediarel.formats.separated import CSV
from mediarel.formats.writing import WriteOptions
from mediarel.model.statement import Draft
from reads import drafts_of
from references import written
from strategies import statement


def read(text: str, source: str) -> list[Draft]:
    return drafts_of(CSV.read, text.encode(), source)


def rows(text: str) -> list[dict[str, str]]:
    return list(stdlib_csv.DictReader(io.StringIO(text, newline=""), strict=True))


def problem(text: str) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        read(text, "x.csv")
    return caught.value.problem


def test_blank_rows_and_byte_order_mark_are_ignored() -> None:
    text = "\ufeffdate,program,title\n\n2012,CLEC,T\n,,\n2011,CLEC,T\n,,,,\n"

    assert [str(draft.date) for draft in read(text, "x")] == ["2011", "2012"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2012,CLEC", "row 4: has 2 cells, but the header has 4 columns"),
        ("2012,CLEC,a,b,,", "row 4: has 6 cells, but the header has 4 columns"),
        ("20,CLEC,T,", "row 4: 'T': the date '20' is not a date"),
        ('2012,"CLEC,T,', "line 5: is not CSV: unexpected end of data"),
        ('2012,"CLEC"x,T,', "line 5: is not CSV: ',' expected after '\"'"),
    ],
)
def test_error_names_the_row_or_the_line(row: str, reason: str) -> None:
    """Line and row are different, because a cell above has a line break."""
    text = f'date,program,title,attachments\n2012,"CL\nEC",T,\n\n{row}'

    assert problem(text) == f"x.csv, {reason}"


def test_unknown_column_in_an_export_is_refused() -> None:
    """The column may be a field of a newer version, which must not be lost."""
    assert (
        problem("uuid,date,program,mood\n")
        == "x.csv, line 1: unknown column 'mood' in an export of mediarel"
    )


@pytest.mark.parametrize("text", [",,\n,,\n", "\ufeff"])
def test_empty_table_is_refused(text: str) -> None:
    assert problem(text) == "x.csv: the table is empty"


@pytest.mark.parametrize(
    "start",
    [
        "id,uuid,date,program\r\n1,",
        '\ufeff"program", "date",mood\n',
        "Titel;Datum\n",
        "sep=|\nHeadline|Published\n",
    ],
)
def test_table_is_recognised_by_its_columns(start: str) -> None:
    assert CSV.sniff(start.encode())


DANGEROUS = "=+-@\t\r"


@pytest.mark.parametrize("first", DANGEROUS)
def test_cell_that_spreadsheets_run_begins_with_a_quote(first: str) -> None:
    # Set without validation, which would remove a tab or return at the start.
    risky = statement().replace(title=f"{first}cmd()")

    assert (
        rows(written("csv", [risky], WriteOptions(bom=False)))[0]["title"]
        == f"'{first}cmd()"
    )
