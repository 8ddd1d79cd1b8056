"""Test `mediarel list` and `mediarel log`."""

import json
import os
import re
import shlex
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pyte
import pytest

from conftest import Run, Screen, Shell, write_settings
from tampering import altered

pytestmark = pytest.mark.usefixtures("store")

# Modules that a list with an up-to-date index does not need; each takes 5 to 40 ms.
NOT_FOR_A_LIST = {
    *("rich", "dateutil", "msgspec", "tinydb"),
    *("filelock", "yaml", "regex", "rapidfuzz"),
}
NOT_OURS_FOR_A_LIST = {
    "mediarel.dates.typed",
    "mediarel.release.dateline",
    "mediarel.text.tokens",
}


def ids(out: str) -> list[int]:
    """Return the IDs in the first column."""
    return [int(line.split("\t")[0]) for line in out.splitlines()]


def test_pipe_gets_tab_separated_values(run: Run) -> None:
    done = run("list", "--since", "2012-12-10")

    rows = [line.split("\t") for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    assert [row[:3] for row in rows] == [
        ["9", "2014-01-21", "CLEC"],
        ["8", "2013-08-08", "CLEC"],
        ["7", "2012-12-10", "CLEC"],
    ]
    assert rows[0][3].startswith("We, the Cambodian")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("", [9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ("--year 2013..", [9, 8]),
        ("--since 2012-07 --until 2012-07", [4, 3]),
        ("--program clec --year 2011", [1]),
        ("--type 'press release'", [8]),
        ("--tag land --tag radio", [9]),
        ("'tag:land -tag:radio year:2011..2014'", [1]),
        ("--sort oldest --since 2013", [8, 9]),
        ("--sort headline --year 2012 --since 2012-11", [7, 6]),
        ("--sort best sonando", [3, 5]),
        ("--page 2 --per-page 4", [5, 4, 3, 2]),
        ("--all --per-page 2", [9, 8]),
    ],
)
def test_filters_orders_and_pages(run: Run, options: str, found: list[int]) -> None:
    run("edit", "9", "--program", "NGO", "--add-tag", "land", "--add-tag", "radio")
    run("edit", "1", "--add-tag", "land")
    run("edit", "8", "--type", "Press Release")

    done = run("list", *shlex.split(options))

    assert (done.code, done.err) == (0, "")
    assert ids(done.out) == found


def test_empty_archive_is_no_error(run: Run, store: Path) -> None:
    run("init", str(store.parent.parent / "other"))

    done = run("list", "--archive", str(store.parent.parent / "other"))

    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "No statement matches. The archive is empty. To fill it: mediarel add or"
        " mediarel import FILE\n"
    )


def test_no_match_names_unknown_words_and_other_years(run: Run) -> None:
    nowhere, other_years = run("list", "zebra"), run("list", "sonando", "--year=2011")

    assert (nowhere.code, nowhere.out) == (0, "")
    assert nowhere.err == (
        "No statement matches. No statement has 'zebra'."
        " To see all statements: mediarel list\n"
    )
    assert (other_years.code, other_years.out) == (0, "")
    assert other_years.err.endswith("Other years have matches: 2012 (2).\n")


def test_closed_pipe_ends_the_list_without_an_error(shell: Shell) -> None:
    line = json.dumps({"date": "2012", "program": "CLEC", "text": "Land " * 400})
    many = "".join(line.replace("Land", f"Land {n}", 1) + "\n" for n in range(200))
    shell("mediarel import -", stdin=many)

    done = shell("mediarel list | head -1")

    assert done.out.startswith("9\t2014-01-21\tCLEC\tWe, the Cambodian")
    assert done.out.count("\n") == 1
    assert done.err == ""


def test_list_loads_no_slow_modules(run: Run, store: Path) -> None:
    """The index is up to date, because the archive has an old modification time."""
    os.utime(store, ns=(1, 1_700_000_000_000_000_001))
    run("list")

    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "mediarel", "list"],
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = {line.split("|")[-1].strip() for line in done.stderr.splitlines()}
    assert "mediarel.cli.terminal.lines" in loaded
    assert {name.split(".")[0] for name in loaded} & NOT_FOR_A_LIST == set()
    assert loaded & NOT_OURS_FOR_A_LIST == set()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["list", "2001"], "As a year: mediarel list --year 2001"),
        (["search", "2001"], "As a year: mediarel list --year 2001"),
        (["search", "x", "2001"], "As a year: mediarel search --year 2001 x"),
        (["list", "year", "2001"], "As a year: mediarel list --year 2001"),
    ],
)
def test_word_that_is_a_year_suggests_year(
    run: Run, words: list[str], told: str
) -> None:
    assert run(*words).err.strip().endswith(told)


TIME = r"20[0-9]{2}-[0-9]{2}-[0-9]{2}"


def removed(run: Run) -> list[str]:
    return [each.split("\t")[0] for each in run("list", "--removed").out.splitlines()]


def test_last_removed_statement_comes_first(run: Run) -> None:
    """Restored statements are not listed."""
    run("remove", "2", "--yes")
    run("remove", "5-7", "--yes")
    run("remove", "9", "--yes")
    run("restore", "6")
    run("undo", "4", "--yes")

    assert removed(run) == ["7", "5", "2"]


