"""Tables as LibreOffice reads them: Khmer and dates as they were.

It ends with 0 whatever happens, so what it has written is looked at.
"""

from __future__ import annotations

import json
import re
import subprocess
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conftest import unmeasured
from programs import program

if TYPE_CHECKING:
    from conftest import Run

KHMER = "សេចក្តីថ្លែងការណ៍រួម"
DATES = ("2012", "2012-07", "2012-07-16", "2012-07-16~", "2012-10/2012-11", "../2011")
_CELL = re.compile(
    r"<table:table-cell([^>]*?)(?:/>|>(.*?)</table:table-cell>)", re.DOTALL
)
_TYPE = re.compile(r'office:value-type="(\w+)"')
_TEXT = re.compile(r"<text:p>(.*?)</text:p>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class Cell(NamedTuple):
    """A cell as LibreOffice has it."""

    type: str
    text: str


def converted(form: str, *files: str) -> list[Path]:
    """Return what LibreOffice makes of `files`, in one run."""
    arguments = [
        f"-env:UserInstallation={Path('profile').absolute().as_uri()}",
        *("--headless", "--convert-to", form, "--outdir", "made"),
    ]
    command = [program("soffice", "libreoffice-calc"), *arguments, *files]
    subprocess.run(
        command, check=True, capture_output=True, env=unmeasured(), timeout=600
    )
    return [Path("made", Path(file).stem).with_suffix(f".{form}") for file in files]


def cells_in(sheet: Path) -> list[Cell]:
    """Return the cells that a flat sheet of LibreOffice has, row by row."""
    found = []
    for said, inner in _CELL.findall(sheet.read_text(encoding="utf-8")):
        kind = _TYPE.search(said)
        lines = [unescape(_TAG.sub("", each)) for each in _TEXT.findall(inner)]
        if kind:
            found.append(Cell(kind[1], "\n".join(lines)))
    return found


@pytest.fixture(autouse=True)
def _statements(run: Run, store: Path) -> None:
    """Have one of each date, and text that a spreadsheet could take for more."""
    program("localc", "libreoffice-calc")
    assert store.exists()
    run("remove", "date:..2099", "--yes")
    fields = {"program": "អង្គការ", "title": KHMER, "text": "=1+1"}
    some = [{"date": date, **fields, "place": date} for date in DATES]
    assert run("import", "-", stdin=json.dumps(some)).code == 0


def test_libreoffice_reads_what_was_there(run: Run) -> None:
    """A whole day is a date, all else is text; of CSV a year is a number."""
    names = ("comma.csv", "book.xlsx")
    for name in names:
        assert run("export", f"--output={name}", "--sort=oldest").code == 0

    csv, book = (cells_in(made) for made in converted("fods", *names))

    for cells in (csv, book):
        assert cells.count(Cell("string", KHMER)) == len(DATES)
        assert cells.count(Cell("string", "អង្គការ")) == len(DATES)
        for date in DATES[1:]:
            kind = "date" if date == "2012-07-16" else "string"
            assert Cell(kind, date) in cells
    assert Cell("string", "2012") in book
    assert Cell("float", "2012") in csv
    assert Cell("string", "=1+1") in book
    assert Cell("string", "The date of listing.") in book


def test_libreoffice_prints_a_workbook(run: Run) -> None:
    """With the letters of Khmer, and the dates as they are known."""
    run("export", "--output=book.xlsx")
    (made,) = converted("pdf", "book.xlsx")

    command = [program("pdftotext", "poppler-utils"), "-layout", str(made), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout

    assert "អង្គការ" in text
    assert all(re.search(rf"\s{re.escape(date)}\s", text) for date in DATES)


def test_what_is_no_workbook_is_not_taken_for_one() -> None:
    """So that what is looked at here is known to be able to fail."""
    Path("broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")

    (made,) = converted("fods", "broken.xlsx")

    assert not made.exists()
