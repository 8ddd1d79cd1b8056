"""Implement `mediarel correct`: change a statement and add a note for its readers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.archive.edit import correct, planned_correction, refuse_unread
from mediarel.archive.lookup import get
from mediarel.archive.session import open_session
from mediarel.cli import environment, public
from mediarel.cli.commands import edit
from mediarel.cli.normalising import mend_names, tell_future_dates
from mediarel.cli.options import common, fields
from mediarel.cli.options.selection import Id, one_chosen
from mediarel.cli.public import tell_embargo_of, tell_embargoes, tell_printed
from mediarel.cli.telling import printing
from mediarel.cli.terminal.changes import edit_lines, show_edits
from mediarel.errors import Command, Hint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.archive.archive import Archive
    from mediarel.archive.edit import FieldsFor
    from mediarel.history.change import Edit
    from mediarel.model.statement import Statement

EXAMPLES = (
    "mediarel correct 3 --date 2012-07-17 --why 'It is of 17 July, and not of 16.'",
    "mediarel correct 3 --place Kampot --why 'It was issued in Kampot.'",
)


@fields.field_options(changing=True)
def run(
    context: typer.Context,
    id: Id,  # noqa: A002 - what the argument is called
    options: fields.FieldOptions,
    why: public.Why = None,
    clear: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD",
            help="Empty this field.",
            autocompletion=edit.names_of_fields,
        ),
    ] = None,
    day_first: fields.DayFirst = False,
    month_first: fields.MonthFirst = False,
    yes: common.Yes = False,
    archive: common.Archive = None,
) -> None:
    """Change a statement and tell its readers why, as one change.

    It is changed by options as edit does it; without any, in your editor. Readers see
    only the new: a reason that names the old as well tells them what was wrong.
    """
    changes = edit.changes_of(
        options, clear or (), day_first=day_first, month_first=month_first
    )
    with environment.archive(context, archive) as opened:
        number = one_chosen(context, opened, id)
        (before,) = get(opened, [number])
        if "status" not in changes.values and any(changes):
            refuse_unread(before, before)
        if why is not None or not environment.is_interactive():
            why = public.reason(why, "corrected")
        if any(changes):
            mend_names(opened, changes.values, yes=yes)
            mend_names(opened, changes.added, yes=yes)
            changed = partial(edit.fields_set, changes=changes)
            edited = _corrected(opened, before, changed, why)
        else:
            save = partial(_saved, why=why)
            edited = edit.in_editor(opened, [number], save, "correct")
        if not edited:
            environment.tell("Nothing changed, and readers are told nothing.")
            return
        with printing(f"the correction of {number}", Hint("See it: ", Command("log"))):
            show_edits(edited)
        done = f"Corrected {number}; readers are told why. To take it back: "
        environment.tell(Hint(done, _UNDO))
        tell_embargoes(edited)
        tell_future_dates(edited)
        for before, after in edited:
            if before.embargo == after.embargo:  # otherwise reported above
                tell_embargo_of(after)
        tell_printed(opened, edited)


_UNDO = Command("undo")
_NAME_BOTH = "Readers see only the new: if they should know what it was, say it."


def _saved(
    opened: Archive, before: Statement, given: Mapping[str, object], *, why: str | None
) -> list[Edit]:
    """Save the edited fields as a correction."""
    return _corrected(opened, before, partial(edit.following, given), why)


def _corrected(
    opened: Archive, before: Statement, changed: FieldsFor, why: str | None
) -> list[Edit]:
    """Correct the statement `before`, asking for the reason if none is given.

    The changes are shown first, so that the reason can name the old and the new value.
    """
    if why is None:
        for line in edit_lines([planned_correction(before, changed)]):
            environment.tell(line)
        environment.tell(_NAME_BOTH)
        why = public.reason(why, "corrected")
    with open_session(opened, "correct") as session:
        return [correct(session, before.id, changed, why, expected={before.id: before})]
