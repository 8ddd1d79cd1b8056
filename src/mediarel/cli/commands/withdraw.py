"""Implement `mediarel withdraw`: withdraw a statement, or replace it."""

from functools import partial

import typer

from mediarel.archive import edit, lookup
from mediarel.archive.archive import Archive
from mediarel.archive.session import open_session
from mediarel.cli import environment, prompts, reporting, visibility
from mediarel.cli.messages import counted, notify, report_done
from mediarel.cli.options import common, completion, selection
from mediarel.cli.options.parameters import option
from mediarel.model.parts import DRAFT, WITHDRAWN


def run(
    context: typer.Context,
    word: str = selection.ID,
    why: str | None = visibility.WHY,
    replaced_by: str | None = option(
        "--replaced-by ID",
        "ID of the statement that replaces this one. Example: 7",
        autocompletion=completion.ids,
    ),
    not_replaced_by: str | None = option(
        "--not-replaced-by ID",
        "ID of a statement that no longer replaces this one.",
        autocompletion=completion.ids,
    ),
    yes: bool = common.YES,
) -> None:
    """Withdraw a statement, and tell its readers why.

    The statement stays in the archive. The public no longer sees the text, only that
    the statement was withdrawn, and why.

    With --replaced-by, readers find the new statement. A statement can have several
    replacements. If the statement is already withdrawn, --why is optional.
    --not-replaced-by removes a replacement; the statement stays withdrawn.

    Examples:
      mediarel withdraw 3 --why 'It was issued by mistake.' --yes
      mediarel withdraw 6 --replaced-by 7 --why 'Three had not signed.' --yes
    """
    for other, value in {"why": why, "replaced-by": replaced_by}.items():
        common.refuse_together(**{"not-replaced-by": not_replaced_by, other: value})
    with environment.archive(context) as opened:
        number = selection.one_chosen(context, opened, word)
        if replaced_by is not None:
            new = selection.one_chosen(context, opened, replaced_by)
            _replace(opened, number, new, why, yes=yes)
            return
        if not_replaced_by is not None:
            new = selection.one_chosen(context, opened, not_replaced_by)
            with open_session(opened, "replace") as session:
                edit.undo_replacement(session, number, new)
            message = f"Statement {new} no longer replaces statement {number}."
            report_done(message)
            return
        there = lookup.get_by_id(opened, [number])
        edit.refuse_to_withdraw(there[number])
        reporting.report_chosen(opened, [number], "Withdraw")
        message = visibility.reason(why, "withdrawn")
        prompts.confirm(f"Withdraw {counted(1)}?", yes=yes)
        with open_session(opened, "withdraw") as session:
            done = edit.withdraw(session, number, message, expected=there)
        report_done(f"Withdrew statement {number}. Readers see the reason.")
        visibility.report_embargo_of(done.after)
        visibility.report_exposed(opened, [done])


def _replace(
    opened: Archive, old: int, new: int, why: str | None, *, yes: bool
) -> None:
    """Make statement `new` the replacement of statement `old`, after asking.

    Raises an error if statement `new` can't be a replacement.
    """
    there = lookup.get_by_id(opened, [old, new])
    read = partial(lookup.get_by_id, opened)
    opened.asked(lambda: edit.refuse_unfit(opened.index, read, there[old], there[new]))
    reporting.report_chosen(opened, [old], "Withdraw")
    reporting.report_chosen(opened, [new], "Replace it with")
    is_explained = there[old].status == WITHDRAWN and why is None
    message = "" if is_explained else visibility.reason(why, "withdrawn")
    prompts.confirm(f"Replace statement {old} with statement {new}?", yes=yes)
    with open_session(opened, "replace") as session:
        edits = edit.replace(session, old, new, message, expected=there)
    if there[new].status == DRAFT:
        message = f"Statement {new} is still a draft. To publish it: "
        notify(message, "edit", new, "--status", "published")
    report_done(f"Statement {new} replaces statement {old}.")
    visibility.report_embargo_of(there[old])
    visibility.report_exposed(opened, edits)
