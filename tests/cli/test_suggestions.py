"""Test suggestions for unknown commands, options and words."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from conftest import Run, refused
from mediarel.cli import app, suggestions
from mediarel.query.terms import TERMS

pytestmark = pytest.mark.usefixtures("store")

MEANT = (
    ("delete 3", "remove 3"),
    ("grep sonando", "search sonando"),
    ("ls", "list"),
    ("history", "log"),
    ("new", "add or mediarel init"),
    ("serach land", "search land"),
    ("exp", "export"),
    ("list --from 2012", "list --since 2012"),
    ("list --author CLEC", "list --issuer CLEC"),
    ("export radio --output-format csv", "export radio --format csv"),
    ("list --json", "list --format json"),
    ("list --title land", "list title:land"),
    ("list --reverse", "list --sort oldest"),
    ("edit 3 --remove-tag 'a b'", "edit 3 --drop-tag 'a b'"),
    ("list --yaer 2012", "list --year 2012"),
    ("list land --date 2012", "list land date:2012"),
    ("add --year 2012", "add --date 2012"),
    ("edit 3 -title x", "edit 3 --title x"),
    ("rm", "remove"),
    ("tags", "list --tag TAG"),
    ("version", "--version"),
    ("configure --language km", "configure --usual language=km"),
    ("cite 3 --format apa", "cite 3 --style apa"),
    ("cite 3 --style APA --language km", "cite 3 --style APA --lang km"),
    ("publish sites out", "publish site out"),
    ("translation 3 4", "edit --translation-of ID OTHER"),
    ("formats", "export --formats"),
    ("list --drafts --year 2012", "list status:draft --year 2012"),
    ("search --withdrawn land", "search status:withdrawn land"),
    ("edit 3 --draft", "edit 3 --status draft"),
)


@pytest.mark.parametrize(("typed", "command"), MEANT, ids=[each for each, _ in MEANT])
def test_unknown_name_gets_a_suggestion(run: Run, typed: str, command: str) -> None:
    done = run(*shlex.split(typed))

    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(f"\nHint: Did you mean: mediarel {command}\n")


@pytest.mark.parametrize(
    "typed",
    [
        "qqq",
        "draft",
        "",
        "log -x",
        "edit 3 --nosuch",
        "remove --nosuch radio",
        "stats --by nothing",
    ],
)
def test_meaningless_name_refers_to_help(run: Run, typed: str) -> None:
    done = run(*typed.split() or [""])

    assert done.code == 2
    assert re.search(r"^Hint: (For help|All commands): ", done.err, re.MULTILINE)


QUOTES = "A value of several words needs quotes:"
LOOK = "to search for the word"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            "show latest",
            f"To find the ID: mediarel list --all – {LOOK}: mediarel show text:latest",
        ),
        (
            "remove all --yes",
            f"mediarel list --all – {LOOK}: mediarel remove --yes text:all",
        ),
    ],
)
def test_word_for_a_task_gets_a_command(run: Run, typed: str, told: str) -> None:
    before = run("export", "--format", "json").out

    done = run(*shlex.split(typed))

    assert done.code in {2, 3}
    assert done.err.endswith(f"{told}\n")
    assert run("export", "--format", "json").out == before


ONE_HYPHEN = (
    ("list -year 2012", "--year 2012"),
    ("search radio -page 2", "radio --page 2"),
    ("export -output x.csv", "--output x.csv"),
    ("search radio -all --year 2012", "radio --all --year 2012"),
)


@pytest.mark.parametrize(("typed", "meant"), ONE_HYPHEN)
def test_long_option_with_one_hyphen_is_refused(
    run: Run, typed: str, meant: str
) -> None:
    """Otherwise the option would exclude a word, or be a value of `-o`."""
    done = run(*typed.split())
    command, *words = typed.split()
    option = next(word for word in words if word.startswith("-"))

    assert refused(done, 2) == f"Error: no such option: {option}"
    assert done.err.endswith(f"\nHint: Did you mean: mediarel {command} {meant}\n")
    assert [*Path().glob("*put*")] == []


def test_option_value_can_begin_with_a_hyphen(run: Run) -> None:
    assert run("edit", "3", "--title", "-year").code == 0
    assert "-year" in run("show", "3").out


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("search land --output x.csv", "For help: mediarel search --help"),
        ("--year 2012", "For help: mediarel --help"),
        ("files", "For help: mediarel files --help"),
        (
            "add --date 2012 --title Hello there you --program A",
            f"{QUOTES} mediarel add --date 2012 --title 'Hello there you' --program A",
        ),
        (
            "add --date 2012 --title In 10 years",
            f"{QUOTES} mediarel add --date 2012 --title 'In 10 years'",
        ),
        ("undo 1 2", "For help: mediarel undo --help"),
        ("cite 3 --style APA language:km", "In a query, write id:3"),
    ],
)
def test_foreign_option_or_wrong_number_of_words_is_explained(
    run: Run, typed: str, told: str
) -> None:
    done = run(*typed.split())

    assert refused(done, 2)
    assert done.err.endswith(f"\nHint: {told}\n")


def test_suggested_names_exist() -> None:
    root: Any = typer.main.get_command(app.app)
    known = {name: root.get_command(None, name) for name in root.list_commands(None)}
    options = {o for each in known.values() for p in each.params for o in p.opts}
    commands = {here.split()[0] for here in suggestions.COMMANDS}

    meant = {here.split()[0].partition(":")[0] for here in suggestions.OPTIONS}
    assert meant <= options | TERMS.keys()
    assert {each for each in commands if not each.startswith("--")} <= known.keys()


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("list -sonando", "NOT sonando"),
        ("search --sort newest sonando -metfone", "sonando NOT metfone"),
        ("list -metfone sonando --year 2012", "year:2012 sonando NOT metfone"),
        (
            "list --year=2012 '-title:governance' --sort newest",
            "year:2012 -title:governance",
        ),
        ("list --tag -x -sonando", "tag:x NOT sonando"),
    ],
)
def test_hyphen_excludes_a_word(run: Run, typed: str, query: str) -> None:
    assert run(*shlex.split(typed)).out == run("list", query).out


@pytest.mark.parametrize("command", ["remove", "edit --title=x"])
def test_change_needs_more_than_an_excluded_word(run: Run, command: str) -> None:
    """The user probably meant an option, not an excluded word."""
    before = run("export", "--format=json").out

    done = run(*command.split(), "-all", "--yes")

    assert refused(done, 2) == "Error: no such option: -all"
    assert "NOT" not in done.err
    assert run("export", "--format=json").out == before


def test_change_can_exclude_a_word(run: Run) -> None:
    assert run("edit", "sonando", "-independent", "--title", "-x", "--yes").code == 0
    assert run("list", "--format", "json", "title:x").out.count('"id"') == 1
