"""Test colours and styles on a terminal."""

import re
from typing import NamedTuple

import pyte
import pytest
from pyte.screens import Char

from conftest import Screen
from mediarel.cli.terminal import colours

pytestmark = pytest.mark.usefixtures("store")

CHANGE = ["edit", "3", "--title", "On the arrest of Mam Sonando"]
STYLES = [
    *(v for name, v in vars(colours).items() if name.isupper() and isinstance(v, str)),
    *colours.LEVELS.values(),
    *colours.FIELDS.values(),
]


class Drawn(NamedTuple):
    """A text on the screen, and its cells."""

    text: str
    cells: list[Char]

    def colours(self) -> set[str]:
        """Return the colours of the characters."""
        return {cell.fg for cell in self.cells if cell.data != " "}

    def is_bold(self) -> bool:
        """Return whether all characters are bold."""
        return all(cell.bold for cell in self.cells if cell.data != " ")


def rows(sent: str, columns: int = 80) -> list[Drawn]:
    """Return the lines on the screen after the output `sent`."""
    screen = pyte.Screen(columns, sent.count("\n") + 5)
    pyte.Stream(screen).feed(sent)
    return [
        Drawn(line, [screen.buffer[number][column] for column in range(columns)])
        for number, line in enumerate(screen.display)
    ]


def the(text: str, drawn: list[Drawn]) -> Drawn:
    """Return the first occurrence of `text`."""
    row = next(row for row in drawn if text in row.text)
    start = row.text.index(text)
    return Drawn(text, row.cells[start : start + len(text)])


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("command", [["list"], ["search", "sonando"]])
def test_each_column_has_its_own_colour(
    screen: Screen, command: list[str], columns: int
) -> None:
    drawn = rows(screen(*command, columns=columns, raw=True).out, columns)

    assert the(" 3 ", drawn).colours() == {colours.ID}
    assert the("2012-07-16", drawn).colours() == {colours.DATE}
    assert the("CLEC", drawn).colours() == {colours.PROGRAM}
    headline = re.compile("undersigned|disturbed")
    row = next(row for row in drawn if headline.search(row.text))
    assert row.cells[40].fg == "default"


@pytest.mark.parametrize("style", sorted(set(STYLES)))
def test_all_colours_are_readable_on_light_and_dark(style: str) -> None:
    """White and yellow are invisible on light backgrounds, black on dark ones."""
    colours = set(style.split()) - {"bold", "dim", "reverse", "strike", "underline"}

    assert colours <= {"red", "green", "blue", "magenta", "cyan"}
