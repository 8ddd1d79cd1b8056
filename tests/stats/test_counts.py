"""Test counts, and how they are written."""

import csv
import io
import json
import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from python_calamine import CalamineWorkbook

from archives import EVERYTHING
from finding import archive_of, parsed
from mediarel.model.fields import FIELDS
from mediarel.stats.count_formats import FORMATS, CountsOptions
from mediarel.stats.counts import BY, Counts, count
from mediarel.stats.timeline import Gap, gap_before, timeline

GONE = "99999999-0001-4000-8000-000000000001"
MERGED = "99999999-0002-4000-8000-000000000002"
UUIDS = [f"aaaaaaaa-000{n}-4000-8000-000000000000" for n in range(10)]


def release(number: int, **fields: object) -> dict[str, object]:
    """Return a statement; `of` is the number or uuid of its original."""
    of = fields.pop("of", None)
    original = UUIDS[of] if isinstance(of, int) else of
    said = {"text": f"Text {number}.", "uuid": UUIDS[number], "language": "en"}
    return {**said, "translation_of": original, **fields}


# Four releases: with a chain of translations, with a missing original, with an
# original that was merged into statement 6, and with translations of each other.
RELEASES = [
    release(1, date="2012-07-16", program="CLEC", tags=["Land", "Radio"]),
    release(2, date="2013-01", program="clec", language="km", of=1, tags=["land"]),
    release(3, date="2014", program="STT", language="fr", of=2),
    release(4, date="2011", program="Adhoc", language="km", of=GONE, tags=["land"]),
    release(5, date="2015", program="Adhoc", language="fr", of=GONE),
    release(6, date="2012", program="STT", merged=[MERGED], place="Kep"),
    release(7, date="2016", program="STT", language="km", of=MERGED),
    release(8, date="2017", program="STT", of=9),
    release(9, date="2018", program="CLEC", language="km", of=8),
]


@pytest.mark.parametrize(
    ("query", "by", "rows"),
    [
        ("", ["year"], {(2011,): 1, (2012,): 2, (2017,): 1}),
        ("NOT id:1", ["year"], {(2011,): 1, (2012,): 1, (2013,): 1, (2017,): 1}),
        ("id:3,5,9", ["year"], {(2014,): 1, (2015,): 1, (2018,): 1}),
        ("", ["issuer"], {("CLEC",): 1, ("Adhoc",): 1, ("STT",): 2}),
        ("", ["language"], {("en",): 3, ("fr",): 2, ("km",): 4}),
        ("", ["tag"], {("land",): 2, ("Radio",): 1, (None,): 2}),
        ("", ["place"], {("Kep",): 1, (None,): 3}),
        ("", ["excerpt"], {("no",): 4}),
        (
            "",
            ["tag", "year"],
            {
                ("land", 2011): 1,
                ("land", 2012): 1,
                ("Radio", 2012): 1,
                (None, 2012): 1,
                (None, 2017): 1,
            },
        ),
        ("year:2012", ["language", "issuer"], {("en", "CLEC"): 1, ("en", "STT"): 1}),
    ],
)
def test_each_release_counts_once_under_its_original(
    tmp_path: Path, query: str, by: list[str], rows: dict[tuple[object, ...], int]
) -> None:
    """If the query does not match the original, the closest translation is used."""
    wanted = parsed(query)
    with archive_of(tmp_path, RELEASES) as desk:
        counts = count(desk.index, wanted, by)
        found = desk.page(wanted).total

    assert dict(counts.rows()) == rows
    assert counts.statements == found


def test_counts_by_year_equal_the_year_bar_of_a_list(tmp_path: Path) -> None:
    dates = ("2011", "2012-07?", "2012-12-31~", "2012/2013-02", "../2012-03", "2013/..")
    drafts = [{"date": date, "text": date} for date in dates]
    with archive_of(tmp_path, drafts) as desk:
        years = count(desk.index, EVERYTHING, ("year",)).values
        listed = desk.page(EVERYTHING)

    assert dict(years) == dict(listed.years)
    assert sum(number for _, number in years) == listed.total


def test_all_fields_with_complete_values_can_be_counted_by() -> None:
    """Fields with uuids are excluded."""
    whole = {word for field in FIELDS if field.is_whole for word in field.words}

    assert set(BY) == {"year", "month"} | whole - {"merged", "replaces"}


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


DATES = (
    *("2012-07-16", "2012", "2012-01-01", "2011-10", "2013-05?", "2013~"),
    *("2012-01", "2009/..", "../2008-03", "2005-02/2005-04"),
)


def test_dates_without_a_month_come_first_in_their_year(tmp_path: Path) -> None:
    drafts = [{"date": date, "text": date} for date in DATES]
    with archive_of(tmp_path, drafts) as archive:
        rows = timeline(archive.index, EVERYTHING, start=0, size=None).page.rows

    assert [row.date for row in rows] == [
        *("2005-02/2005-04", "../2008-03", "2009/..", "2011-10"),
        *("2012", "2012-01-01", "2012-01", "2012-07-16", "2013~", "2013-05?"),
    ]


def test_partial_dates_are_not_in_a_gap(tmp_path: Path) -> None:
    """An open interval is counted at its known end."""
    drafts = [{"date": date, "text": date} for date in DATES]
    with archive_of(tmp_path, drafts) as archive:
        found = timeline(archive.index, EVERYTHING, start=0, size=None)

    assert found.gaps == (
        Gap("2005-05", 34),
        Gap("2008-04", 9),
        Gap("2009-02", 32),
        Gap("2011-11", 2),
    )
    told = [gap_before(found, place) for place in range(len(DATES))]
    assert [gap for gap in told if gap] == list(found.gaps)
