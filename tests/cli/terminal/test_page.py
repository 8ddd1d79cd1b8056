"""A page: lines into a pipe, a table on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
