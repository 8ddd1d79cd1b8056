"""The foot of a list.

- where you are, and the same command for the next page
- --page is counted on, not repeated; the last page has no next
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Screen

pytestmark = pytest.mark.usefixtures("store")


def test_a_screenful_and_the_way_on(screen: Screen) -> None:
    """What fits the screen is shown; the foot is the same command for the next page."""
    lines = screen("list", "--program", "CLEC", lines=14).out.splitlines()

    assert lines[1].startswith("[All Years 9] · 2014 1")
    assert len(lines) == 12
    assert lines[-3].startswith(" 4  2012-07-31")
    assert lines[-2] == "1–6 of 9 · read one: mediarel show 9"
    assert lines[-1] == "next: mediarel list --program CLEC --page 2"


def test_the_page_after_the_next(screen: Screen) -> None:
    """--page is counted on, not repeated; words after -- stay after it."""
    arguments = ["--per-page=2", "--page", "2", "--", "-radio"]
    line = screen("list", *arguments, columns=120).out.splitlines()[-1]

    assert line.startswith("3–4 of 7")
    assert line.endswith("next: mediarel list --per-page=2 --page=3 -- -radio")


def test_the_last_page_names_no_next(screen: Screen) -> None:
    done = screen("list", "--per-page", "8", "--page", "2")

    assert done.out.endswith("9–9 of 9 · read one: mediarel show 1")


def test_the_foot_of_a_list_names_the_archive(screen: Screen) -> None:
    """Once in each command, also in the one that is as it was typed."""
    done = screen("list", "--archive", "data", "--per-page", "5", columns=160)

    foot = done.out.splitlines()[-1].strip()
    assert foot == (
        "1–5 of 9 · read one: mediarel show --archive data 9"
        " · next: mediarel list --archive data --per-page 5 --page 2"
    )
