"""Lines on stdout: their values, a path."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run, Screen


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
