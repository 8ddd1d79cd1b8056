"""Implement `mediarel undo`: reverse the last change, or an earlier one."""

import typer

from mediarel import errors
from mediarel.archive.lookup import changes
from mediarel.archive.session import open_session
from mediarel.archive.undo import next_undo, undo
from mediarel.cli import command_line, environment, reporting
from mediarel.cli.messages import notify
from mediarel.cli.options import common
from mediarel.cli.options.parameters import argument
from mediarel.cli.terminal import progress, wording

EXAMPLES = (
    "mediarel undo && mediarel redo",
    "mediarel remove 'metfone year:2013' && mediarel undo",
)


def run(
    context: typer.Context,
    change: str | None = argument(
        "[CHANGE]",
        "Number of the change to undo, from the log (default: the last change).",
    ),
    note: reporting.Note = None,
    silent: reporting.Silent = False,
    yes: common.Yes = False,
) -> None:
    """Undo the last change, or the change with the number CHANGE.

    To undo the previous change too, run undo again. An undo is also a change: to
    reverse it, use redo. If a change concerns several statements, mediarel asks first.

    If readers can see the undo, mediarel asks for a note to readers, as in edit. If
    they needed no note on the change, or were not told of it, they need none on the
    undo.
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
    did = wording.reversal(wanted, " as before the change")
    message = f"Undid change {wanted.number}: {did}."
    if wanted.undoes is None:
        message = errors.Hint(message, " To redo: ", errors.Command("redo"))
    notify(message)
    reporting.report_unannounced_edits(opened, left)
    reporting.report_end_of_withholding(wanted)
