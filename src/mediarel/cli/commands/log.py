"""`mediarel log`: what was changed, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.reading import changes, get
from mediarel.archive.removed import headline_of, headlines
from mediarel.cli import environment
from mediarel.cli.options import common, completion
from mediarel.cli.options.numbers import past_and_present, statements_named
from mediarel.cli.pager import paged
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.changes import show_changes, show_changes_of
from mediarel.cli.terminal.lines import is_terminal, page_size
from mediarel.cli.terminal.progress import working
from mediarel.errors import Command, Hint

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive
    from mediarel.history.change import Change

EXAMPLES = ("mediarel log", "mediarel log 3", "mediarel log 3-5")


def run(
    context: typer.Context,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]…",
            help="Only what touched this statement, and where its words differ.",
            autocompletion=completion.ids,
        ),
    ] = None,
    all: common.AllChanges = False,  # noqa: A002 - the option's name
    no_pager: common.NoPager = False,
    archive: common.Archive = None,
) -> None:
    """Tell the changes, newest first: when, who, and what they did.

    On a terminal the newest that fit the screen, or all that touched a statement.
    """
    named = statements_named(ids or ())
    is_paged = not named and not all and is_terminal()
    most = page_size() if is_paged else None
    with (
        environment.archive(context, archive) as opened,
        working("Reading the history"),
    ):
        of_each = (
            [
                (number, _changes_of(opened, number))
                for number in past_and_present(opened, named)
            ]
            if named
            else []
        )
        is_drawn = is_terminal()
        names = {
            number: headline_of(opened, number, of_one)
            for number, of_one in of_each
            if of_one and is_drawn
        }
        # One more than is shown tells whether there are older ones.
        found = [] if named else list(changes(opened, most=most and most + 1))
        shown = found[:most]
        # Into a pipe none is named.
        with_names = shown if is_drawn else ()
        named_in = headlines(opened, with_names, wording.MOST_HEADLINES)
    with paged(context, no_pager=no_pager):
        for number, of_one in of_each:
            if of_one:
                show_changes_of(number, of_one, names.get(number, ""))
            else:
                environment.tell("No change is recorded.")
        if found:
            show_changes(shown, named_in)
        elif not named:
            environment.tell("No change is recorded.")
    if most is not None and len(found) > most:
        environment.tell(Hint("There are older ones: ", Command("log", "--all")))


def _changes_of(opened: Archive, number: int) -> list[Change]:
    """Return the changes of statement `number`, newest first.

    Raises NoSuchStatementError.
    """
    found = list(changes(opened, number))
    # A statement that was removed has its history, another may have none.
    if not found:
        get(opened, [number])
    return found
