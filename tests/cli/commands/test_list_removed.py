"""Test `mediarel list --removed`."""

import re

import pytest

from conftest import Run

pytestmark = pytest.mark.usefixtures("store")

TIME = r"20[0-9]{2}-[0-9]{2}-[0-9]{2}"


def ids(run: Run) -> list[str]:
    return [each.split("\t")[0] for each in run("list", "--removed").out.splitlines()]


def test_last_removed_statement_comes_first(run: Run) -> None:
    """Restored statements are not listed."""
    run("remove", "2", "--yes")
    run("remove", "5-7", "--yes")
    run("remove", "9", "--yes")
    run("restore", "6")
    run("undo", "4", "--yes")

    assert ids(run) == ["7", "5", "2"]


def test_lines_have_time_and_author_of_the_removal(run: Run) -> None:
    run("edit", "8", "--title=On land")
    run("remove", "8", "--yes")

    (line,) = run("list", "--removed").out.splitlines()

    *said, at, by = line.split("\t")
    assert said == ["8", "2013-08-08", "CLEC", "On land"]
    assert re.fullmatch(rf"{TIME}T[0-9:]{{8}}Z", at)
    assert by == "sok"


@pytest.mark.parametrize(
    "more",
    ["land", "--year=2012", "--format=json", "--page=2", "--page=1", "--sort=newest"],
)
def test_removed_can_not_be_combined_with_filters(run: Run, more: str) -> None:
    done = run("list", "--removed", more)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Error: --removed can't be combined with other options")


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
