"""`mediarel log`: what was changed, newest first."""

from __future__ import annotations

from typing import Annotated

import typer

from mediarel.archive.reading import changes, get
from mediarel.cli import environment
from mediarel.cli.options import common, completion
from mediarel.cli.options.numbers import statement_named
from mediarel.cli.terminal.changes import show_changes, show_changes_of
from mediarel.cli.terminal.lines import is_terminal, page_size
from mediarel.errors import Command, Hint

EXAMPLES = ("mediarel log", "mediarel log 3")


def run(
    context: typer.Context,
    id: Annotated[  # noqa: A002 - the argument's name
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="Only what touched this statement, and where its words differ.",
            autocompletion=completion.ids,
        ),
    ] = None,
    all: common.AllChanges = False,  # noqa: A002 - the option's name
    archive: common.Archive = None,
) -> None:
    """Tell the changes, newest first: when, who, and what they did.

    On a terminal the newest that fit the screen, or all that touched a statement.
    """
    number = None if id is None else statement_named(id)
    is_paged = number is None and not all and is_terminal()
    most = page_size() if is_paged else None
    with environment.archive(context, archive) as opened:
        # One more than is shown tells whether there are older ones.
        found = list(changes(opened, number, most=most and most + 1))
        # A statement that was removed has its history, another may have none.
        if number is not None and not found:
            get(opened, [number])
    if not found:
        environment.tell("No change is recorded.")
        return
    if number is None:
        show_changes(found[:most])
    else:
        show_changes_of(number, found)
    if most is not None and len(found) > most:
        environment.tell(Hint("There are older ones: ", Command("log", "--all")))
