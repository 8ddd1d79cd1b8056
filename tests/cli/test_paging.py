"""Test the pages of a list on a terminal."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from samples import ALL
from terminal import columns_of

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Drawn
    from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")


KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការ"


@pytest.fixture
def filled(run: Run, store: Path) -> None:  # noqa: ARG001 - creates the archive first
    """Import statements with headlines of all lengths, each from a different year."""
    documents = [
        {
            "date": f"{1985 + number}-0{1 + number % 9}",
            "program": ("CLEC", KHMER[:12])[number % 2],
            "title": f"{'Land and water ' * (number % 7)}{number}"
            if number % 3
            else "",
            "text": f"{KHMER} {'of homes ' * (number % 19)} {number}. And land.",
        }
        for number in range(30 if ALL else 12)
    ]
    done = run("import", "-", stdin=json.dumps(documents))
    assert done.code == 0, done.err


def height(lines: list[str], columns: int) -> int:
    """Return how many lines a terminal needs for `lines`."""
    return sum(max(1, -(-columns_of(line) // columns)) for line in lines)


def rows(lines: list[str]) -> dict[int, int]:
    """Return the IDs on a page, each with its number of lines."""
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
def test_pages_fit_the_screen_and_cover_the_list(
    drawn: Drawn, command: tuple[str, ...], columns: int, lines: int
) -> None:
    """There is no room for a further row on a wide screen."""
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


def test_footer_has_the_command_for_the_next_page(screen: Screen) -> None:
    lines = screen("list", "--program", "CLEC", lines=14).out.splitlines()

    assert lines[1].startswith("[All Years 9] · 2014 1")
    assert len(lines) == 13
    assert lines[-3].startswith(" 3  2012-07-16")
    assert lines[-2] == "1–7 of 9 · read one: mediarel show 9"
    assert lines[-1] == "next: mediarel list --program CLEC --page 2"


def test_next_page_replaces_the_page_option(screen: Screen) -> None:
    """Words after `--` stay after `--`."""
    arguments = ["--per-page=2", "--page", "2", "--", "-radio"]
    line = screen("list", *arguments, columns=120).out.splitlines()[-1]

    assert line.startswith("3–4 of 7")
    assert line.endswith("next: mediarel list --per-page=2 --page=3 -- -radio")
