"""`mediarel log`: what was changed, newest first."""

from __future__ import annotations

from typing import Annotated

import typer

from mediarel.cli import opening, options, render, render_changes
from mediarel.cli.again import in_this_archive
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
    all: options.AllChanges = False,  # noqa: A002 - the option's name
    archive: options.Archive = None,
) -> None:
    """Tell the changes, newest first: when, who, and what they did.

    On a terminal the newest that fit the screen, or all that touched a statement.
    """
    number = None if id is None else statement_named(id)
    is_paged = number is None and not all and render.is_terminal()
    most = render.page_size() if is_paged else None
    with opening.archive(context, archive) as opened:
        # One more than is shown tells whether there are older ones.
        changes = list(opened.changes(number, most=most and most + 1))
        # A statement that was removed has its history, another may have none.
        if number is not None and not changes:
            opened.get([number])
    if not changes:
        opening.tell("No change is recorded.")
        return
    if number is None:
        render_changes.changes(changes[:most])
    else:
        render_changes.changes_of(number, changes)
    if most is not None and len(changes) > most:
        opening.tell(in_this_archive("There are older ones: mediarel log --all"))
