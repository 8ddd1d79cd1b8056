"""A page: lines into a pipe, a table on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Screen

pytestmark = pytest.mark.usefixtures("store")


def test_the_page_on_a_terminal(screen: Screen) -> None:
    """The page of the site: breadcrumb, year bar with the chosen year, statements."""
    lines = screen("list", "--year", "2012").out.splitlines()

    assert lines[0] == "Program's Media Release >> Joint Statement >> 2012"
    assert lines[1] == "All Years 9 · 2014 1 · 2013 1 · [2012 6] · 2011 1"
    assert lines[4].startswith(" 7  2012-12-10  CLEC     Nearly 62,000 Cambodians")
    assert lines[-1] == "1–6 of 6 · read one: mediarel show 7"
