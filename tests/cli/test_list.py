"""`mediarel list`.

- on a terminal: the breadcrumb, the years with their counts, one line a statement
- into a pipe: whole values set apart by tabs
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")


def test_a_year_into_a_pipe(run: Run) -> None:
    """Six lines of whole values, newest first."""
    done = run("list", "--year", "2012")

    rows = [line.split("\t") for line in done.out.splitlines()]
    assert done.code == 0
    assert [row[:3] for row in rows] == [
        ["7", "2012-12-10", "CLEC"],
        ["6", "2012-11-15", "CLEC"],
        ["5", "2012-10-01", "CLEC"],
        ["4", "2012-07-31", "CLEC"],
        ["3", "2012-07-16", "CLEC"],
        ["2", "2012-06-27", "CLEC"],
    ]
    assert rows[4][3].startswith("The undersigned organizations are deeply disturbed")


def test_the_page_on_a_terminal(screen: Screen) -> None:
    """The page of the site: breadcrumb, year bar with the chosen year, statements."""
    lines = screen("list", "--year", "2012").out.splitlines()

    assert lines[0] == "Program's Media Release >> Joint Statement >> 2012"
    assert lines[1] == "All Years 9 · 2014 1 · 2013 1 · [2012 6] · 2011 1"
    assert lines[4].startswith(" 7  2012-12-10  CLEC     Nearly 62,000 Cambodians")
    assert lines[-1] == "1–6 of 6 · one of them whole: mediarel show 7"