def test_lines_have_time_and_author_of_the_removal(run: Run) -> None:
    run("edit", "8", "--title=On land")
    run("remove", "8", "--yes")

    (line,) = run("list", "--removed").out.splitlines()

    *said, at, by = line.split("\t")
    assert said == ["8", "2013-08-08", "CLEC", "On land"]
    assert re.fullmatch(rf"{TIME}T[0-9:]{{8}}Z", at)
    assert by == "sok"


def test_no_removed_statement_is_no_error(run: Run) -> None:
    done = run("list", "--removed")

    assert (done.code, done.out) == (0, "")
    assert done.err == "There are no removed statements.\n"


@pytest.mark.parametrize("command", [["show"], ["edit", "--title=x"], ["remove"]])
def test_commands_report_the_removal(run: Run, command: list[str]) -> None:
    """The error message has the title, so that the user can recognise the statement."""
    run("edit", "3", "--title=On land")
    run("remove", "3", "--yes")

    done = run(*command, "4", "3")

    error, hint = done.err.splitlines()
    assert (done.code, done.out) == (3, "")
    assert re.fullmatch(
        rf"Error: statement 3 was removed {TIME} [0-9:]+ by sok,"
        " in change 3: “On land”",
        error,
    )
    assert hint == (
        "Hint: To restore it: mediarel restore 3"
        " – to see all removed statements: mediarel list --removed"
    )


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
    assert "This is a significant blow" in lines[3]
    assert any("silences Mam Sonando" in line for line in lines[4:])
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


@pytest.mark.usefixtures("store")
def test_year_is_searched_as_a_word_and_the_option_is_named(run: Run) -> None:
    done = run("list", "2012")

    assert [each.split("\t")[0] for each in done.out.splitlines()] == [
        "7",
        "4",
        "3",
        "2",
    ]
    assert done.err.startswith("These statements contain the word 2012. ")
    assert done.err.endswith("mediarel list --year 2012\n")


@pytest.mark.parametrize(
    ("user", "set_to", "name"),
    [
        ("Dara", "Sok Sao", "Dara"),
        ("  Dara\nSok ", "", "Dara Sok"),
        (" \t", "Sok Sao", "Sok Sao"),
        ("\u3000", "", "sok"),
        ("s\udcffk", "", "s?k"),
    ],
)
def test_log_names_the_author(  # noqa: PLR0913, PLR0917 - columns of a table
    run: Run,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    user: str,
    set_to: str,
    name: str,
) -> None:
    """MEDIAREL_USER has priority over the settings, and these over the login name."""
    monkeypatch.setenv("MEDIAREL_USER", user)
    write_settings(home, f'author = "{set_to}"' if set_to else "")

    run("edit", "3", "--add-tag=land")

    assert run("log").out.split("\t")[2] == name


def test_terminal_shows_one_page_of_changes(run: Run, screen: Screen) -> None:
    for number in range(10):
        assert run("edit", "3", f"--title=Number {number}").code == 0

    drawn = screen("log", lines=10).out.splitlines()
    everything = screen("log", "--all", lines=10).out.splitlines()

    assert (drawn[1].split()[0], drawn[-2].split()[0]) == ("11", "7")
    assert drawn[-1] == "To see older changes: mediarel log --all"
    assert any(line.startswith("1 ") for line in everything)
    assert len(run("log").out.splitlines()) == 11


def test_newest_change_is_first(run: Run) -> None:
    run("edit", "3", "--add-tag", "radio")
    run("remove", "3", "--yes")

    rows = [line.split("\t") for line in run("log").out.splitlines()]

    assert [[row[0], *row[2:]] for row in rows] == [
        ["3", "sok", "remove", "removed 3"],
        ["2", "sok", "edit", "changed tags of 3"],
        ["1", rows[-1][2], "init", "added 1 to 9"],
    ]


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (100, "removed 3: “On land”"),
        (80, "removed 3, 5: “On land”"),
        (40, "removed 3: “On"),
    ],
)
def test_terminal_shows_headlines_of_removed_statements(
    run: Run, screen: Screen, columns: int, row: str
) -> None:
    run("edit", "3", "--title=On land")
    run("remove", "3", *(["5"] if columns == 80 else []), "--yes")

    assert row in screen("log", columns=columns).out
    assert "removed “On land”" in screen("log", "3", columns=columns).out
    assert "On land" not in run("log").out


@pytest.mark.parametrize("value", [5, ["a"], {"x": 1}, True])
@pytest.mark.parametrize("name", ["title", "text", "dateline"])
def test_damaged_removal_in_history_is_no_crash(
    run: Run, screen: Screen, store: Path, name: str, value: object
) -> None:
    run("remove", "9", "--yes")
    with altered(store) as data:
        data["history"]["2"]["removed"]["9"][name] = value

    assert screen("log").out.startswith("Change")
    assert run("log", "9").code == 0
    assert run("show", "9").code == 3
    assert run("list", "--removed").code == 0


def test_log_of_several_statements(run: Run, screen: Screen) -> None:
    """In a pipe, each line begins with the ID of the statement."""
    run("edit", "4", "--title=Now", "--yes")

    lines = run("log", "3-4").out.splitlines()
    drawn = screen("log", "3-4").out.splitlines()

    assert [line.split("\t")[:2] for line in lines] == [
        ["3", "1"],
        ["4", "2"],
        ["4", "1"],
    ]
    assert "4  Now" in drawn
    assert drawn[0].startswith("3  The undersigned organizations")
