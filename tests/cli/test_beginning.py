"""Test `mediarel` without a command."""

import os
import re
from pathlib import Path

from conftest import Run, modules_loaded_by
from mediarel.cli.app import COMMANDS

FIRST = ("list", "search WORDS", "show ID", "add", "edit ID", "undo")
LAST = ["", "All commands: mediarel --help", "Manual: mediarel help"]


def begun(out: str) -> list[str]:
    """Return the listed commands."""
    listed = out.partition("First commands:\n")[2].partition("\n\n")[0]
    return re.findall(r"^ *mediarel ((?:\w+)(?: [A-Z]+)?)", listed, re.MULTILINE)


def test_archive_and_first_commands_are_shown(run: Run, store: Path) -> None:
    done = run()

    lines = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert lines[:2] == ["Program's Media Release: 9 statements", f"In {store}"]
    assert lines[-3:] == LAST
    assert tuple(begun(done.out)) == FIRST
    assert {each.split()[0] for each in FIRST} <= {row.name for row in COMMANDS}


def test_missing_archive_gets_a_hint(run: Run) -> None:
    done = run()

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:3] == [
        "There is no archive here yet.",
        "Create one: mediarel init",
        "Or create an archive with nine sample statements: mediarel init try --sample",
    ]
    assert tuple(begun(done.out)) == FIRST


def test_start_page_loads_no_slow_libraries(run: Run, store: Path) -> None:
    os.utime(store, (1, 1))  # a file that is too new is always read again
    run("list")
    loaded = modules_loaded_by()

    assert not {"rich", "msgspec", "tinydb", "filelock", "dateutil"} & {*loaded}
