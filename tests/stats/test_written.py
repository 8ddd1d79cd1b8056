"""Test the files of counts: CSV, JSON, Excel and SVG."""

import csv
import io
import json
import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from python_calamine import CalamineWorkbook

from mediarel.stats.count_formats import FORMATS, CountsOptions
from mediarel.stats.counts import Counts

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
    """Return `counts` as a file in the format `name`."""
    out = io.BytesIO()
    wanted = next(each for each in FORMATS if each.name == name)
    wanted.write(counts, out, options or CountsOptions("Releases"))
    return out.getvalue()


def test_csv_has_a_row_for_each_value() -> None:
    """A cell with a formula is protected. A missing value has an empty name."""
    rows = list(csv.reader(io.StringIO(written("csv", PAIRS).decode())))

    assert rows == [
        ["tag", "2011", "2012", "statements"],
        [KHMER, "1", "2", "3"],
        [f"'{HARM}", "0", "2", "2"],
        ["", "1", "0", "1"],
    ]
    assert written("csv", ONE, CountsOptions(bom=True)).startswith(b"\xef\xbb\xbftag,")


def test_json_has_an_object_for_each_pair() -> None:
    read = json.loads(written("json", PAIRS))

    assert (read["by"], read["statements"], read["releases"]) == (["tag", "year"], 5, 5)
    assert read["counts"] == [
        {"tag": KHMER, "year": 2011, "statements": 1},
        {"tag": KHMER, "year": 2012, "statements": 2},
        {"tag": HARM, "year": 2012, "statements": 2},
        {"tag": None, "year": 2011, "statements": 1},
    ]


def test_xlsx_is_read_by_another_library(tmp_path: Path) -> None:
    """Formulas are stored as text, and writing again gives the same bytes."""
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


def test_xlsx_shortens_long_names_and_reports_it(tmp_path: Path) -> None:
    counts = Counts(("tag",), (("a" * 40_000, 1), ("b\x1b\ufffe", 1)), (), {}, 1, 1)
    lost: list[str] = []
    path = tmp_path / "counts.xlsx"

    path.write_bytes(written("xlsx", counts, CountsOptions(lost=lost.append)))

    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Counts")
    _, long, controls = (row[0] for row in sheet.to_python())
    assert (len(str(long)), str(long)[-2:]) == (32_767, " …")
    assert controls == "b\x1b\ufffd"
    assert lost == ["more than 32,767 characters in a cell", "control characters"]


@pytest.mark.parametrize("counts", [ONE, PAIRS, NOTHING], ids=["one", "two", "none"])
def test_svg_is_well_formed_xml(counts: Counts) -> None:
    root = fromstring(written("svg", counts))  # noqa: S314 - our own XML

    assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_svg_has_a_bar_for_each_value() -> None:
    widths = re.findall(r'<rect [^>]*width="(\d+)"', written("svg", ONE).decode())

    assert len(widths) == 2
    assert int(widths[1]) == pytest.approx(int(widths[0]) * 2 / 3, abs=1)
