"""Changes into a pipe: `log ID`, `edit`.

- a line for each field, ended by its name and whole values
- each on one line, whatever it says
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

pytestmark = pytest.mark.usefixtures("store")


def test_a_line_for_each_field(run: Run) -> None:
    """The first five columns are those of the whole log."""
    run("edit", "3", "--title", "Release him", "--add-tag", "a", "--add-tag", "b")
    run("edit", "3", "--title", "Release them")

    lines = [line.split("\t") for line in run("log", "3").out.splitlines()]
    whole = [line.split("\t") for line in run("log").out.splitlines()]

    assert [line[0] for line in lines] == ["3", "2", "2", "1"]
    assert [line[5:] for line in lines] == [
        ["title", "Release him", "Release them"],
        ["title", "", "Release him"],
        ["tags", "", "a; b"],
        [],
    ]
    assert [lines[0][:5], lines[1][:5], lines[3][:5]] == whole
