"""Test the pages of a list on a terminal."""

import re

import pytest

from cli.conftest import Drawn
from conftest import Screen

pytestmark = pytest.mark.usefixtures("store")


@pytest.mark.parametrize("lines", [10, 24, 50])
@pytest.mark.parametrize("command", [("list",), ("search", "land OR radio OR rights")])
def test_pages_cover_the_list(
    drawn: Drawn, command: tuple[str, ...], lines: int
) -> None:
    every = rows(drawn(*command, "--all", lines=lines))
    left = every
    page = 1
    while left:
        shown = drawn(*command, f"--page={page}", lines=lines)
        here = rows(shown)
        assert here == left[: len(here)]
        left = left[len(here) :]
        assert bool(left) is ("next: mediarel" in "".join(shown))
        page += 1


def rows(lines: list[str]) -> list[int]:
    """Return the IDs on a page."""
    return [int(line.split()[0]) for line in lines if re.match(r" *\d+  \d{4}", line)]


def test_footer_has_the_command_for_the_next_page(screen: Screen) -> None:
    lines = screen("list", "--program", "CLEC", lines=14).out.splitlines()

    assert lines[1].startswith("[All Years 9] · 2014 1")
    assert lines[-3].startswith(" 4  2012-07-31")
    assert lines[-2] == "1–6 of 9 · read one: mediarel show 9"
    assert lines[-1] == "next: mediarel list --program CLEC --page 2"


def test_next_page_replaces_the_page_option(screen: Screen) -> None:
    """Words after `--` stay after `--`."""
    arguments = ["--per-page=2", "--page", "2", "--", "-radio"]
    line = screen("list", *arguments, columns=120).out.splitlines()[-1]

    assert line.startswith("3–4 of 7")
    assert line.endswith("next: mediarel list --per-page=2 --page=3 -- -radio")
