"""Questions to the user: on stderr, and only on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.environment import is_interactive
from mediarel.cli.telling import in_lines, say
from mediarel.cli.typed import typed
from mediarel.errors import DeclinedError, InvalidError, MisuseError
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ANSWERS = {"y": True, "yes": True, "n": False, "no": False}


class NotConfirmedError(DeclinedError):
    """The answer was no."""

    def __init__(self) -> None:
        super().__init__("nothing was changed, as you said no", "")


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
    *before, last = in_lines(question).split("\n")
    choice = "Y/n" if default else "y/N"
    while True:
        if before:
            say(*before)
        answer = typed(f"{last} [{choice}]: ").strip().lower()
        if answer in _ANSWERS:
            return _ANSWERS[answer]
        if not answer:
            return default
        say("Answer y or n; Enter stands for the one in capitals.")


def saved_or_edited(question: str) -> str:
    """Ask `question` on the terminal; return `yes`, `no` or `edit`."""
    answers = {"": "yes", "y": "yes", "n": "no", "e": "edit"}
    while True:
        answer = typed(f"{question} [Y/n/e]: ").strip().lower()[:1]
        if answer in answers:
            return answers[answer]
        say("Answer y, n, or e to edit it first; Enter stands for y.")


def ask(
    question: str,
    check: Callable[[str], object],
    default: str = "",
    values: Sequence[str] = (),
) -> str:
    """Ask until `check` raises no InvalidError for the answer, and return that.

    Enter stands for `default`, unless that holds what can't be shown. Tab completes
    what is typed to one of `values`.
    """
    from mediarel.cli import failures  # noqa: PLC0415 - only after a mistake

    if harmless(default) != default:
        default = ""
    prompt = f"{question} [{default}]: " if default else f"{question}: "
    while True:
        answer = typed(prompt, values) or default
        try:
            check(answer)
        except InvalidError as error:
            failures.tell(error)
        else:
            return answer
