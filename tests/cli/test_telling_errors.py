"""Errors as they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import refused
from mediarel.cli import telling

if TYPE_CHECKING:
    from conftest import Run


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("command", "meant"),
    [("search -hotel", "search NOT hotel"), ("edit a -you", "edit a NOT you")],
)
def test_a_word_left_out_that_is_no_word(run: Run, command: str, meant: str) -> None:
    """What begins as an option of the command is one; the hint says what to write."""
    done = run(*command.split())

    option = command.rsplit(maxsplit=1)[-1]
    assert refused(done, 2) == f"Error: no such option: {option}"
    assert done.err.endswith(f"\nHint: To exclude a word: mediarel {meant}\n")


def test_an_option_that_is_no_word(run: Run) -> None:
    """Where there is no query, it is just no option."""
    assert "NOT" not in run("log", "-xyz").err


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("command", ["list", "edit 3", "undo"])
def test_the_help_of_the_command_that_failed(run: Run, command: str) -> None:
    """An option without its value, one too many: both are told of this command."""
    name = command.split(maxsplit=1)[0]
    hint = f"\nHint: For help: mediarel {name} --help\n"

    assert run(*command.split(), "--archive").err.endswith(hint)
    assert run(*command.split(), "--archive=data", "-1").err.endswith(hint)


def test_what_the_system_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    """The file is named, on one line, whatever it is called."""
    code = telling.tell_error(PermissionError(13, "Permission denied", "a\n\x1b.json"))

    assert code == 7
    assert capsys.readouterr().err == (
        "Error: a <U+001B>.json: permission denied\n"
        "Hint: Check the permissions and the free space on the disk, then try again.\n"
    )
