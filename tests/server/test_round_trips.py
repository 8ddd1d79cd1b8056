"""How often a command asks the server, and waits for its answer.

- a list into a pipe: once, behind connecting; so a search
- adding a statement: a dozen times, however large the history is; to look for nearly
  the same text, four times more, however long that is
- what only reads loads nothing that only changes need
"""

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
    """Return the address of the nine, of whose statements the server tells each."""
    assert run("init", address, "--sample").code == 0
    return address.replace("#", f"{LOGGED}#")


def asked(postgres: Server, run: Run, *command: str) -> int:
    """Return how often `command` asked the server."""
    before = len(postgres.log())
    assert run(*command).code == 0
    return len(ASKED.findall(postgres.log()[before:]))


@pytest.mark.parametrize(
    "command", [("list",), ("list", "--year=2012"), ("search", "a")]
)
def test_a_list_asks_once(
    command: tuple[str, ...], logged: str, postgres: Server, run: Run
) -> None:
    assert asked(postgres, run, *command, "--archive", logged) == 1


def test_a_change_asks_a_dozen_times(logged: str, postgres: Server, run: Run) -> None:
    """One more in whatever order it finds what is there."""
    assert asked(postgres, run, *ADD, "--archive", logged) <= 13


@pytest.mark.parametrize("count", [30, 3000])
def test_a_look_for_nearly_the_same_asks_four_times(
    count: int, logged: str, postgres: Server, run: Run
) -> None:
    """How rare the words are, what has them, these statements; and it ends."""
    text = " ".join(f"a{n}" for n in range(count))
    assert run(*ADD, f"--text={text}", "--archive", logged).code == 0
    other = [word for word in ADD if not word.startswith("--date=")]
    near = (*other, "--date=2019", f"--text={text} besides")

    assert asked(postgres, run, *near, "--archive", logged) <= 13 + 4


def test_a_change_reads_the_newest_entry_alone(
    logged: str, postgres: Server, run: Run
) -> None:
    """That of an import is as long as it has statements."""
    assert run(*ADD, "--archive", logged).code == 0
    before = len(postgres.log())

    assert run(*ADD, "--allow-duplicate", "--archive", logged).code == 0

    limits = re.findall(r"FROM entry .* LIMIT (\d+)", postgres.log()[before:])
    assert limits == ["1"]
