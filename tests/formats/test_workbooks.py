"""Test the import of workbooks: XLSX, ODS and XLS."""

import datetime as dt
import io
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

import workbooks
from mediarel.errors import UnreadableInputError
from mediarel.formats import workbooks as tested
from mediarel.formats.entries import Entry, Reading, ReadOptions
from mediarel.formats.recognising import readable_format
from mediarel.formats.workbooks import ODS, XLS, XLSX
from reads import Reader
from samples import ALL
from workbooks import SPREADSHEET, Rows, ods_of, packed, unpacked

Write = Callable[[Mapping[str, Rows]], bytes]

KINDS = {
    "xlsx": (XLSX, workbooks.xlsx),
    "ods": (ODS, workbooks.ods),
    "xls": (XLS, workbooks.xls),
}
each_kind = pytest.mark.parametrize(
    ("module", "write"), KINDS.values(), ids=list(KINDS)
)

HEADER = ("Published", "Organisation", "Headline", "Body")
ROWS = (HEADER, (dt.date(2012, 7, 16), "Harbour Watch", "On land", "One.\n\nTwo."))
AS_USUAL = ReadOptions()
EXAMPLES = 30 if ALL else 9  # for tests that start a process for each example


def read(data: bytes, options: ReadOptions = AS_USUAL) -> Reading:
    reading: Reading = XLSX.read(data, "x", options)
    return reading


def entries(reading: Reading) -> list[Entry]:
    found = []
    for each in reading.entries:
        assert isinstance(each, Entry), each
        found.append(each)
    return found


def problem(data: bytes, options: ReadOptions = AS_USUAL) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        list(read(data, options).entries)
    assert caught.value.hint
    return caught.value.problem


@each_kind
def test_row_becomes_a_statement(module: Reader, write: Write) -> None:
    khmer = (dt.date(2013, 1, 2), "ស្ថាប័ន", "ដីធ្លី", "")
    data = write({"S": (*ROWS, ("", "", "", ""), khmer)})

    one, other = entries(module.read(data, "x", AS_USUAL))

    assert one.line == 2
    assert one.fields["date"] == "2012-07-16"
    assert one.fields["text"] == "One.\n\nTwo."
    assert other.line == 4
    said = {"date": "2013-01-02", "program": "ស្ថាប័ន", "title": "ដីធ្លី", "text": None}
    assert other.fields == said


@each_kind
def test_workbook_is_recognised_by_its_content(module: Reader, write: Write) -> None:
    data = write({"S": ROWS})

    name = next(name for name in KINDS if KINDS[name][0] is module)
    assert readable_format(None, data, "x").name == name
    assert [name for name in KINDS if KINDS[name][0].sniff(data[:4096])] == [name]


def test_all_sheets_with_a_header_are_read() -> None:
    """Other sheets are reported."""
    other = (("Titel", "Datum"), ("Ufer", "2011"))
    key = (("Colour", "Meaning"), ("red", "urgent"))
    reading = read(workbooks.xlsx({"2012": ROWS, "Key": key, "2011": other}))

    assert [each.fields["title"] for each in entries(reading)] == ["On land", "Ufer"]
    assert reading.pattern == (
        'sheet "2012": date in "Published", issuer in "Organisation", '
        'title in "Headline", text in "Body"; '
        'sheet "2011": title in "Titel", date in "Datum"'
    )
    note, _ = reading.notes
    assert note.startswith('Ignored the sheet "Key": it has no header')


def test_hidden_sheet_is_ignored_and_reported() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name in ("Shown", "Old"):
            sheet = book.add_worksheet(name)
            for number, row in enumerate((("Date", "Title"), ("2012", name))):
                sheet.write_row(number, 0, row)
        sheet.hide()

    reading = read(out.getvalue())

    assert [each.fields["title"] for each in entries(reading)] == ["Shown"]
    assert reading.notes == ('Ignored the hidden sheet "Old".',)


