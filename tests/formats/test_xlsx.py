"""Test import of workbooks, and export as XLSX."""

import datetime as dt
import errno
import io
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

import workbooks
from conftest import Run, Screen, Shell
from faults import Disk, Fault
from mediarel.errors import UnreadableInputError
from mediarel.formats import workbook_writing
from mediarel.formats import workbooks as tested
from mediarel.formats.cell_writing import COLUMNS, HEADER
from mediarel.formats.encoding import readable_format
from mediarel.formats.entries import Entry, Reading, ReadOptions
from mediarel.formats.workbooks import ODS, XLS, XLSX
from mediarel.formats.writing import WriteOptions
from mediarel.model.fields import BY_NAME
from mediarel.model.statement import Draft, Statement
from reads import Reader, drafts_of
from samples import ALL, in_the_checks
from strategies import SAMPLES, oldest_first, statement, statements
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

COLUMN_NAMES = ("Published", "Organisation", "Headline", "Body")
ROWS = (
    COLUMN_NAMES,
    (dt.date(2012, 7, 16), "Harbour Watch", "On land", "One.\n\nTwo."),
)
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


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
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


MOST = 32_767


def unheard(what: str) -> None:
    pytest.fail(f"lost: {what}")


def written(
    some: Iterable[Statement], lost: Callable[[str], object] = unheard
) -> bytes:
    out = io.BytesIO()
    XLSX.write(some, out, WriteOptions(lost=lost))
    return out.getvalue()


def again(data: bytes) -> list[Draft]:
    return drafts_of(XLSX.read, data, "x.xlsx")


def cells(data: bytes, sheet: str = "Statements") -> list[list[object]]:
    rows = load_workbook(io.BytesIO(data)).get_sheet_by_name(sheet).to_python()
    return [list(row) for row in rows]


def column(data: bytes, name: str) -> list[object]:
    return [row[COLUMNS.index(name)] for row in cells(data)[1:]]


# Each example starts a process, so there are few examples with many statements.
@settings(
    max_examples=25 if ALL else 1,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow],
)
@given(st.lists(statements, min_size=15, max_size=30))
def test_import_restores_the_export(some: list[Statement]) -> None:
    """Two characters that no workbook can hold are lost and reported."""
    lost: list[str] = []

    found = again(written(some, lost.append))

    assert set(lost) <= {"control characters"}
    for draft, one in zip(found, oldest_first(some), strict=True):
        assert without(draft) == without(one)


def without(draft: Draft) -> str:
    """Return a draft as text, with U+FFFD for U+FFFE and U+FFFF."""
    shown = repr(draft.fields())
    return shown.replace(r"\ufffe", "\ufffd").replace(r"\uffff", "\ufffd")


@pytest.mark.parametrize(
    "text",
    [
        "<r>a</r>",
        "<r><t>a</t></r>",
        "_x003C_r>",
        "_x0041_",
        "\x00\x08\x0b\x1f\x7f\x9b",
        " \ta\n\n b\t ",
        "'=1+1",
        "''-",
        "=1+1",
        "007",
        "2012-07-16",
        "TRUE",
        "https://example.org/",
        "{=1}",
        "ខ្ញុំ\u200bសូម\u202e",
        "\U0001f4fb\U0010ffff",
    ],
)
def test_any_text_is_restored(text: str) -> None:
    """A cell is unchanged, unless reading would remove a guard."""
    one = statement(title=f"x{text}", text=text, signatories=[text])
    data = written([one])

    assert again(data) == oldest_first([one])
    kept = one.text or ""
    assert column(data, "text") == [f"'{kept}" if kept.startswith("'") else kept]


