"""Counts in a format: what programs read back, and other programs find valid.

- CSV: a row for each value, no cell that a spreadsheet would run
- in a table what has no value has an empty name
- JSON: pairs as objects, null for what has no value
- xlsx: numbers as numbers, text as text, read back by calamine
- SVG: xmllint finds it valid, and not one that is broken; one image with a title and
  all counts in words; Khmer as it is; what XML can't hold is told
- nothing at all to count
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from mediarel.stats.count_formats import FORMATS, CountsOptions
from mediarel.stats.counts import Counts
from programs import program

if TYPE_CHECKING:
    from pathlib import Path

KHMER = "ដីធ្លី\u200bនិងលំនៅឋាន"
HARM = '=cmd() <b>&"'
PAIRS = Counts(
    ("tag", "year"),
    ((KHMER, 3), (HARM, 2), (None, 1)),
    ((2011, 2), (2012, 4)),
    {(KHMER, 2011): 1, (KHMER, 2012): 2, (HARM, 2012): 2, (None, 2011): 1},
    5,
    5,
)
ONE = Counts(("tag",), PAIRS.values, (), {}, 5, 5)
NOTHING = Counts(("year",), (), (), {}, 0, 0)


def written(name: str, counts: Counts, options: CountsOptions | None = None) -> bytes:
    """Return what is written in a format."""
    out = io.BytesIO()
    wanted = next(each for each in FORMATS if each.name == name)
    wanted.write(counts, out, options or CountsOptions("Releases"))
    return out.getvalue()


def test_csv() -> None:
    """With a column for each of the others, and what is in all."""
    rows = list(csv.reader(io.StringIO(written("csv", PAIRS).decode())))

    assert rows == [
        ["tag", "2011", "2012", "statements"],
        [KHMER, "1", "2", "3"],
        [f"'{HARM}", "0", "2", "2"],
        ["", "1", "0", "1"],
    ]
    assert written("csv", ONE, CountsOptions(bom=True)).startswith(b"\xef\xbb\xbftag,")


def test_json() -> None:
    """What was counted, and an object for each pair that there is."""
    read = json.loads(written("json", PAIRS))

    assert (read["by"], read["statements"], read["releases"]) == (["tag", "year"], 5, 5)
    assert read["counts"] == [
        {"tag": KHMER, "year": 2011, "statements": 1},
        {"tag": KHMER, "year": 2012, "statements": 2},
        {"tag": HARM, "year": 2012, "statements": 2},
        {"tag": None, "year": 2011, "statements": 1},
    ]


def test_xlsx(tmp_path: Path) -> None:
    """Another reader has the same; a formula stays a text; the bytes are stable."""
    path = tmp_path / "counts.xlsx"
    path.write_bytes(written("xlsx", PAIRS))
    book = CalamineWorkbook.from_path(str(path))

    assert book.get_sheet_by_name("Counts").to_python() == [
        ["tag", "2011", "2012", "statements"],
        [KHMER, 1, 2, 3],
        [HARM, 0, 2, 2],
        ["", 1, 0, 1],
    ]
    assert ["Releases"] in book.get_sheet_by_name("About").to_python()
    assert written("xlsx", PAIRS) == path.read_bytes()


def test_xlsx_tells_what_a_cell_cannot_hold(tmp_path: Path) -> None:
    """A name that is too long ends in `…`; what XML has no form for is replaced."""
    counts = Counts(("tag",), (("a" * 40_000, 1), ("b\x1b\ufffe", 1)), (), {}, 1, 1)
    lost: list[str] = []
    path = tmp_path / "counts.xlsx"

    path.write_bytes(written("xlsx", counts, CountsOptions(lost=lost.append)))

    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Counts")
    _, long, controls = (row[0] for row in sheet.to_python())
    assert (len(str(long)), str(long)[-2:]) == (32_767, " …")
    assert controls == "b\x1b\ufffd"
    assert lost == ["more than 32,767 characters in a cell", "control characters"]


def is_well_formed(data: bytes) -> bool:
    """Tell whether xmllint takes `data` for XML."""
    xmllint = program("xmllint", "libxml2-utils")
    done = subprocess.run(
        [xmllint, "--noout", "--nonet", "-"],
        input=data,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


@pytest.mark.parametrize("counts", [ONE, PAIRS, NOTHING], ids=["one", "two", "none"])
def test_svg_is_xml(counts: Counts) -> None:
    """Whatever names hold; cut short it is none."""
    svg = written("svg", counts)

    assert is_well_formed(svg)
    assert not is_well_formed(svg[:-3])


def test_svg_has_a_bar_for_each_that_has_a_value() -> None:
    """As long as its number; what has no value has none."""
    widths = re.findall(r'<rect [^>]*width="(\d+)"', written("svg", ONE).decode())

    assert len(widths) == 2
    assert int(widths[1]) == pytest.approx(int(widths[0]) * 2 / 3, abs=1)
