"""Test export and import of CSV and TSV."""

import csv as stdlib_csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run, refused
from mediarel.dates.typed import DayOrder
from mediarel.errors import InvalidFieldError, UnreadableInputError
from mediarel.formats.cells import DateCell, date_reader
from mediarel.formats.encoding import readable_format
from mediarel.formats.entries import Entry, Reading, ReadOptions
from mediarel.formats.separated import CSV, TSV
from mediarel.formats.writing import WriteOptions
from mediarel.model.statement import Draft
from reads import drafts_of
from references import written
from strategies import statement


def drafts_in(text: str, source: str) -> list[Draft]:
    return drafts_of(CSV.read, text.encode(), source)


def rows(text: str) -> list[dict[str, str]]:
    return list(stdlib_csv.DictReader(io.StringIO(text, newline=""), strict=True))


def problem_of_export(text: str) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        drafts_in(text, "x.csv")
    return caught.value.problem


def test_blank_rows_and_byte_order_mark_are_ignored() -> None:
    text = "\ufeffdate,program,title\n\n2012,CLEC,T\n,,\n2011,CLEC,T\n,,,,\n"

    assert [str(draft.date) for draft in drafts_in(text, "x")] == ["2011", "2012"]


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

    assert problem_of_export(text) == f"x.csv, {reason}"


def test_unknown_column_in_an_export_is_refused() -> None:
    """The column may be a field of a newer version, which must not be lost."""
    assert (
        problem_of_export("uuid,date,program,mood\n")
        == "x.csv, line 1: unknown column 'mood' in an export of mediarel"
    )


@pytest.mark.parametrize("text", [",,\n,,\n", "\ufeff"])
def test_empty_table_is_refused(text: str) -> None:
    assert problem_of_export(text) == "x.csv: the table is empty"


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


HEADER = ("Published", "Organisation", "Headline", "Body")
ROW = ("16 July 2012", "Harbour Watch", "On land; a note", "One, two\n\n| three\t")
FIELDS = {
    "date": "2012-07-16",
    "program": "Harbour Watch",
    "title": "On land; a note",
    "text": "One, two\n\n| three\t",
}
SEPARATORS = [",", ";", "\t", "|"]


def table(*rows: tuple[str, ...], separator: str = ",") -> str:
    out = io.StringIO()
    stdlib_csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


def read(data: str | bytes, options: ReadOptions | None = None) -> Reading:
    as_bytes = data.encode() if isinstance(data, str) else data
    return CSV.read(as_bytes, "x.csv", options or ReadOptions())


def fields(reading: Reading) -> list[dict[str, object]]:
    found = []
    for each in reading.entries:
        assert isinstance(each, Entry), each
        found.append(dict(each.fields))
    return found


def problem(data: str | bytes, options: ReadOptions | None = None) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        list(read(data, options).entries)
    assert caught.value.hint
    return caught.value.problem


@pytest.mark.parametrize("separator", SEPARATORS)
def test_separator_is_detected(separator: str) -> None:
    """Cells contain other separators, and the file name may suggest a wrong format."""
    data = table(HEADER, ROW, separator=separator)

    assert fields(read(data)) == [FIELDS]
    assert fields(TSV.read(data.encode(), "x", ReadOptions())) == [FIELDS]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_table_is_recognised_by_its_first_line(separator: str) -> None:
    data = table(HEADER, ROW, separator=separator)
    expected = "tsv" if separator == "\t" else "csv"

    assert readable_format(None, data.encode(), "x").name == expected
    assert readable_format(None, data.encode("utf-16"), "x").name == expected


def test_file_name_decides_if_no_column_is_known() -> None:
    data = b"when,what\n2012,T\n"

    assert readable_format(None, data, "old/x.CSV").name == "csv"
    assert readable_format(None, data, "x").name == "page"


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"<html>", "page"), (b"[{}]", "json"), (b"PK\x03\x04xl/", "xlsx")],
)
def test_wrong_file_name_is_ignored(data: bytes, name: str) -> None:
    assert readable_format(None, data, "x.csv").name == name


