"""The foot of a list.

- each page fits the screen, with no fewer than fit; none overlaps or leaves one out
- where you are, and the same command for the next page
- --page is counted on, not repeated; the last page has no next
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from terminal import columns_of

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Drawn
    from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")


KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការ"


@pytest.fixture
def filled(run: Run, store: Path) -> None:  # noqa: ARG001 - before it is filled
    """Fill the archive with headlines and sentences of all lengths, of thirty years."""
    documents = [
        {
            "date": f"{1985 + number % 30}-0{1 + number % 9}",
            "program": ("CLEC", KHMER[:12])[number % 2],
            "title": f"{'Land and water ' * (number % 7)}{number}"
            if number % 3
            else "",
            "text": f"{KHMER} {'of homes ' * (number % 19)} {number}. And land.",
        }
        for number in range(60)
    ]
    done = run("import", "-", stdin=json.dumps(documents))
    assert done.code == 0, done.err


def height(lines: list[str], columns: int) -> int:
    """Return how many lines a terminal shows."""
    return sum(max(1, -(-columns_of(line) // columns)) for line in lines)


def rows(lines: list[str]) -> dict[int, int]:
    """Return the ids of a page, and how many lines each has."""
    end = next(at for at, line in enumerate(lines) if re.match(r"\d+–\d+ of", line))
    begin = next(at for at, line in enumerate(lines) if line.startswith("Id "))
    starts = [
        at for at in range(begin + 1, end) if re.match(r" ?\d+  \d{4}", lines[at])
    ]
    return {
        int(lines[at].split()[0]): after - at
        for at, after in zip(starts, [*starts[1:], end], strict=True)
    }


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("columns", "lines"), [(40, 24), (61, 17), (80, 24), (80, 30), (200, 50)]
)
@pytest.mark.parametrize(
    "command", [("list",), ("search", "land OR civil OR សង្គម", "--since=1990")]
)
def test_each_page_fits(
    drawn: Drawn, command: tuple[str, ...], columns: int, lines: int
) -> None:
    """With the shell's next line, and with no row more that would have fitted."""
    every = rows(drawn(*command, "--all", columns=columns, lines=lines))
    left = list(every)
    page = 1
    while left:
        shown = drawn(*command, f"--page={page}", columns=columns, lines=lines)
        assert height(shown, columns) < lines
        here = rows(shown)
        assert list(here) == left[: len(here)]
        left = left[len(here) :]
        assert bool(left) is ("next: mediarel" in "".join(shown))
        if left and columns >= 80:
            assert height(shown, columns) + every[left[0]] >= lines
        page += 1


def test_a_screenful_and_the_way_on(screen: Screen) -> None:
    """What fits the screen is shown; the foot is the same command for the next page."""
    lines = screen("list", "--program", "CLEC", lines=14).out.splitlines()

    assert lines[1].startswith("[All Years 9] · 2014 1")
    assert len(lines) == 13
    assert lines[-3].startswith(" 3  2012-07-16")
    assert lines[-2] == "1–7 of 9 · read one: mediarel show 9"
    assert lines[-1] == "next: mediarel list --program CLEC --page 2"


def test_the_page_after_the_next(screen: Screen) -> None:
    """--page is counted on, not repeated; words after -- stay after it."""
    arguments = ["--per-page=2", "--page", "2", "--", "-radio"]
    line = screen("list", *arguments, columns=120).out.splitlines()[-1]

    assert line.startswith("3–4 of 7")
    assert line.endswith("next: mediarel list --per-page=2 --page=3 -- -radio")
