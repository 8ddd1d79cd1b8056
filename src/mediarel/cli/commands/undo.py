"""Implement `mediarel undo` and `redo`: reverse a change, or the last undo."""

import typer

from mediarel import errors
from mediarel.archive.lookup import changes
from mediarel.archive.session import open_session
from mediarel.archive.undo import change_to_redo, next_redo, next_undo, redo, undo
from mediarel.cli import command_line, environment, reporting
from mediarel.cli.messages import notify
from mediarel.cli.options import common
from mediarel.cli.options.parameters import argument
from mediarel.cli.terminal import progress, wording


def run(
    context: typer.Context,
    change: str | None = argument(
        "[CHANGE]",
        "Number of the change to undo, from the log (default: the last change).",
    ),
    note: str | None = reporting.NOTE,
    silent: bool = reporting.SILENT,
    yes: bool = common.YES,
) -> None:
    """Undo the last change, or the change with the number CHANGE.

    To undo the previous change too, run undo again. An undo is also a change: to
    reverse it, use redo. If a change concerns several statements, mediarel asks first.

    If readers can see the undo, mediarel asks for a note to readers, as in edit. If
    they needed no note on the change, or were not told of it, they need none on the
    undo.

    Examples:
      mediarel undo && mediarel redo
      mediarel remove 'metfone year:2013' && mediarel undo
    """
    said = reporting.note_of(note, silent=silent)
    number = None if change is None else command_line.change_named(change)
    with environment.archive(context) as opened:
        with progress.working("Reading the history"):
            wanted = next_undo(changes(opened), number)
        reporting.confirm_reversal(opened, wanted, wanted, "Undo", yes=yes)
        said, left = reporting.of_reversal(opened, wanted, said, yes=yes)
        with open_session(opened, "undo") as session:
            undo(session, number, expected=wanted, note=said)
    message = f"Undid change {wanted.number} ({wording.summary(wanted)})."
    if wanted.undoes is None:
        message = errors.Hint(message, " To redo: ", errors.Command("redo"))
    notify(message)
    reporting.report_unannounced_edits(opened, left)
    reporting.report_end_of_withholding(wanted)


def run_redo(
    context: typer.Context,
    note: str | None = reporting.NOTE,
    silent: bool = reporting.SILENT,
    yes: bool = common.YES,
) -> None:
    """Redo the change that was undone last.

    You can use redo until you make another change. For --note and --silent, see undo.

    Examples:
      mediarel undo && mediarel redo
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
    notify(f"Redid change {change.number} ({wording.summary(change)}).")
    reporting.report_unannounced_edits(opened, left)
    reporting.report_end_of_withholding(undo)
