"""`mediarel list`.

- into a pipe: whole values set apart by tabs
- filters, each with what it finds; sorts, each with what comes first
- nothing there, nothing found
- --format: what export writes
- what is not loaded for it
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen, Shell

pytestmark = pytest.mark.usefixtures("store")

# What a list of a fresh index can do without; each takes 5 to 40 ms.
NOT_FOR_A_LIST = {
    "rich",
    "dateutil",
    "msgspec",
    "tinydb",
    "filelock",
    "yaml",
    "regex",
    "rapidfuzz",
}


def ids(out: str) -> list[int]:
    """Return the first value of each line."""
    return [int(line.split("\t")[0]) for line in out.splitlines()]


def test_a_year_into_a_pipe(run: Run) -> None:
    """Six lines of whole values, newest first."""
    done = run("list", "--year", "2012")

    rows = [line.split("\t") for line in done.out.splitlines()]
    assert done.code == 0
    assert done.err == ""
    assert [row[:3] for row in rows] == [
        ["7", "2012-12-10", "CLEC"],
        ["6", "2012-11-15", "CLEC"],
        ["5", "2012-10-01", "CLEC"],
        ["4", "2012-07-31", "CLEC"],
        ["3", "2012-07-16", "CLEC"],
        ["2", "2012-06-27", "CLEC"],
    ]
    assert rows[4][3].startswith("The undersigned organizations are deeply disturbed")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("", [9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ("--year 2013..", [9, 8]),
        ("--year 2011..2012", [7, 6, 5, 4, 3, 2, 1]),
        ("--since 2012-12", [9, 8, 7]),
        ("--since 2012-07 --until 2012-07", [4, 3]),
        ("--program clec --year 2011", [1]),
        ("--program NGO", [9]),
        ("--type 'press release'", [8]),
        ("--tag land --tag radio", [9]),
        ("sonando OR metfone", [8, 5, 3]),
        ("'tag:land -tag:radio year:2011..2014'", [1]),
        ("--sort oldest --since 2013", [8, 9]),
        ("--sort headline --year 2012 --since 2012-11", [7, 6]),
        ("--sort best sonando", [3, 5]),
        ("--page 2 --per-page 4", [5, 4, 3, 2]),
        ("--all --per-page 2", [9, 8]),
    ],
)
def test_what_options_find(run: Run, options: str, found: list[int]) -> None:
    """A filter narrows, a sort orders, a page cuts."""
    run("edit", "9", "--program", "NGO", "--add-tag", "land", "--add-tag", "radio")
    run("edit", "1", "--add-tag", "land")
    run("edit", "8", "--type", "Press Release")

    done = run("list", *shlex.split(options))

    assert (done.code, done.err) == (0, "")
    assert ids(done.out) == found


def test_an_empty_archive(run: Run, store: Path) -> None:
    """It says how to fill it, on stderr, and is no error."""
    run("init", str(store.parent.parent / "other"))

    done = run("list", "--archive", str(store.parent.parent / "other"))

    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "The archive is empty. To fill it: mediarel add or mediarel import FILE\n"
    )


def test_nothing_found(run: Run) -> None:
    """It is no error; where other years have some, it says which."""
    nowhere, other_years = run("list", "zebra"), run("list", "sonando", "--year=2011")

    assert (nowhere.code, nowhere.out) == (0, "")
    assert nowhere.err == (
        "No statement matches. No statement has 'zebra'."
        " To see all statements: mediarel list\n"
    )
    assert (other_years.code, other_years.out) == (0, "")
    assert other_years.err.endswith("Other years have matches: 2012 (2).\n")


def test_a_reader_that_stops(shell: Shell) -> None:
    """`| head -1` ends the list quietly, however long it is."""
    line = json.dumps({"date": "2012", "program": "CLEC", "text": "Land " * 99})
    many = "".join(line.replace("Land", f"Land {n}", 1) + "\n" for n in range(999))
    shell("mediarel import -", stdin=many)

    done = shell("mediarel list | head -1")

    assert done.out.startswith("9\t2014-01-21\tCLEC\tWe, the Cambodian")
    assert done.out.count("\n") == 1
    assert done.err == ""


@pytest.mark.about_files("its index")
def test_what_is_not_loaded(run: Run, store: Path) -> None:
    """A list of a fresh index loads nothing it can do without: it starts at once.

    That is so once the archive was not written only just now.
    """
    os.utime(store, ns=(1, 1_700_000_000_000_000_001))
    run("list")

    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "mediarel", "list"],
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = {line.split("|")[-1].strip() for line in done.stderr.splitlines()}
    packages = {name.split(".")[0] for name in loaded}
    assert "mediarel.cli.terminal.lines" in loaded
    assert packages & NOT_FOR_A_LIST == set()
    assert (
        loaded
        & {"mediarel.dates.typed", "mediarel.release.dateline", "mediarel.text.tokens"}
        == set()
    )


def test_what_to_type_next_names_the_archive(screen: Screen, store: Path) -> None:
    """A command that follows is about the archive that this one was about."""
    folder = str(store.parent.parent)

    shown = screen("list", "--archive", folder, columns=300).out
    gone = screen("remove", "9", "--yes", f"--archive={folder}", columns=300).out
    unknown = screen("show", "99", "--archive", folder, columns=300).out

    assert shown.endswith(f"read one: mediarel show --archive {folder} 9")
    assert gone.endswith(f"mediarel undo --archive {folder}")
    assert unknown.endswith(f"mediarel list --archive {folder} --all")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["list", "2001"], "To see a year: mediarel list --year 2001"),
        (["search", "2001"], "To see a year: mediarel list --year 2001"),
        (["search", "x", "2001"], "To see a year: mediarel search --year 2001 x"),
        (["list", "20013"], "To see all statements: mediarel list"),
    ],
)
def test_a_year_that_is_sought_as_a_word(run: Run, words: list[str], told: str) -> None:
    """It is told how to ask for the year, where no text says it."""
    assert run(*words).err.strip().endswith(told)
