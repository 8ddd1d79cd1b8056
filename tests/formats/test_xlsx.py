"""Test the export as XLSX."""

import errno
import io
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from conftest import Run, Screen, Shell
from faults import Disk, Fault
from mediarel.formats import workbook_writing
from mediarel.formats.cell_writing import COLUMNS
from mediarel.formats.data_package import HEADER
from mediarel.formats.entries import ReadOptions
from mediarel.formats.workbooks import XLSX
from mediarel.formats.writing import WriteOptions
from mediarel.model.fields import BY_NAME
from mediarel.model.statement import Draft, Statement
from reads import drafts_of
from samples import ALL, in_the_checks
from strategies import SAMPLES, oldest_first, statement, statements

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
@settings(max_examples=25 if ALL else 1, deadline=None, phases=[Phase.generate])
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
    for at in range(1, 300, 5 if ALL else 60):
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
