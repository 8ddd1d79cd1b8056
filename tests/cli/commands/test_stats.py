"""Test `mediarel stats` and `mediarel timeline`."""

import re
from pathlib import Path

import pytest

from archives import unchanged
from cli.conftest import Drawn
from conftest import Run, refused
from mediarel.stats.counts import BY
from terminal import columns_of

pytestmark = pytest.mark.usefixtures("store")

KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការទាំងអស់"
LONG = "Independent Democracy of Informal Economy Association of the Kingdom (IDIEA)"


def test_pipe_gets_only_the_counts(run: Run) -> None:
    done = run("stats")

    assert (done.code, done.err) == (0, "")
    assert done.out == "2011\t1\n2012\t6\n2013\t1\n2014\t1\n"


def test_statement_counts_once_for_each_tag(run: Run) -> None:
    run("edit", "1-3", "--add-tag=land", "--add-tag=radio", "--yes")

    done = run("stats", "--by=tag")

    assert done.out == "land\t3\nradio\t3\n(none)\t6\n"


def test_csv_to_stdout_has_no_byte_order_mark(run: Run) -> None:
    done = run("stats", "--by=place", "--format=csv")
    run("stats", "--by=place", "--output=by-place.csv")

    assert done.out == "place,statements\r\nPhnom Penh,3\r\n,6\r\n"
    assert done.err == ""


def test_output_file_is_replaced_only_with_force(run: Run, home: Path) -> None:
    file = home / "by.csv"
    done = run("stats", "--output", str(file))
    again = run("stats", "--by=place", "--output", str(file))
    forced = run("stats", "--by=place", "--output", str(file), "--force")

    assert (done.out, done.err) == ("", f"Wrote the counts to {file}.\n")
    assert refused(again, 1).endswith("already exists; nothing was written")
    assert forced.code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfplace,statements\r\n")


@pytest.mark.parametrize(("name", "begin"), [("svg", b"<?xml"), ("xlsx", b"PK")])
def test_file_ending_is_format(run: Run, home: Path, name: str, begin: bytes) -> None:
    file = home / f"by.{name.upper()}"

    assert run("stats", "--output", str(file)).code == 0
    assert file.read_bytes().startswith(begin)


def test_archive_is_not_overwritten(run: Run, store: Path) -> None:
    with unchanged(store):
        done = run("stats", "--format=json", "--output", str(store), "--force")

    assert "is the archive" in refused(done, 2)


def test_empty_archive(run: Run) -> None:
    run("init", "new")

    done = run("stats", "--archive", "new")

    assert done.err.startswith("No statement matches. The archive is empty. To fill it")


@pytest.fixture
def filled(run: Run) -> None:
    """Add long, Khmer and many values to statements."""
    run("edit", "1-4", f"--add-signatory={KHMER}", "--yes")
    run("edit", "3-6", f"--add-signatory={LONG}", "--yes")
    for number in range(1, 10):
        run("edit", str(number), f"--add-tag=t{number}", "--add-tag=land", "--yes")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("columns", [40, 120])
@pytest.mark.parametrize(
    "words",
    [
        *([], ["--by=signatory"], ["--by=year", "--by=tag"]),
        *(["--by=tag", "--by=year"], ["--by=signatory", "--by=tag"]),
    ],
    ids=" ".join,
)
def test_chart_fits_the_terminal(drawn: Drawn, words: list[str], columns: int) -> None:
    lines = drawn("stats", *words, columns=columns)

    assert max(map(columns_of, lines)) <= columns
    assert lines[0] == "Program's Media Release"
    assert any(line.startswith("9 statements.") for line in lines)


def test_each_pair_of_values_has_a_bar(drawn: Drawn) -> None:
    lines = drawn("stats", "--by=type", "--by=year", "--year=2012..2013")

    assert lines[0] == "Program's Media Release >> 2012..2013"
    assert lines[2].split() == ["Type", "Year", "Statements"]
    assert lines[3].split()[:4] == ["Joint", "Statement", "2012", "6"]
    assert lines[4].split()[:4] == ["Joint", "Statement", "2013", "1"]


def test_plain_output(drawn: Drawn) -> None:
    assert drawn("stats", "--by=place", "--by=language", "--plain") == [
        *("Place: Phnom Penh", "Language: en", "Statements: 3", ""),
        *("Place: (none)", "Language: en", "Statements: 6", ""),
        *("Archive: Program's Media Release", "Shown: 9 statements."),
    ]


def test_each_field_can_be_counted(run: Run) -> None:
    for by in BY:
        assert run("stats", "--by", by).code == 0


TIMELINE_KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការទាំងអស់ជាបន្ទាន់"


def test_pipe_gets_all_statements_oldest_first(run: Run) -> None:
    """A date without a month comes before the months of its year."""
    run("add", "--date=2012", "--program=CLEC", "--title=In 2012")

    rows = [line.split("\t") for line in run("timeline").out.splitlines()]

    assert [(row[0], row[1]) for row in rows] == [
        *(("2011-08", "1"), ("2012", "10"), ("2012-06", "2"), ("2012-07", "3")),
        *(("2012-07", "4"), ("2012-10", "5"), ("2012-11", "6"), ("2012-12", "7")),
        *(("2013-08", "8"), ("2014-01", "9")),
    ]
    assert rows[1] == ["2012", "10", "2012", "CLEC", "In 2012"]


def test_terminal_shows_months_and_gaps(drawn: Drawn) -> None:
    lines = drawn("timeline", "--until=2012-07", columns=70)

    assert lines == [
        "Program's Media Release >> until 2012-07",
        "",
        "Year  Month   Id  Date        Issuer  Headline",
        "2011  August   1  2011-08-30  CLEC    We, representatives of the…",
        "                                      — 9 months without a…",
        "2012  June     2  2012-06-27  CLEC    We, the above organizations,…",
        "      July     3  2012-07-16  CLEC    The undersigned organizations…",
        "               4  2012-07-31  CLEC    Southeast Asian Civil Society…",
        "1–4 of 4 · read one: mediarel show 1",
    ]


@pytest.mark.parametrize(("columns", "height"), [(40, 10), (80, 24)])
@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["drawn", "plain"])
def test_pages_cover_the_timeline(
    run: Run, drawn: Drawn, columns: int, height: int, plain: list[str]
) -> None:
    """Each statement is on one page, and each page has the command for the next."""
    run("add", "--date=2012", "--program=អង្គការ", f"--title={TIMELINE_KHMER}")
    seen: list[str] = []
    total = 10

    for number in range(1, total + 1):
        lines = drawn(
            "timeline", f"--page={number}", *plain, columns=columns, lines=height
        )
        date = "^Date: " if plain else r"^[ 0-9A-Z][^:—]*  20\d\d"
        shown = [line for line in lines if re.search(date, line)]
        seen += shown
        rows = [line for line in lines if "mediarel" not in line]
        assert max(map(columns_of, rows)) <= columns
        if f"--page {number + 1}" not in "".join(lines):
            break

    assert len(seen) == total


def test_timeline_without_results(run: Run) -> None:
    run("init", "new")

    done = run("timeline", "xylophone")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("No statement matches. No statement has 'xylophone'.")
    assert run("timeline", "--archive=new").err.startswith(
        "No statement matches. The archive is empty."
    )
