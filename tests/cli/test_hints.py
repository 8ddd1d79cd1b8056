"""Hints name commands that can be typed as they stand.

- the archive that was named, whatever is in its name, in each command of a hint
- not in one that names its own archive, is about none, or is already as typed
"""

from __future__ import annotations

import ast
import itertools
import json
import shlex
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from every_command import EVERY
from mediarel.cli.hints import WITH_PARTS, WITHOUT_ARCHIVE, as_typed
from mediarel.errors import Command, Hint, Placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator
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


def test_the_option_may_stand_before_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = typed(monkeypatch, ["--archive", "copy", "show", "99"], LIST)

    assert told == "See all: mediarel list --archive copy --all"


def test_what_follows_two_hyphens_is_no_option(monkeypatch: pytest.MonkeyPatch) -> None:
    told = typed(monkeypatch, ["list", "--", "--archive", "copy"], LIST)

    assert told == "See all: mediarel list --all"


def test_each_command_of_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    hint = Hint("See: ", Command("log", 3), " and ", Command("show", 3))

    told = typed(monkeypatch, ["undo", "--archive", "copy"], hint)

    assert told == (
        "See: mediarel log --archive copy 3 and mediarel show --archive copy 3"
    )


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


@pytest.mark.parametrize("command", [c.name for c in EVERY if not c.has_parts])
def test_the_commands_that_take_no_archive(run: Run, command: str) -> None:
    """Those alone are told without one: their help has no such option."""
    takes_one = "--archive" in run(*command.split(), "--help").out

    assert takes_one == (command not in WITHOUT_ARCHIVE)


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


def test_a_query_that_looks_like_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    hint = Hint(Command("list", "--", "--archive"))

    told = typed(monkeypatch, ["edit", "--archive", "copy"], hint)

    assert told == "mediarel list --archive copy -- --archive"


def test_a_text_that_is_no_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told as it is, whatever a person wrote in it."""
    text = "there is no mediarel list in it"

    assert typed(monkeypatch, ["list", "--archive", "copy"], text) == text


def _behind_commands() -> Iterator[tuple[str, int, str]]:
    """Yield the texts that follow a command in a hint, with their files and lines."""
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts: list[ast.expr] = []
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Hint":
                parts = node.args
            elif isinstance(node, ast.List):
                parts = node.elts
            for part, behind in itertools.pairwise(parts):
                is_command = isinstance(part, ast.Call) and "Command" in ast.unparse(
                    part
                )
                if is_command and isinstance(behind, ast.Constant):
                    yield path.name, behind.lineno, str(behind.value)


def test_nothing_is_glued_to_a_command() -> None:
    """A double click on its last word takes that alone, without a full stop."""
    found = list(_behind_commands())

    assert len(found) > 3
    assert [each for each in found if not each[2].startswith(" ")] == []


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "query", [["date:1999"], ['date:"16 July 1999"'], ["--", "-radio", "date:1999"]]
)
def test_a_query_is_told_as_a_shell_reads_it(run: Run, query: list[str]) -> None:
    """Typed as it stands, it finds what was asked for: here nothing."""
    done = run("show", *query)
    command = shlex.split(done.err.partition("Try it first: mediarel ")[2])

    again = run(*command)

    assert done.code == 3
    assert command == ["list", *query]
    assert (again.code, again.out) == (0, "")
    assert again.err.startswith("No statement matches.")


def test_a_finding_as_json_names_no_archive(run: Run, store: Path) -> None:
    """It is data, whoever asks; on a terminal it is to be typed."""
    changed = store.read_text(encoding="utf-8").replace("CLEC", "CLAC", 1)
    store.write_text(changed, encoding="utf-8")

    finding, *_ = json.loads(run("check", "--json", "--archive", str(store)).out)

    assert "mediarel check --accept" in finding["hint"]


def test_a_finding_on_a_terminal_names_the_archive(screen: Screen, store: Path) -> None:
    changed = store.read_text(encoding="utf-8").replace("CLEC", "CLAC", 1)
    store.write_text(changed, encoding="utf-8")

    done = screen("check", "--archive", "data", columns=120)

    assert "mediarel check --archive data --accept" in " ".join(done.out.split())


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
