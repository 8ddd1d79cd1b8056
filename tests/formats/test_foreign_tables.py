"""Test the import of CSV tables from other programs."""

import csv as stdlib_csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run, refused
from mediarel.errors import UnreadableInputError
from mediarel.formats.entries import Entry, Reading, ReadOptions
from mediarel.formats.recognising import readable_format
from mediarel.formats.separated import CSV, TSV
from reads import drafts_of

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