@pytest.mark.parametrize("letters", ["word ", "ពាក្យ\u200b", "\U0001f4fb"])
def test_long_text_is_cut_between_words_and_reported(letters: str) -> None:
    """The limit is in code units of UTF-16, as in Excel."""
    lost: list[str] = []
    text = f"{letters * 40_000}end"
    one = statement(text=text)

    (cell,) = column(written([one], lost.append), "text")

    assert isinstance(cell, str)
    assert MOST - 20 < len(cell.encode("utf-16-le")) // 2 <= MOST
    kept, mark = cell[:-2], cell[-2:]
    assert mark == " …"
    assert text.startswith(kept)
    assert kept.removesuffix("\u200b").endswith(letters.strip(" \u200b"))
    assert lost == ["more than 32,767 characters of the text"]
    fits = statement(text="x" * MOST)
    assert again(written([fits])) == oldest_first([fits])


@pytest.mark.usefixtures("store")
def test_workbook_with_macros_in_a_folder_is_read(run: Run) -> None:
    Path("kept").mkdir()
    run("export", "--output=kept/all.xlsx")
    Path("kept/all.xlsx").rename("kept/all.xlsm")

    assert "0 new, 0 changed, 9 unchanged" in run("import", "kept", "--dry-run").err


@pytest.mark.usefixtures("store")
def test_too_many_statements_are_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old file stays."""
    Path("all.xlsx").write_text("old", encoding="utf-8")
    monkeypatch.setattr(workbook_writing, "MOST_ROWS", 9)

    done = run("export", "--output=all.xlsx", "--force")

    assert done.code == 2
    assert "a sheet of xlsx holds at most 8 statements" in done.err
    assert Path("all.xlsx").read_text(encoding="utf-8") == "old"


def test_failed_export_writes_nothing() -> None:
    out = io.BytesIO()

    def failing() -> Iterator[Statement]:
        yield from SAMPLES
        raise OSError

    with pytest.raises(OSError, match=r"^$"):
        XLSX.write(failing(), out, WriteOptions())

    assert out.getvalue() == b""


@pytest.mark.parametrize("command", ["export", "stats"])
def test_full_disk_for_temporary_files_is_reported(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old file stays."""
    home = tmp_path / "full"
    home.mkdir()
    disk = Disk(home)
    room = home / "room"
    room.mkdir()
    monkeypatch.setenv("TMPDIR", str(room))
    old = home / "all.xlsx"
    codes = set()
    for at in range(1, 300, 25 if ALL else 60):
        old.write_text("old", encoding="utf-8")
        fault = Fault(at, errno.ENOSPC, lasting=True, watched="room")
        done = disk.run(command, "--output=all.xlsx", "--force", fault=fault)
        failed = [call.name for call in disk.logged() if call.failed]
        if not failed:
            break
        codes.add(done.code)
        if failed[0] in {"unlink", "rmdir"}:  # a full disk never refuses these calls
            shutil.rmtree(room)
            room.mkdir()
            continue
        # If the folder is full from the start, the export uses a different folder.
        assert done.code in {0, 7}, done
        if done.code:
            assert "no space left on device" in done.err.lower()
            assert old.read_text(encoding="utf-8") == "old"
    assert codes >= {0, 7}
    assert list(room.iterdir()) == []


def test_second_sheet_describes_the_columns() -> None:
    """The import ignores this sheet."""
    data = written(SAMPLES)
    header, *rows = cells(data, "Columns")
    reading = XLSX.read(data, "x", ReadOptions())

    assert tuple(header) == HEADER
    assert [row[0] for row in rows] == list(COLUMNS)
    about = {row[0]: row[1] for row in rows}
    assert all(about[name] == field.about for name, field in BY_NAME.items())
    assert all(about.values())
    assert (reading.pattern, reading.notes) == ("our own columns", ())


@in_the_checks
@pytest.mark.usefixtures("store")
def test_workbook_is_sent_to_pipes_not_terminals(screen: Screen, shell: Shell) -> None:
    shown = screen("export", "--format=xlsx")
    piped = shell("mediarel list --format xlsx | mediarel import - --dry-run")

    assert shown.code == 2
    assert "a terminal can't show xlsx" in shown.out
    assert "0 new, 0 changed, 9 unchanged" in piped.err
