"""`mediarel log`: what was changed, newest first."""

from __future__ import annotations

from typing import Annotated

import typer

from mediarel.cli import opening, options, render
from mediarel.cli.numbers import statement_named

EXAMPLES = ("mediarel log", "mediarel log 3")


def run(
    context: typer.Context,
    id: Annotated[  # noqa: A002 - the argument's name
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="Only what touched this statement, and where its words differ.",
            autocompletion=options.ids,
        ),
    ] = None,
    archive: options.Archive = None,
) -> None:
    """Tell the changes, newest first: when, who, and what they did."""
    number = None if id is None else statement_named(id)
    with opening.archive(context, archive) as opened:
        changes = list(opened.changes(number))
        # A statement that was removed has its history, another may have none.
        if number is not None and not changes:
            opened.get([number])
    if not changes:
        opening.tell("No change is recorded.")
        return
    if number is None:
        render.changes(changes)
    else:
        render.changes_of(number, changes)
