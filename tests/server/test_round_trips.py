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
    [(("list",), 3), (("list", "--year=2012"), 4), (("search", "a"), 3), (ADD, 13)],
)
def test_number_of_queries(
    command: tuple[str, ...], most: int, logged: str, postgres: Server, run: Run
) -> None:
    assert count_queries(postgres, run, *command, "--archive", logged) <= most
