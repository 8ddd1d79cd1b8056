"""Implement `mediarel redo`: reverse the last undo."""

from __future__ import annotations

import typer

from mediarel.archive.lookup import changes
from mediarel.archive.session import open_session
from mediarel.archive.undo import change_to_redo, next_redo, redo
from mediarel.cli import environment
from mediarel.cli.commands import reporting
from mediarel.cli.options import common
from mediarel.cli.terminal import progress, wording

EXAMPLES = ("mediarel undo && mediarel redo",)


def run(
    context: typer.Context, yes: common.Yes = False, archive: common.Archive = None
) -> None:
    """Redo the change that was undone last.

    You can use redo until you make another change.
    """
    with environment.archive(context, archive) as opened:
        with progress.working("Reading the history"):
            undo = next_redo(changes(opened))
            change = change_to_redo(changes(opened), undo)
        reporting.confirm_reversal(opened, undo, change, "Redo", yes=yes)
        with open_session(opened, "redo") as session:
            redo(session, expected=undo)
    environment.tell(f"Redid change {undo.undoes}: {wording.done_again(undo)}.")
