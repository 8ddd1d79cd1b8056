"""`mediarel log`: what was changed, newest first."""

from __future__ import annotations

from typing import Annotated

import typer

from mediarel.cli import opening, options, render
from mediarel.cli.choosing import chosen

EXAMPLES = ("mediarel log", "mediarel log 3")


def run(
    context: typer.Context,
    id: Annotated[  # noqa: A002 - the argument's name
        str | None, typer.Argument(help="Only what touched this statement.")
    ] = None,
    archive: options.Archive = None,
) -> None:
    """Tell the changes, newest first: when, who, and what they did."""
    with opening.archive(context, archive) as opened:
        # A statement that was removed still has its history.
        number = int(id) if id and id.isascii() and id.isdecimal() else None
        if id is not None and number is None:
            (number,) = chosen(opened, [id])
        changes = list(opened.changes(number))
    if not changes:
        opening.tell("No change is recorded.")
        return
    render.changes(changes)
