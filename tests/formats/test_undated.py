"""Test the import of rows without a date."""

import json as stdlib_json
from collections.abc import Sequence

import pytest

import workbooks
from mediarel.errors import UnreadableInputError
from mediarel.formats import json
from mediarel.formats.entries import Entry, ReadOptions
from mediarel.formats.json import JSON_LINES
from mediarel.formats.separated import CSV, TSV
from mediarel.formats.workbooks import ODS, XLS, XLSX
from reads import Reader

NAMES = ("Published", "Headline")
ROWS = (("2013-01-02", "A"), ("", "B"), ("2012", "C"), ("", "D"))


def separated(rows: Sequence[Sequence[str]], separator: str) -> bytes:
    return "".join(f"{separator.join(row)}\n" for row in (NAMES, *rows)).encode()


def of_objects(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(NAMES, row, strict=True)) for row in rows]


def data_of(module: Reader, rows: Sequence[Sequence[str]]) -> bytes:
    """Return `rows` as a file in the format of `module`."""
    if module in (CSV, TSV):
        return separated(rows, "," if module is CSV else "\t")
    if module is json:
        return stdlib_json.dumps(of_objects(rows)).encode()
    if module is JSON_LINES:
        return "\n".join(map(stdlib_json.dumps, of_objects(rows))).encode()
    writes = ((XLSX, workbooks.xlsx), (ODS, workbooks.ods), (XLS, workbooks.xls))
    write = next(write for each, write in writes if each is module)
    return write({"S": (NAMES, *rows)})


def read(
    module: Reader, rows: Sequence[Sequence[str]], *, undated: bool = True
) -> list[str]:
    """Return the date of each row, or the reason for its refusal."""
    data = data_of(module, rows)
    entries = module.read(data, "x", ReadOptions(undated=undated)).entries
    return [
        str(each.fields.get("date")) if isinstance(each, Entry) else each.reason
        for each in entries
    ]


@pytest.mark.parametrize("module", [CSV, TSV, json, JSON_LINES, XLSX, ODS, XLS])
def test_undated_row_gets_an_interval_between_its_neighbours(module: Reader) -> None:
    """The newest row is first, so the interval of the last row has an open start."""
    found = read(module, ROWS)

    assert found == ["2013-01-02", "2012/2013-01-02", "2012", "../2012"]


@pytest.mark.parametrize(
    ("dates", "why"),
    [
        (["2013", "2001", "", "2012"], "the rows are not in date order"),
        (["", ""], "no row has a date"),
    ],
)
def test_undated_row_in_unsorted_table_is_refused(dates: list[str], why: str) -> None:
    found = read(CSV, [(date, f"No. {n}") for n, date in enumerate(dates)])

    assert found[dates.index("")].endswith(f"the date is missing, and {why}")


def test_undated_row_is_refused_with_hint_without_the_option() -> None:
    data = data_of(CSV, ROWS)

    (error, _) = (
        each
        for each in CSV.read(data, "x.csv", ReadOptions()).entries
        if isinstance(each, UnreadableInputError)
    )

    assert error.problem == "x.csv, line 3: 'B': the date is missing"
    assert str(error.hint).endswith("the rows above and below.")