def test_mapped_column_may_be_in_one_sheet_only() -> None:
    wanted = {"Mood": "tags"}
    sheets: dict[str, Rows] = {
        "A": (("Date", "Title"), ("2011", "a")),
        "B": (("Date", "Title", "Mood"), ("2012", "b", "calm")),
    }

    found = entries(read(workbooks.xlsx(sheets), ReadOptions(columns=wanted)))

    assert [each.fields.get("tags") for each in found] == [None, ["calm"]]
    assert "--map has the column 'Moods', which is not in the file" in problem(
        workbooks.xlsx(sheets), ReadOptions(columns={"Moods": "tags"})
    )


def test_error_names_the_row_and_the_sheet() -> None:
    bad = (("Date", "Title", "Link"), ("2012", "T", "page.html"))

    one = next(iter(read(workbooks.xlsx({"S": bad})).entries))
    two = next(iter(read(workbooks.xlsx({"S": bad, "T": ROWS})).entries))

    assert isinstance(one, UnreadableInputError)
    assert isinstance(two, UnreadableInputError)
    assert one.problem.startswith("x, row 2: 'T': the source 'page.html' is not a URL")
    assert two.problem.startswith("x, sheet 'S', row 2: ")
    assert one.line == 2


def test_size_is_checked_before_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed(
        {**unpacked(workbooks.xlsx({"S": ROWS})), "xl/x.xml": b" " * (3 << 20)}
    )
    monkeypatch.setattr(tested, "MOST", 2 << 20)

    assert problem(data) == "x: unpacks to 3 MB; the limit is 2 MB"


@pytest.mark.skipif(sys.platform != "linux", reason="others set no such limit")
def test_too_large_workbook_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of some kilobytes repeats one cell, which takes a gigabyte in memory."""
    monkeypatch.setattr(tested, "MEMORY", 300 << 20)
    cell = (
        '<table:table-cell office:value-type="string"><text:p>'
        f"{'x' * 30_000}</text:p></table:table-cell>"
    )
    content = unpacked(workbooks.ods({"S": (("Date", "Title"),)}))[
        "content.xml"
    ].decode()
    row = f'<table:table-row table:number-rows-repeated="30000">{cell}'
    bomb = content.replace("</table:table>", f"{row}</table:table-row></table:table>")

    assert problem(ods_of(bomb)) == ("x: is damaged, or takes too much memory")


def test_workbook_of_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbooks.xls({"S": [*ROWS, *[("x" * 3000,)] * 1000]})
    monkeypatch.setattr(tested, "MOST", 2 << 20)

    assert problem(data) == "x: unpacks to more than 2 MB; the limit is 2 MB"


@pytest.mark.parametrize(
    "data",
    [
        workbooks.xls({"S": ROWS}) + "EncryptedPackage".encode("utf-16-le"),
        ods_of("x", "<manifest:encryption-data/>"),
    ],
)
def test_encrypted_workbook_is_refused(data: bytes) -> None:
    assert problem(data) == "x: is locked with a password"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000),
        packed({"word/document.xml": "<a/>", "[Content_Types].xml": "<a/>"}),
        packed({"mimetype": SPREADSHEET}),
        b"",
        b"date,title",
    ],
)
def test_other_files_are_refused_as_workbooks(data: bytes) -> None:
    assert problem(data).startswith("x: is ")


def test_workbook_without_a_header_is_refused() -> None:
    none = workbooks.xlsx({"S": (("a", "b"), ("c", "d"))})
    two = workbooks.xlsx({"S": (("a", "b"), ("c", "d")), "T": (("a",),)})

    assert problem(none) == 'x, row 1: no column was recognised as the date: "a", "b"'
    assert problem(two) == (
        'x, sheet \'S\', row 1: no column was recognised as the date: "a", "b"'
    )
    assert problem(workbooks.xlsx({"S": ()})) == "x: is empty"


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_damaged_workbook_raises_only_known_errors(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(1, len(whole)) | st.just(len(whole)))

    with suppress(UnreadableInputError):
        list(read(bytes(whole[:end])).entries)


WHOLE = [write({"S": ROWS}) for _, write in KINDS.values()]
