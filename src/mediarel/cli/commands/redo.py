"""Implement `mediarel redo`: reverse the last undo."""

import typer

from mediarel.archive.lookup import changes
from mediarel.archive.session import open_session
from mediarel.archive.undo import change_to_redo, next_redo, redo
from mediarel.cli import environment, reporting
from mediarel.cli.messages import notify
from mediarel.cli.options import common
from mediarel.cli.terminal import progress, wording

EXAMPLES = ("mediarel undo && mediarel redo",)


def run(
    context: typer.Context,
    note: reporting.Note = None,
    silent: reporting.Silent = False,
    yes: common.Yes = False,
) -> None:
    """Redo the change that was undone last.

    You can use redo until you make another change. For --note and --silent, see undo.
    """
    said = reporting.note_of(note, silent=silent)
    with environment.archive(context) as opened:
        with progress.working("Reading the history"):
            undo = next_redo(changes(opened))
            change = change_to_redo(changes(opened), undo)
        reporting.confirm_reversal(opened, undo, change, "Redo", yes=yes)
        said, left = reporting.of_reversal(opened, undo, said, yes=yes)
        with open_session(opened, "redo") as session:
            redo(session, expected=undo, note=said)
    notify(f"Redid change {undo.undoes}: {wording.reversal(undo)}.")
    reporting.report_unannounced_edits(opened, left)
    reporting.report_end_of_withholding(undo)
