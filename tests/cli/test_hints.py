"""Hints name commands that can be typed as they stand.

- the archive that was named, whatever is in its name, in each command of a hint
- not in one that names its own archive, is about none, or is already as typed
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from every_command import EVERY
from mediarel.cli.hints import WITH_PARTS, as_typed
from mediarel.errors import Command, Hint, Placeholder

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen

LIST = Hint("See all: ", Command("list", "--all"))


def typed(monkeypatch: pytest.MonkeyPatch, words: list[str], hint: str) -> str:
    """Return `hint` as it is told where `words` were typed."""
    monkeypatch.setattr("sys.argv", ["mediarel", *words])
    return as_typed(hint)


@pytest.mark.parametrize(
    "name",
    ["copy", "two words", "it's", 'a "b"', "a\\1", "\\g<0>", "-x", "វិទ្យុ", "$HOME"],
)
@pytest.mark.parametrize("form", [("--archive", "{}"), ("--archive={}",)])
def test_a_command_is_about_the_archive_named(
    monkeypatch: pytest.MonkeyPatch, name: str, form: tuple[str, ...]
) -> None:
    """A shell reads its name back as it was typed."""
    words = ["show", "99", *(word.format(name) for word in form)]

    told = typed(monkeypatch, words, LIST)

    assert shlex.split(told.removeprefix("See all: ")) == [
        "mediarel",
        "list",
        "--archive",
        name,
        "--all",
    ]


def test_a_command_about_another_archive_or_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is told as it is; the one that it is piped into is about this one."""
    commands = (
        Command("export", "--archive", Placeholder("FILE"), "--format", "json"),
        Command("import", "-"),
        Command("init", Placeholder("FOLDER")),
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


def test_the_commands_that_have_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """The archive stands behind the second word: the first alone has no such option."""
    assert [each.name for each in EVERY if each.has_parts] == [*WITH_PARTS]

    for command, told in (
        (Command("publish", "site", "f"), "publish site --archive copy f"),
        (Command("publish", "serve", "f"), "publish serve f"),
        (Command("publish", "--help"), "publish --help"),
    ):
        typed_so = typed(monkeypatch, ["list", "--archive", "copy"], Hint(command))
        assert typed_so == f"mediarel {told}"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "query", [["date:1999"], ['date:"16 July 1999"'], ["--", "-radio", "date:1999"]]
)
def test_a_query_is_told_as_a_shell_reads_it(run: Run, query: list[str]) -> None:
    """Typed as it stands, it finds what was asked for: here nothing."""
    done = run("show", *query)
    command = shlex.split(done.err.partition("To find out why: mediarel ")[2])

    again = run(*command)

    assert done.code == 3
    assert command == ["list", *query]
    assert (again.code, again.out) == (0, "")
    assert again.err.startswith("No statement matches.")


def test_commands_on_a_terminal_begin_lines_of_their_own(
    run: Run, screen: Screen, store: Path
) -> None:
    """What stands behind a dash can be copied by its line."""
    run("withdraw", "3", "--why=By mistake.", "--yes")

    done = screen("withdraw", "3", "--why=Again.", columns=120)

    assert done.out.endswith(
        "Hint: See when and why: mediarel show 3\n"
        "– or name its replacement: mediarel withdraw 3 --replaced-by ID"
    )
    assert store.exists()
