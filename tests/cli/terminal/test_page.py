"""Test pages of statements on terminals and in pipes."""

import json
import re

import pytest

from conftest import Run, Screen
from terminal import columns_of

pytestmark = pytest.mark.usefixtures("store")


def test_page_has_breadcrumb_years_and_footer(screen: Screen) -> None:
    lines = screen("list", "--year", "2012").out.splitlines()

    assert lines[0] == "Program's Media Release >> Joint Statement >> 2012"
    assert lines[1] == "All Years 9 · 2014 1 · 2013 1 · [2012 6] · 2011 1"
    assert lines[4].startswith(" 7  2012-12-10  CLEC    Nearly 62,000 Cambodians")
    assert lines[-1] == "1–6 of 6 · read one: mediarel show 7"


def test_pipe_gets_only_the_statements(run: Run) -> None:
    done = run("list", "--year", "2011..2013", "--per-page", "2")

    assert [line.split("\t")[:3] for line in done.out.splitlines()] == [
        ["8", "2013-08-08", "CLEC"],
        ["7", "2012-12-10", "CLEC"],
    ]
    assert done.err == ""


def test_breadcrumb_names_the_filters(screen: Screen) -> None:
    narrowed = ("radio", "--program", "clec", "--since", "2012", "--until", "2013")

    first = screen("list", *narrowed, columns=120).out.splitlines()[0]

    assert first == (
        "Program's Media Release >> Joint Statement >> clec"
        " >> since 2012 >> until 2013 >> search for radio"
    )


@pytest.mark.parametrize("command", [("list",), ("search", "radio")])
def test_breadcrumb_names_the_type_only_if_all_statements_have_it(
    run: Run, screen: Screen, command: tuple[str, ...]
) -> None:
    run("add", "--date=2001", "--program=X", "--type=Open Letter", "--title=Radio")

    shown = screen(*command, "--per-page=1").out.splitlines()

    assert "Joint" not in shown[0]
    assert shown[0].startswith("Program's Media Release")


KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការទាំងអស់ជាបន្ទាន់"


def plain_lines(sent: str) -> list[str]:
    """Return the lines sent to a terminal, without colour codes."""
    return re.sub(r"\x1b\[[0-9;]*m", "", sent).split("\r\n")


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("command", [["list"], ["search", "civil OR សង្គម"]])
def test_ids_and_dates_are_never_shortened(
    run: Run, screen: Screen, command: list[str], columns: int
) -> None:
    run("add", "--date=2015-12-31?", "--program=អង្គការ", f"--title={KHMER}")

    lines = plain_lines(screen(*command, columns=columns, lines=40, raw=True).out)

    expected = [line.split("\t")[:2] for line in run(*command).out.splitlines()]
    found = [re.match(r" ?(\d+)  (\d[\d?-]+) ", line) for line in lines]
    assert len(expected) > 3
    assert [[row[1], row[2]] for row in found if row] == expected
    # A command that the user copies may be longer than a line.
    whole = [line for line in lines if "mediarel " not in line]
    assert max(map(columns_of, whole)) <= columns


def test_long_command_in_the_footer_stays_one_line(run: Run, screen: Screen) -> None:
    """The user can copy the whole command."""
    run("list")
    words = " OR ".join(["civil", "society", "rights", "internet", "radio"] * 4)

    sent = screen("list", words, "--per-page", "1", columns=40, raw=True).out

    assert f"next: mediarel list '{words}' --per-page 1 --page 2" in sent


@pytest.mark.usefixtures("store")
def test_white_space_does_not_split_a_column(run: Run) -> None:
    one = {"date": "2015", "program": "A\tB", "text": "Land.\tWater\nand air"}
    run("import", "-", stdin=json.dumps(one))

    first = run("list").out.splitlines()[0]

    assert first.split("\t") == ["10", "2015", "A B", "Land."]


def test_path_is_unchanged_only_in_a_pipe(run: Run, screen: Screen) -> None:
    name = "a \x1b[31m b"

    piped = run("init", name).out
    drawn = screen("init", "--sample", f"{name}2").out

    assert piped == f"{name}/data/statements.json\n"
    assert drawn.splitlines()[0] == "a <U+001B>[31m b2/data/statements.json"