def test_titles_above_the_header_are_left_out() -> None:
    data = f"Statements of Harbour Watch\n,,,\nas of 2013,,,\n{table(HEADER, ROW)}"

    reading = read(data)

    (entry,) = reading.entries
    assert isinstance(entry, Entry)
    assert entry.line == 5
    assert 'date in "Published"' in reading.pattern
    assert [(each.line, each.text) for each in reading.left_out] == [
        (1, "Statements of Harbour Watch"),
        (3, "as of 2013"),
    ]


def foreign(name: str, cell: str) -> tuple[str, ...]:
    """Return the tags or signatories read from `cell` of a foreign table."""
    rows = ("Published", "NGO", "Title", name), ("2012", "CLEC", "T", cell)
    (one,) = drafts_of(CSV.read, table(*rows).encode(), "x")
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


@pytest.mark.parametrize("header", [HEADER, ("date", "program", "title", "text")])
def test_columns_of_remarks_are_ignored_or_mapped(header: tuple[str, ...]) -> None:
    names = (*header, "notes", "Remarks", "No.", "Comment")
    data = table(names, (*ROW, "checked", "fine", "1", "x"))

    (note, _) = read(data).notes

    assert fields(read(data)) == [FIELDS]
    assert '"notes", "Remarks", "No.", "Comment"' in note
    mapped = read(data, ReadOptions(columns={"notes": "place"}))
    assert fields(mapped) == [{**FIELDS, "place": "checked"}]


def test_bad_date_is_reported_with_headline_and_row(run: Run, home: Path) -> None:
    rows = ("31/02/2012", "Watch", "On land", "One.\nTwo."), (*ROW[:2], "On sea", "")
    text = table(HEADER, rows[1], ROW, rows[0])
    (home / "list.csv").write_text(text, encoding="utf-8")
    run("init")

    problem = refused(run("import", "list.csv"), 4)

    assert "list.csv, row 4: 'On land': the date '31/02/2012' is not" in problem


def test_texts_of_a_whole_table_are_read_only_on_request(run: Run, home: Path) -> None:
    text = "Kampot (July 16, 2012) – We ask for land.\n\nSigned by:\nCLEC\nTwo Rivers"
    data = table(HEADER, ("2012-07-16", "Watch", "On land", text))
    (home / "list.csv").write_text(data, encoding="utf-8")
    run("init")

    done = run("import", "list.csv")
    plain = run("show", "1").out
    run("undo", "--yes")
    run("import", "list.csv", "--read-text")
    searched = run("show", "2").out

    assert "--read-text" in done.err
    assert "signatories" not in plain
    assert "Two Rivers" in plain
    assert "place\tKampot\n" in searched
    assert "signatories\tCLEC" in searched


def test_missing_header_is_refused() -> None:
    assert problem("2012-07-16,Harbour Watch,On land\n") == (
        "x.csv, line 1: the table has no header above this row"
    )


def test_cells_below_an_empty_column_name_are_reported() -> None:
    reading = read("Date,,Title\n2012,,T\n2013,x,T\n")

    assert reading.notes == (
        "Ignored cells in columns without a name; the first is in line 3.",
    )


def test_encoding_option_is_used() -> None:
    data = "Publié le;Titre\n2012;Évêché\n".encode("cp1252")

    found = fields(read(data, ReadOptions(encoding="cp1252")))

    assert found == [{"date": "2012", "title": "Évêché"}]
    assert problem(data) == "x.csv, line 1: it is not UTF-8"


TABLES = st.lists(
    st.sampled_from(
        [
            *SEPARATORS,
            "\n",
            "\r",
            '"',
            "Date",
            "Title",
            "2012",
            "1/2/12",
            "é",
            "\0",
            " ",
        ]
    )
).map("".join)


@given(TABLES.map(str.encode) | st.binary() | TABLES.map(lambda t: t.encode("utf-16")))
def test_any_bytes_are_read_or_refused_with_a_message(data: bytes) -> None:
    for module in (CSV, TSV):
        module.sniff(data)
        try:
            found = list(module.read(data, "x", ReadOptions()).entries)
        except UnreadableInputError as error:
            found = [error]
        assert all(isinstance(each, Entry | UnreadableInputError) for each in found)


