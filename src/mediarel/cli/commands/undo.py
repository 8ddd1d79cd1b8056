"""Implement `mediarel undo`: reverse the last change, or an earlier one."""

from __future__ import annotations

from typing import Annotated

import typer

from mediarel.archive.lookup import headlines
from mediarel.archive.session import open_session
from mediarel.archive.undo import next_undo, sought, undo
from mediarel.cli import environment, prompts
from mediarel.cli.options import common
from mediarel.cli.options.ids import change_named
from mediarel.cli.terminal import wording
from mediarel.cli.terminal.changes import reversing_lines
from mediarel.cli.terminal.progress import working
from mediarel.errors import Command, Hint

EXAMPLES = (
    "mediarel undo && mediarel redo",
    "mediarel remove 'metfone year:2013' && mediarel undo",
)


def run(
    context: typer.Context,
    change: Annotated[
        str | None,
        typer.Argument(
            metavar="[CHANGE]",
            help="The number of the change to take back, as log tells it.",
        ),
    ] = None,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Take back the last change, again for the one before it, or change CHANGE.

    An undo is a change too: taken back, it does again what it took back. Asks
    before it takes back a change to more than one statement.
    """
    number = None if change is None else change_named(change)
    with environment.archive(context, archive) as opened:
        with working("Reading the history"):
            wanted = sought(opened, lambda changes: next_undo(changes, number))
        if len(wanted.ids) > 1:
            named = headlines(opened, [wanted], wording.MOST_HEADLINES)[wanted.number]
            told = wording.signed(wanted, named)
            environment.tell(f"Take back change {wanted.number}: {told}")
            for line in reversing_lines(wanted):
                environment.tell(line)
            question = f"Undo it for {environment.counted(len(wanted.ids))}?"
            prompts.confirm(question, yes=yes)
        with open_session(opened, "undo") as session:
            undo(session, number, expected=wanted)
    told = f"Took back change {wanted.number}: {wording.taken_back(wanted)}."
    if wanted.undoes is None:
        told = Hint(told, " Changed your mind? ", Command("redo"))
    environment.tell(told)
