"""Test `mediarel timeline`."""

import pytest

from cli.conftest import Drawn
from conftest import Run
from terminal import columns_of

pytestmark = pytest.mark.usefixtures("store")

KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការទាំងអស់ជាបន្ទាន់"


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
        "2011",
        "  August",
        "    2011-08-30  1  CLEC  We, representatives of the undersigned…",
        "",
        "— no statement for 9 months —",
        "",
        "2012",
        "  June",
        "    2012-06-27  2  CLEC  We, the above organizations, welcome the…",
        "  July",
        "    2012-07-16  3  CLEC  The undersigned organizations are deeply…",
        "    2012-07-31  4  CLEC  Southeast Asian Civil Society Groups…",
        "",
        "1–4 of 4 · read one: mediarel show 1",
    ]


@pytest.mark.parametrize(("columns", "height"), [(40, 10), (80, 24)])
@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["drawn", "plain"])
def test_pages_cover_the_timeline(
    run: Run, drawn: Drawn, columns: int, height: int, plain: list[str]
) -> None:
    """Each statement is on one page, and each page has the command for the next."""
    run("add", "--date=2012", "--program=អង្គការ", f"--title={KHMER}")
    seen: list[str] = []
    total = 10

    for number in range(1, total + 1):
        lines = drawn(
            "timeline", f"--page={number}", *plain, columns=columns, lines=height
        )
        dates = "Date: " if plain else "    20"
        shown = [line for line in lines if line.startswith(dates)]
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