DAY, MONTH = DayOrder


def read_dates(*cells: str, said: DayOrder | None = None) -> list[str]:
    """Return the cells of a date column as EDTF."""
    there = [DateCell(cell, line) for line, cell in enumerate(cells, 2)]
    reader = date_reader(lambda: there, "x", said)
    return [reader("date", cell) for cell in cells]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("2012-07-16", "2012-07-16"),
        ("2012~", "2012~"),
        ("2012-10/2012-11", "2012-10/2012-11"),
        ("../2011", "../2011"),
        ("2011/..", "2011/.."),
        ("16-Jul-12", "2012-07-16"),
        ("Jul-12", "2012-07"),
        ("juil-98", "1998-07"),
        ("16/07/2012", "2012-07-16"),
        ("7/16/2012 12:00:00 AM", "2012-07-16"),
        ("2012-07-16 00:00:00", "2012-07-16"),
        ("2012-07-16T09:30:00Z", "2012-07-16"),
        ("20120716", "2012-07-16"),
        ("16. Juli 2012", "2012-07-16"),
        ("ថ្ងៃទី១៦ ខែកក្កដា ឆ្នាំ២០១២", "2012-07-16"),
        ("16 กรกฎาคม 2555", "2012-07-16"),
        ("2012年7月16日", "2012-07-16"),
        (" 16 July 2012 ", "2012-07-16"),
        ("July 2012?", "2012-07?"),
        ("c. 2012", "2012~"),
        ("05/05/2012", "2012-05-05"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_dates_are_converted_to_edtf(cell: str, kept: str) -> None:
    """A text that is not a date is returned unchanged."""
    assert read_dates(cell) == [kept]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("41106", "is the day number of a spreadsheet, not a date"),
        ("41106.5", "is the day number of a spreadsheet, not a date"),
        ("12-Jul", "has no year"),
        ("31/02/2012", "is not in the calendar"),
    ],
)
def test_incomplete_dates_are_refused(cell: str, reason: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        read_dates(cell)

    assert caught.value.problem == f"the date {cell!r} {reason}"


@pytest.mark.parametrize(
    ("settling", "kept"), [("13/04/2012", "2012-04-03"), ("04/13/2012", "2012-03-04")]
)
def test_day_over_12_decides_the_order_in_the_column(settling: str, kept: str) -> None:
    assert read_dates("03/04/2012", "2011", settling)[0] == kept


@pytest.mark.parametrize(
    ("order", "kept"), [(DAY, "2012-04-03"), (MONTH, "2012-03-04")]
)
def test_order_is_taken_from_the_option(order: DayOrder, kept: str) -> None:
    assert read_dates("03/04/2012", said=order) == [kept]


def test_ambiguous_order_is_refused_with_both_readings() -> None:
    with pytest.raises(UnreadableInputError) as caught:
        read_dates("2012", "03/03/2012", "03/04/2012")

    assert caught.value.problem == (
        "x, line 4: the date '03/04/2012' can be 3 April 2012 or 4 March 2012, and no "
        "other date in the file shows the order of day and month"
    )
    assert "--day-first or --month-first" in caught.value.hint


def test_contradictory_orders_are_refused() -> None:
    with pytest.raises(UnreadableInputError) as caught:
        read_dates("03/04/2012", "13/04/2012", "04/13/2012")

    assert caught.value.problem == (
        "x, line 4: the date '04/13/2012' has a different order of day and month "
        "than '13/04/2012' above"
    )


TABLE = "Published (printed),NGO,Headline\n03/04/2012,Watch,a\n13/04/2012,Watch,b\n"


def test_later_rows_decide_the_order() -> None:
    found = drafts_of(CSV.read, TABLE.encode(), "x")

    assert [str(each.date) for each in found] == ["2012-04-03", "2012-04-13"]
