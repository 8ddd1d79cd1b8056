"""Questions to the user: on stderr, and only on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mediarel.cli.environment import is_interactive
from mediarel.cli.telling import in_lines
from mediarel.errors import InvalidError, MisuseError, RefusedError
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Callable


class NotConfirmedError(RefusedError):
    """The answer was no."""

    def __init__(self) -> None:
        super().__init__(
            "you said no, so nothing was changed",
            "Give the command again when you are sure; --yes skips the question.",
        )


class NoOneToAskError(MisuseError):
    """A question is needed, but there is no terminal to ask it on."""

    def __init__(self, question: str) -> None:
        super().__init__(
            f"there is no terminal to ask on: {question}",
            "Say yes beforehand with --yes.",
        )


def confirm(question: str, *, yes: bool, default: bool = False) -> None:
    """Ask `question` unless it was answered with `yes` beforehand.

    Raises NotConfirmedError for a no, NoOneToAskError without a terminal.
    """
    if yes:
        return
    if not is_interactive():
        raise NoOneToAskError(question)
    if not agrees(question, default=default):
        raise NotConfirmedError


def agrees(question: str, *, default: bool = False) -> bool:
    """Ask `question` on the terminal; return whether the answer was yes."""
    return typer.confirm(in_lines(question), default=default, err=True)


def ask(question: str, check: Callable[[str], object], default: str = "") -> str:
    """Ask until `check` raises no InvalidError for the answer, and return that.

    Enter stands for `default`, unless that holds what can't be shown.
    """
    from mediarel.cli import failures  # noqa: PLC0415 - only after a mistake

    if harmless(default) != default:
        default = ""
    while True:
        answer: str = typer.prompt(
            question, default=default, show_default=bool(default), err=True
        )
        try:
            check(answer)
        except InvalidError as error:
            failures.tell(error)
        else:
            return answer
