"""Test how many SQL statements a command sends to the server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run
    from postgres import Server

ADD = ("add", "--title=T", "--date=2020", "--program=P", "--type=Statement")
LOGGED = "&options=-clog_min_duration_statement%3D0"
ASKED = re.compile(r"LOG: +duration: [0-9.]+ ms +statement: ")


@pytest.fixture
def logged(address: str, run: Run) -> str:
    """Return the URL of the sample archive on a server that logs each SQL statement."""
    assert run("init", address, "--sample").code == 0
    return address.replace("#", f"{LOGGED}#")


def count_queries(postgres: Server, run: Run, *command: str) -> int:
    """Return how many SQL statements `command` sends."""
    before = len(postgres.log())
    assert run(*command).code == 0
    return len(ASKED.findall(postgres.log()[before:]))


@pytest.mark.parametrize(
    ("command", "most"),
    [(("list",), 1), (("list", "--year=2012"), 1), (("search", "a"), 1), (ADD, 13)],
)
def test_number_of_queries(
    command: tuple[str, ...], most: int, logged: str, postgres: Server, run: Run
) -> None:
    assert count_queries(postgres, run, *command, "--archive", logged) <= most


@pytest.mark.parametrize("count", [30, 3000])
def test_duplicate_search_sends_four_more_queries(
    count: int, logged: str, postgres: Server, run: Run
) -> None:
    text = " ".join(f"a{n}" for n in range(count))
    assert run(*ADD, f"--text={text}", "--archive", logged).code == 0
    other = [word for word in ADD if not word.startswith("--date=")]
    near = (*other, "--date=2019", f"--text={text} besides")

    assert count_queries(postgres, run, *near, "--archive", logged) <= 13 + 4


def test_change_reads_only_the_newest_history_entry(
    logged: str, postgres: Server, run: Run
) -> None:
    """The entry of an import can be very large."""
    assert run(*ADD, "--archive", logged).code == 0
    before = len(postgres.log())

    assert run(*ADD, "--allow-duplicate", "--archive", logged).code == 0

    limits = re.findall(r"FROM entry .* LIMIT (\d+)", postgres.log()[before:])
    assert limits == ["1"]
