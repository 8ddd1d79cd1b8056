"""Test the guard of CSV and TSV against cells that spreadsheets run."""

import json
import subprocess
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run, unmeasured
from mediarel.formats.cell_writing import guarded, unguarded
from programs import program

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
BEFORE = (
    *map(chr, (*range(0x21), *range(0x7F, 0xA1))),
    *"'\"\xad\u034f\u1680\u180e\u200b\u200d\u200e\u2028\u2060\u3000\ufeff\ufffd",
    *(" '", "\0\0", "\ufeff\u200b", "''"),
)
STARTS = (";", "\n", "\r", "\x0b", "\x85", "\u2028")


@pytest.mark.parametrize("separator", [",", "\t"])
@pytest.mark.parametrize("start", ["", *(f"a{start}" for start in STARTS)])
def test_cells_that_spreadsheets_run_are_guarded(start: str, separator: str) -> None:
    """A spreadsheet may also split a cell, and run a later part as a formula."""
    for before, sign in product(("", *BEFORE), SIGNS):
        cell = f"{start}{before}{sign}1+1"
        shown = guarded(cell, separator)

        assert shown.startswith(f"{start}'")
        assert unguarded(shown, separator) == cell


@pytest.mark.parametrize(
    "cell",
    [
        "2012-07-16",
        "a = b, a @ b - c",
        "Tel. 012 345 678 / +855 23 965",
        "it's; one–two; co-op",
        "https://example.org/?a=1;b=2",
        "",
        "'",
        "a;\nb",
    ],
)
def test_harmless_cells_are_unchanged(cell: str) -> None:
    for separator in ",\t":
        assert guarded(cell, separator) == cell
        assert unguarded(cell, separator) == cell


def test_text_after_the_separator_of_the_table_needs_no_guard() -> None:
    """Such a cell is quoted, so a list of telephone numbers stays unchanged."""
    assert guarded("012 345, +855 23", ",") == "012 345, +855 23"
    assert guarded("012 345, +855 23", "\t") == "012 345,' +855 23"
    assert guarded("a\t=1", "\t") == "a\t=1"
    assert guarded("a\t=1", ",") == "a\t'=1"


PARTS = st.sampled_from(
    [*SIGNS, "'", '"', ";", ",", "\t", "\n", "\r", "\0", " ", "a", "\u200b", "\ufeff"]
)


@given(st.lists(PARTS, max_size=12).map("".join), st.sampled_from(",\t"))
def test_guard_is_removed_when_reading(cell: str, separator: str) -> None:
    assert unguarded(guarded(cell, separator), separator) == cell


@pytest.mark.many_times
@pytest.mark.parametrize("sign", [*SIGNS, "'", ";", ",", "\t", "\n", "\0", "a", "\n=;"])
@pytest.mark.parametrize("end", ["", "=", "a"])
def test_guarding_takes_linear_time(sign: str, end: str) -> None:
    """With quadratic time, this test would not end."""
    cell = sign * 200_000 + end

    assert unguarded(guarded(cell, ","), ",") == cell


def formulas(folder: Path, separator: str) -> dict[str, int]:
    """Return the number of formulas that LibreOffice finds in each table.

    The import options trim cells and run formulas.
    """
    tables = sorted(folder.iterdir())
    options = f"{ord(separator)},34,76,1,,0,false,true,false,true,false,0,true"
    subprocess.run(
        [
            program("soffice", "libreoffice-calc"),
            f"-env:UserInstallation={Path('profile').absolute().as_uri()}",
            "--headless",
            f"--infilter=CSV:{options}",
            "--convert-to",
            "fods",
            "--outdir",
            "sheets",
            *tables,
        ],
        check=True,
        capture_output=True,
        env=unmeasured(),
        timeout=600,
    )
    found = {}
    for table in tables:
        sheet = Path("sheets", f"{table.stem}.fods").read_text(encoding="utf-8")
        found[table.name] = sheet.count("table:formula=")
    return found


@pytest.mark.usefixtures("store")
def test_libreoffice_finds_no_formula_in_guarded_tables(run: Run) -> None:
    """LibreOffice finds formulas only in tables exported with --raw."""
    program("localc", "libreoffice-calc")
    drafts = [
        {
            "date": "2020",
            "program": f"{before}=1+1",
            "type": f"a;{before}=1+1;b",
            "title": f"{number}\t{before}=1+1\tb",
            "text": f"a\n{before}=1+1\n{before}=cmd|'/C calc'!A0;\n\n,{before}=1+1,",
            "signatories": [f"{before}=1+1", f"a\t{before}=1+1", f"{before}-1+1"],
        }
        for number, before in enumerate(["", *BEFORE])
    ]
    run("import", "-", stdin=json.dumps(drafts))
    Path("tables").mkdir()
    for suffix in ("csv", "tsv"):
        run("export", "-o", f"tables/guarded-{suffix}.{suffix}")
        run("export", "--raw", "-o", f"tables/raw-{suffix}.{suffix}")

    for separator in ";\t,":
        found = formulas(Path("tables"), separator)

        assert all(found[name] for name in found if name.startswith("raw"))
        assert not any(found[name] for name in found if name.startswith("guarded"))
