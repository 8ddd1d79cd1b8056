"""Test that commands in hints run as printed."""

import shlex

import pytest

from conftest import Run
from every_command import EVERY
from mediarel.cli.messages import WITH_PARTS, as_typed
from mediarel.errors import Command, Hint

LIST = Hint("See all: ", Command("list", "--all"))


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
    assert [each.name for each in EVERY if each.has_parts] == [*WITH_PARTS]

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
