"""Test the layout of help, and the examples at its end."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer

import every_command
from conftest import ROOT, Run, Screen, Shell, give_opener
from every_command import EVERY
from mediarel.cli import app
from mediarel.cli.terminal.manual import BY_NAME
from samples import sample

EXAMPLES = {each.name: each.examples for each in EVERY}
TOPIC_OF = {each.name: each.row.topic for each in EVERY}
EACH = [(name, example) for name, examples in EXAMPLES.items() for example in examples]
# Runs until Ctrl-C; tests/cli/commands/test_publish_serve.py tests its examples.
ENDLESS = "mediarel publish serve"
# Examples with a server run in `test_copy.py` and `test_init.py`.
SERVER = "postgresql://"


@pytest.mark.parametrize("command", sample([*EXAMPLES]))
def test_help_ends_with_whole_examples(screen: Screen, command: str) -> None:
    lines = screen(*command.split(), "--help").out.splitlines()

    end = len(EXAMPLES[command]) + 3
    assert [line.rstrip() for line in lines[-end:]] == [
        f" More: mediarel help {TOPIC_OF[command]}",
        "",
        " Examples:",
        *(f"   {example}" for example in EXAMPLES[command]),
    ]


@pytest.mark.parametrize(
    "example", sample([e for _, e in EACH if ENDLESS not in e and SERVER not in e])
)
def test_example_runs_on_the_sample_archive(  # noqa: PLR0913, PLR0917 - a user's whole environment
    home: Path,
    store: Path,
    run: Run,
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    example: str,
) -> None:
    texts = {"page.txt": "a", "statement.txt": "We ask for land and water."}
    texts["page.txt"] = run("export", "--format", "listing").out
    for number, file in enumerate(("old.json", "older.jsonl")):
        old = {"date": f"200{number}", "program": "NGO", "title": f"Of {file}"}
        texts[file] = json.dumps([old] if file == "old.json" else old)
    for file, text in texts.items():
        (home / file).write_text(text, encoding="utf-8")
    if "examples/" in example:
        shutil.copytree(ROOT / "examples", home / "examples")
    elif "joint-statement.txt" in example:
        shutil.copy(ROOT / "examples" / "joint-statement.txt", home)
    if "feed.xml news" in example:
        shutil.copyfile(ROOT / "examples" / "feed.xml", home / "feed.xml")
        shutil.copytree(ROOT / "examples" / "news", home / "news")
    if "--open" in example:
        give_opener(home, monkeypatch)
    if "--archive copy" in example:
        run("init", "copy")

    # Answer the questions of commands that change statements.
    done = shell(re.sub("mediarel (edit|remove|undo|redo)", r"\g<0> --yes", example))

    assert store.exists()
    assert (done.code, "Error" in done.err) == (0, False)
    # Each example prints a result or a report.
    assert done.out + done.err


def test_help_refers_to_an_existing_topic() -> None:
    assert set(TOPIC_OF.values()) <= set(BY_NAME)
    assert {"guide", "search", "formats", "backups"} <= set(TOPIC_OF.values())


LAYOUT_EVERY = [each.name for each in every_command.EVERY]

_USUAL, _LONG = 80, 16  # columns of a terminal, length of a long word


def helped(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str, columns: int = 80
) -> str:
    """Return the help of `command` on a terminal of `columns`."""
    monkeypatch.setenv("COLUMNS", str(columns))
    done = run(*command.split(), "--help")
    assert (done.code, done.err) == (0, "")
    return done.out


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("option", [(), ("--plain",)])
def test_list_of_commands_fits_45_lines(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: int, option: tuple[str, ...]
) -> None:
    lines = helped(run, monkeypatch, " ".join(option), columns).splitlines()

    assert max(map(len, lines)) <= columns
    assert columns < 80 or len(lines) <= 45
    words = " ".join(lines).split()
    for row in app.COMMANDS:
        name = f"{row.name}:" if option else row.name
        assert (name in words) == (not row.is_hidden)
        assert row.is_hidden or {*row.about.split()} <= {*words}
    assert {"[--archive", "[--plain]", "--help]"} <= {*words}
    assert [row.name for row in app.COMMANDS if row.is_hidden] == ["schema"]


@pytest.mark.parametrize("columns", [50, 60, 80, 120])
@pytest.mark.parametrize("command", LAYOUT_EVERY)
def test_help_fits_and_is_complete(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str, columns: int
) -> None:
    """No word of the help text is cut, and no type or range is shown."""
    shown = helped(run, monkeypatch, command, columns)
    assert not re.search(r"<=|x>=|<\w+\||--\w.*<(?:str|path|int)>", shown)

    above, _, examples = shown.partition("Examples:")
    assert max(map(len, above.splitlines())) <= columns
    for line in examples.splitlines():
        assert not line.strip() or line.strip().startswith("mediarel ")
    words = set(re.sub("[│*]", " ", shown).split())
    words |= {word.rstrip(":,") for word in words}
    words |= {part for word in words for part in word.split(",")}
    known: Any = typer.main.get_command(app.app)
    for name in command.split():
        known = known.get_command(None, name)
    for parameter in known.params:
        said = [*parameter.opts, *(getattr(parameter, "help", None) or "").split()]
        if parameter.param_type_name == "argument":
            said = said[1:]
        if columns < _USUAL:  # long words and second names may be split
            said = [w for w in said if len(w) <= _LONG and w != "--program"]
        assert [word for word in said if word not in words] == []
    assert [word for word in (known.help or "").split() if word not in words] == []


@pytest.mark.parametrize("command", ["publish", "edit"])
def test_help_without_boxes_has_the_same_options(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    boxed = helped(run, monkeypatch, command)
    in_lines = helped(run, monkeypatch, f"{command} --plain")
    narrow = helped(run, monkeypatch, command, 59)
    monkeypatch.setenv("NO_COLOR", "1")
    without_colour = helped(run, monkeypatch, command)

    assert "╭" in boxed
    assert "╭" not in narrow
    assert "╭" not in in_lines
    assert without_colour == in_lines
    options = {*re.findall(r"--?[a-z][a-z-]*", boxed)}
    assert {"--plain", "-h"} <= options
    for shown in (in_lines, narrow):
        assert {*re.findall(r"--?[a-z][a-z-]*", shown)} >= options
