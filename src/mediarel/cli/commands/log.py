"""Implement `mediarel log`: list changes, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mediarel import errors
from mediarel.archive import lookup
from mediarel.cli import environment
from mediarel.cli.options import common, completion
from mediarel.cli.options.ids import past_and_present, statements_named
from mediarel.cli.pager import paged
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.changes import Story, fitting, show_changes, show_stories
from mediarel.cli.terminal.lines import is_terminal, screen_lines
from mediarel.cli.terminal.progress import working

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive

EXAMPLES = ("mediarel log", "mediarel log 3", "mediarel log 3-5")


def run(
    context: typer.Context,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]…",
            help="Only changes to this statement, and the words that changed."
            " Example: 3",
            autocompletion=completion.ids,
        ),
    ] = None,
    all: Annotated[  # noqa: A002 - the option's name
        bool,
        typer.Option(
            "--all", help="Show all changes (default: as many as fit the screen)."
        ),
    ] = False,
    no_pager: common.NoPager = False,
    archive: common.Archive = None,
) -> None:
    """Show changes, newest first: date, person, command and result."""
    named = statements_named(ids or ())
    fits_screen = not named and not all and is_terminal()
    with (
        environment.archive(context, archive) as opened,
        working("Reading the history"),
    ):
        if named:
            of_each = _stories(opened, past_and_present(opened, named))
        else:
            # Read one more change than is shown, to know whether older ones exist.
            most = screen_lines() + 1 if fits_screen else None
            found = list(lookup.changes(opened, most=most))
            # In a pipe no headlines are shown.
            most_named = wording.MOST_HEADLINES if is_terminal() else 0
            names = lookup.headlines(opened, found, most_named)
    if named:
        with paged(context, no_pager=no_pager):
            show_stories([story for story in of_each if story.changes])
        for story in of_each:
            if not story.changes:
                environment.tell(f"Statement {story.id} has no recorded changes.")
        return
    if not found:
        environment.tell("There are no recorded changes.")
        return
    shown = fitting(found, names, screen_lines()) if fits_screen else found
    with paged(context, no_pager=no_pager or fits_screen):
        show_changes(shown, names)
    if len(found) > len(shown):
        environment.tell(
            errors.Hint("To see older changes: ", errors.Command("log", "--all"))
        )


def _stories(opened: Archive, ids: Sequence[int]) -> list[Story]:
    """Return the changes of these statements, newest first, with their headlines.

    Raises NoSuchStatementError.
    """
    found = lookup.changes_of_each(opened, ids)
    # A removed statement has a history. If there is none, the statement must exist.
    lookup.get(opened, [number for number in ids if not found[number]])
    newest = [change for its in found.values() for change in its[:1]]
    called = lookup.headlines_of(opened, {*ids}, newest)
    return [Story(number, found[number], called.get(number, "")) for number in ids]
