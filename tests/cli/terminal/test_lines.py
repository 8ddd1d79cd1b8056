"""Lines on stdout: their values, a path, how many fit the screen."""

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
    drawn = screen("init", f"{name}2").out

    assert piped == f"{name}/data/statements.json\n"
    assert drawn == "a <U+001B>[31m b2/data/statements.json"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("command", "lines", "shown"),
    [
        (["list"], 15, "1–7 of 9"),
        (["list"], 3, "1–5 of 9"),
        (["search", "civil"], 24, "1–4 of 5"),
        (["search", "civil"], 3, "1–3 of 5"),
    ],
)
def test_a_page_fits_the_screen(
    screen: Screen, command: list[str], lines: int, shown: str
) -> None:
    """With a few at least, however low it is."""
    assert f"\n{shown} · " in screen(*command, lines=lines).out
