"""Implement `mediarel correct`: change a statement and add a note for its readers."""

from functools import partial

import typer

from mediarel.archive.archive import Archive
from mediarel.archive.edit import correct, planned_correction, refuse_unpublished
from mediarel.archive.lookup import get
from mediarel.archive.session import open_session
from mediarel.cli import environment, normalising, prompts, reporting, visibility
from mediarel.cli.commands import edit
from mediarel.cli.messages import notify, report_done
from mediarel.cli.options import common, fields, selection
from mediarel.cli.terminal.changes import edit_lines
from mediarel.history.change import Edit
from mediarel.model.statement import Statement

EXAMPLES = (
    "mediarel correct 3 --date 2012-07-17 --why 'The correct date is 17 July.'",
    "mediarel correct 3 --place Kampot --why 'It was issued in Kampot.'",
)


@fields.field_options(changing=True)
def run(
    context: typer.Context,
    id: selection.Id,
    why: visibility.Why = None,
    clear: edit.Clear = None,
    options: fields.FieldOptions = fields.NO_OPTIONS,
    yes: common.Yes = False,
) -> None:
    """Correct a statement, and tell its readers why.

    The fields have the same options as in mediarel edit. Without options, your editor
    opens. Readers see the corrected statement and the reason. The site also shows them
    the old version. To hide a text in all versions, use `mediarel withhold` instead.
    """
    changes = edit.changes_of(options, clear or ())
    with environment.archive(context) as opened:
        number = selection.one_chosen(context, opened, id)
        (before,) = get(opened, [number])
        if "status" not in changes.values and changes.are_used:
            refuse_unpublished(before, before)
        if why is not None or not prompts.is_interactive():
            why = visibility.reason(why, "corrected")
        if changes.are_used:
            normalising.correct_names(opened, changes.values, yes=yes)
            normalising.correct_names(opened, changes.added, yes=yes)
            changed = partial(edit.fields_set, changes=changes)
            edited = _corrected(opened, why, before, changed)
        else:
            save = partial(_corrected, opened, why)
            edited = edit.in_editor(context, opened, [number], save)
        if not edited:
            notify("Nothing changed, and no note was added for readers.")
            return
        reporting.show(edited, skipped=["notes"])
        report_done(f"Corrected statement {number}. Readers see the reason.")
        reporting.report_effects(opened, edited)
        for before, after in edited:
            if before.embargo == after.embargo:  # otherwise reported above
                visibility.report_embargo_of(after)


def _corrected(
    opened: Archive, why: str | None, before: Statement, changed: edit.FieldsFor
) -> list[Edit]:
    """Correct a statement. If no reason is given, ask for the reason.

    The changes are shown before the question, so that the reason can name the old and
    the new value. `before` is the statement before the correction.
    """
    if why is None:
        for line in edit_lines([planned_correction(before, changed)]):
            notify(line)
        notify(
            "Readers see the new value, and the old value on the page “What changed”."
            " To hide a text in both, press Ctrl-C, and withhold the text instead."
        )
        why = visibility.reason(why, "corrected")
    with open_session(opened, "correct") as session:
        return [correct(session, before.id, changed, why, expected={before.id: before})]
