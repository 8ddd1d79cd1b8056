"""Test `mediarel search`."""

from itertools import groupby

import pyte
import pytest

from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")


def marked(sent: str, columns: int = 80) -> list[str]:
    """Return the texts that the terminal shows bold and reversed."""
    screen = pyte.Screen(columns, sent.count("\n") + 5)
    pyte.Stream(screen).feed(sent)
    runs = []
    for row in range(screen.lines):
        cells = [screen.buffer[row][column] for column in range(columns)]
        for is_marked, run in groupby(cells, lambda cell: cell.bold and cell.reverse):
            if is_marked:
                runs.append("".join(cell.data for cell in run))
    return runs


def test_match_in_the_title_comes_first(run: Run) -> None:
    run("add", "--date=2001", "--program=CLEC", "--title=Sonando must be free")

    done = run("search", "sonando")

    assert (done.code, done.err) == (0, "")
    assert [line.split("\t")[0] for line in done.out.splitlines()] == ["10", "3", "5"]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["sonando", "--year=2012-10"], ["5"]),
        (["sonando", "--sort=oldest"], ["3", "5"]),
        (["sonando", "--per-page=1", "--page=2"], ["5"]),
        (["sonando", "--since=2012-08"], ["5"]),
        (["freedom", "of", "speech"], ["5"]),
        (['"freedom of speech"'], ["5"]),
        (["sonand*", "NOT", "speech"], ["3"]),
    ],
)
def test_filters_and_queries(run: Run, arguments: list[str], found: list[str]) -> None:
    done = run("search", *arguments)

    assert [line.split("\t")[0] for line in done.out.splitlines()] == found


def test_matches_are_marked_in_their_sentence(screen: Screen) -> None:
    sent = screen("search", '"radio station" OR chilling', raw=True).out
    shown = screen("search", '"radio station" OR chilling').out

    assert sorted(marked(sent)) == ["chilling", "radio station", "radio station"]
    assert "has a chilling effect on" in " ".join(shown.split())


def test_matching_sentence_is_below_the_headline(screen: Screen) -> None:
    lines = screen("search", "chilling", columns=120).out.splitlines()

    assert (
        lines[0] == "Program's Media Release >> Joint Statement >> search for chilling"
    )
    assert "This is a significant blow" in lines[4]
    assert any("silences Mam Sonando" in line for line in lines[5:])
    assert lines[-1] == "1–1 of 1 · read one: mediarel show 5 --mark chilling"


def test_search_without_words_finds_all_statements(run: Run, screen: Screen) -> None:
    assert run("search", "  ").out == run("list").out
    assert "9 of 9" in screen("search", "", "--all").out


def test_search_without_results_is_no_error(run: Run) -> None:
    done = run("search", "arrests")

    assert (done.code, done.out) == (0, "")
    assert done.err.startswith(
        "No statement matches. No statement has 'arrests'; similar: "
    )
