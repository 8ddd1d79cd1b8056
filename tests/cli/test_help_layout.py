"""Test the layout of help at all widths."""

import re
from typing import Any

import pytest
import typer

import every_command
from conftest import Run
from mediarel.cli import app

EVERY = [each.name for each in every_command.EVERY]

_USUAL, _LONG = 80, 16  # columns of a terminal, length of a long word


def helped(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str, columns: int = 80
) -> str:
    """Return the help of `command` on a terminal of `columns`."""
    monkeypatch.setenv("COLUMNS", str(columns))
    done = run(*command.split(), "--help")
    assert (done.code, done.err) == (0, "")
    return done.out


def panels(shown: str) -> dict[str, str]:
    """Return the content of each box by its title."""
    framed = re.findall(r"╭─ ([^─]+) ─+╮\n(.*?)\n╰", shown, re.DOTALL)
    return {title: inside.replace("│", " ") for title, inside in framed}


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


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("command", EVERY)
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
def test_help_without_boxes_has_the_same_groups(
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
    titles = list(panels(boxed))
    assert (
        re.findall(r"^([A-Z][a-z ]+):$", in_lines, re.MULTILINE)[: len(titles)]
        == titles
    )
    assert "  --plain: For screen readers: print a label" in in_lines
