"""A page: lines in a pipe, a table on terminals of different widths and kinds."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from terminal import columns_of

if TYPE_CHECKING:
    from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")


def test_the_page_on_a_terminal(screen: Screen) -> None:
    """The page of the site: breadcrumb, year bar with the chosen year, statements."""
    lines = screen("list", "--year", "2012").out.splitlines()

    assert lines[0] == "Program's Media Release >> Joint Statement >> 2012"
    assert lines[1] == "All Years 9 · 2014 1 · 2013 1 · [2012 6] · 2011 1"
    assert lines[4].startswith(" 7  2012-12-10  CLEC    Nearly 62,000 Cambodians")
    assert lines[-1] == "1–6 of 6 · read one: mediarel show 7"


def test_into_a_pipe(run: Run) -> None:
    """No breadcrumb, no years, no foot: a program reads it."""
    done = run("list", "--year", "2011..2013", "--per-page", "2")

    assert [line.split("\t")[:3] for line in done.out.splitlines()] == [
        ["8", "2013-08-08", "CLEC"],
        ["7", "2012-12-10", "CLEC"],
    ]
    assert done.err == ""


def test_what_all_have_in_common(screen: Screen) -> None:
    """It stands in the breadcrumb, as it was asked for, in the order of the site."""
    narrowed = ("radio", "--program", "clec", "--since", "2012", "--until", "2013")

    first = screen("list", *narrowed, columns=120).out.splitlines()[0]

    assert first == (
        "Program's Media Release >> Joint Statement >> clec"
        " >> since 2012 >> until 2013 >> search for radio"
    )


@pytest.mark.parametrize("command", [("list",), ("search", "radio")])
def test_a_type_that_not_all_have(
    run: Run, screen: Screen, command: tuple[str, ...]
) -> None:
    """It is no part of the breadcrumb, though all on this page have it."""
    run("add", "--date=2001", "--program=X", "--type=Open Letter", "--title=Radio")

    shown = screen(*command, "--per-page=1").out.splitlines()

    assert "Joint" not in shown[0]
    assert shown[0].startswith("Program's Media Release")


KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការទាំងអស់ជាបន្ទាន់"


def plain_lines(sent: str) -> list[str]:
    """Return the lines that were sent to a terminal, without colour."""
    return re.sub(r"\x1b\[[0-9;]*m", "", sent).split("\r\n")


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("command", [["list"], ["search", "civil OR សង្គម"]])
def test_ids_and_dates_are_whole(
    run: Run, screen: Screen, command: list[str], columns: int
) -> None:
    """Whatever the width, no id and no date is cut, and no line is too long."""
    run("add", "--date=2015-12-31?", "--program=អង្គការ", f"--title={KHMER}")

    lines = plain_lines(screen(*command, columns=columns, lines=40, raw=True).out)

    expected = [line.split("\t")[:2] for line in run(*command).out.splitlines()]
    found = [re.match(r" ?(\d+)  (\d[\d?-]+) ", line) for line in lines]
    assert len(expected) > 3
    assert [[row[1], row[2]] for row in found if row] == expected
    # A command to copy may be.
    whole = [line for line in lines if "mediarel " not in line]
    assert max(map(columns_of, whole)) <= columns


def test_khmer_keeps_its_column(run: Run, screen: Screen) -> None:
    """A program in Khmer, whose vowels take a column or none, is padded as any."""
    run("add", "--date=2015", "--program=អង្គការ", "--title=Land")

    lines = plain_lines(screen("list", raw=True).out)

    starts = zip(lines[3:6], ("Headline", "Land", "We, the"), strict=True)
    assert {columns_of(line[: line.index(start)]) for line, start in starts} == {24}


def test_a_long_command_at_the_foot(run: Run, screen: Screen) -> None:
    """The command for the next page is sent as one line, to be copied whole."""
    run("list")
    words = " OR ".join(["civil", "society", "rights", "internet", "radio"] * 4)

    sent = screen("list", words, "--per-page", "1", columns=40, raw=True).out

    assert f"next: mediarel list '{words}' --per-page 1 --page 2" in sent


@pytest.mark.parametrize("kind", ["dumb", "xterm"])
def test_no_line_is_longer_than_the_terminal(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Also on a dumb terminal, which Rich takes for one of 80 columns."""
    monkeypatch.setenv("TERM", kind)

    sent = screen("search", "sonando", columns=60, raw=True).out

    lines = re.sub(r"\x1b\[[0-9;]*m", "", sent).split("\r\n")
    assert 50 < max(map(len, lines)) <= 60


def test_no_row_ends_in_spaces(run: Run, screen: Screen) -> None:
    """A terminal for which a Khmer vowel takes a column would wrap them."""
    run("edit", "3", "--title", "ដីធ្លី")

    sent = screen("list", raw=True).out

    lines = re.sub(r"\x1b\[[0-9;]*m", "", sent).split("\r\n")
    rows = [line for line in lines if re.match(r" \d ", line)]
    assert len(rows) == 9
    assert [row for row in rows if row.endswith(" ")] == []


@pytest.mark.usefixtures("store")
def test_a_value_is_one_column(run: Run) -> None:
    """Whatever white space is in it, a program finds the next one where it was."""
    one = {"date": "2015", "program": "A\tB", "text": "Land.\tWater\nand air"}
    run("import", "-", stdin=json.dumps(one))

    first = run("list").out.splitlines()[0]

    assert first.split("\t") == ["10", "2015", "A B", "Land."]


def test_a_path(run: Run, screen: Screen) -> None:
    """A program gets it as it is; a terminal is not driven by it."""
    name = "a \x1b[31m b"

    piped = run("init", name).out
    drawn = screen("init", "--sample", f"{name}2").out

    assert piped == f"{name}/data/statements.json\n"
    assert drawn == "a <U+001B>[31m b2/data/statements.json"
