"""`mediarel list --removed`, and `show` of what was removed.

- what went last first; what is there again is not among them
- into a pipe and on a terminal; how to bring it back, which helps
- with anything beside it; where nothing was removed
- a command about one that was removed says when, by whom and how to have it again
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")

TIME = r"20[0-9]{2}-[0-9]{2}-[0-9]{2}"


def ids(run: Run) -> list[str]:
    return [each.split("\t")[0] for each in run("list", "--removed").out.splitlines()]


def test_what_went_last_comes_first(run: Run) -> None:
    """And what came back, by whatever command, is not there."""
    run("remove", "2", "--yes")
    run("remove", "5-7", "--yes")
    run("remove", "9", "--yes")
    run("restore", "6")
    run("undo", "4", "--yes")

    assert ids(run) == ["7", "5", "2"]


def test_the_lines(run: Run) -> None:
    """Id, date, program, headline, when it was removed and by whom."""
    run("edit", "8", "--title=On land")
    run("remove", "8", "--yes")

    (line,) = run("list", "--removed").out.splitlines()

    *said, at, by = line.split("\t")
    assert said == ["8", "2013-08-08", "CLEC", "On land"]
    assert re.fullmatch(rf"{TIME}T[0-9:]{{8}}Z", at)
    assert by == "sok"


@pytest.mark.parametrize("columns", [40, 80])
def test_on_a_terminal(run: Run, screen: Screen, columns: int) -> None:
    """A row for each, and how to bring the first of them back."""
    run("edit", "8", "--title=On land")
    run("remove", "8", "3", "--yes")

    shown = screen("list", "--removed", columns=columns).out.splitlines()

    assert shown[0].split()[:2] == ["Id", "Date"]
    assert any(re.search(rf" 8  2013-08-08 .*On land +{TIME}", row) for row in shown)
    assert shown[-1] == "Bring one back: mediarel restore 8"
    assert len(shown) == 4
    assert run("restore", "8").code == 0


@pytest.mark.parametrize(
    "more",
    [
        ["land"],
        ["--year=2012"],
        ["--format=json"],
        ["--page=2"],
        ["--page=1"],
        ["--sort=oldest"],
        ["--sort", "newest"],
    ],
)
def test_with_anything_beside_it(run: Run, more: list[str]) -> None:
    done = run("list", "--removed", *more)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Error: --removed lists all that was removed: nothing")


def test_what_changes_nothing_beside_it(run: Run) -> None:
    run("remove", "2", "--yes")

    done = run("list", "--removed", "--all", "--no-pager", "--archive=data")

    assert (done.code, done.out[:2]) == (0, "2\t")


def test_many_go_through_the_pager(
    run: Run, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As all that may be longer than the screen does."""
    run("remove", "2", "3", "--yes")
    monkeypatch.setenv("MEDIAREL_PAGER", "echo paged; cat")

    shown = screen("list", "--removed").out.splitlines()
    bare = screen("list", "--removed", "--no-pager").out.splitlines()

    assert shown == ["paged", *bare]


def test_nothing_was_removed(run: Run) -> None:
    done = run("list", "--removed")

    assert (done.code, done.out) == (0, "")
    assert done.err == "No statement was removed, or each that was is there again.\n"


@pytest.mark.parametrize("command", [["show"], ["edit", "--title=x"], ["remove"]])
def test_a_command_about_one_that_was_removed(run: Run, command: list[str]) -> None:
    """It names the statement, so that no one is in doubt whether it is that one."""
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
        "Hint: Bring it back: mediarel restore 3"
        " – or see what else was removed: mediarel list --removed"
    )


def test_one_that_never_was(run: Run) -> None:
    run("remove", "9", "--yes")

    assert run("show", "10").err.startswith("Error: there is no statement 10\n")
