"""The reason that readers are told of a correction or a withdrawal: `--why`."""

from __future__ import annotations

from typing import Annotated

import typer

from mediarel.archive.edit import NoReasonError
from mediarel.cli import environment, prompts
from mediarel.errors import InvalidError

Why = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT", help="The reason, in a sentence; readers are told it: public."
    ),
]


def reason(why: str | None, what: str) -> str:
    """Return the reason that was given, or that is asked for on a terminal.

    `what` is done: `withdrawn`.

    Raises NoReasonError.
    """
    if why is not None or not environment.is_interactive():
        if not (why or "").strip():
            raise NoReasonError
        return why or ""
    environment.tell("The reason is public: readers are told it with the statement.")
    return prompts.ask(f"Why is it {what}", _check)


def _check(answer: str) -> None:
    if not answer.strip():
        raise InvalidError("the reason is empty", "Say it in a sentence.")
