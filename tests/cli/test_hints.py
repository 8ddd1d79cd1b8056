"""Test that hints run as printed, and `mediarel` without a command."""

import os
import re
import shlex
from pathlib import Path

import pytest

from conftest import Run, modules_loaded_by
from every_command import EVERY
from mediarel.cli.app import COMMANDS
from mediarel.cli.messages import WITH_PARTS, as_typed
from mediarel.errors import Command, Hint


def typed(monkeypatch: pytest.MonkeyPatch, words: list[str], hint: str) -> str:
    """Return `hint` as printed after the command line `words`."""
    monkeypatch.setattr("sys.argv", ["mediarel", *words])
    return as_typed(hint)


def test_command_with_or_without_an_archive_stays_unchanged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commands = (
        Command("export", "--archive", "FILE", "--format", "json"),
        Command("import", "-"),
        Command("init", "FOLDER"),
        Command("edit", "--help"),
        Command("--help"),
    )

    told = [
        typed(monkeypatch, ["list", "--archive", "copy"], Hint(command))
        for command in commands
    ]

    assert told == [
        "mediarel export --archive FILE --format json",
        "mediarel import --archive copy -",
        "mediarel init FOLDER",
        "mediarel edit --help",
        "mediarel --help",
    ]


def test_archive_follows_the_subcommand(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [each.name for each in EVERY if each.row.parts] == [*WITH_PARTS]

    for command, told in (
        (Command("publish", "site", "f"), "publish site --archive copy f"),
        (Command("publish", "serve", "f"), "publish serve f"),
        (Command("publish", "--help"), "publish --help"),
    ):
        typed_so = typed(monkeypatch, ["list", "--archive", "copy"], Hint(command))
        assert typed_so == f"mediarel {told}"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("query", [['"a $b"'], ["--", "-radio", "a;b"]])
def test_query_in_a_hint_is_quoted_for_the_shell(run: Run, query: list[str]) -> None:
    done = run("list", *query, "2001")

    command = shlex.split(done.err.partition("As a year: mediarel ")[2])
    assert command == ["list", "--year", "2001", *query]
    assert run(*command).code == 0


FIRST = ("list", "search WORDS", "show ID", "add", "edit ID", "undo")
LAST = ["", "All commands: mediarel --help", "Manual: mediarel help"]


def begun(out: str) -> list[str]:
    """Return the listed commands."""
    listed = out.partition("First commands:\n")[2].partition("\n\n")[0]
    return re.findall(r": mediarel (\w+(?: [A-Z]+)?)$", listed, re.MULTILINE)


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
