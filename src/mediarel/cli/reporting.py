"""Ask before a change to statements, show the change, and report how to undo it.

A command selects the statements and calls `confirm`. Then it commits the change in a
session and calls `show`, `tell_done` and `tell_effects`.
"""

from collections.abc import Collection, Iterable, Sequence

from mediarel import errors
from mediarel.archive import lookup, near_duplicates
from mediarel.archive.archive import Archive
from mediarel.cli import environment, normalising, prompts, public, telling
from mediarel.cli.terminal import changes, wording
from mediarel.history.change import Change, Edit
from mediarel.model.statement import Statement

_LOOKED_AT = 100  # statements; comparing more would take seconds


def confirm(opened: Archive, ids: Sequence[int], verb: str, *, yes: bool) -> None:
    """Show the statements that will change, and ask for confirmation.

    `verb` is the first word of the question, such as Remove. Raises NotConfirmedError
    or NoOneToAskError.
    """
    environment.tell_chosen(opened, ids, verb)
    prompts.confirm(f"{verb} {environment.counted(len(ids))}?", yes=yes)


def confirm_reversal(
    opened: Archive, reversed_: Change, shown: Change, verb: str, *, yes: bool
) -> None:
    """Ask for confirmation before undo or redo changes several statements.

    The command reverses the change `reversed_`, and the question describes the change
    `shown`. For undo, these are the same change. For redo, `reversed_` is the undo, and
    `shown` is the change that was undone.
    """
    if not reversed_.ids[1:]:
        return
    named = lookup.headlines(opened, [shown], wording.MOST_HEADLINES)[shown.number]
    environment.tell(f"{verb} change {shown.number}: {wording.signed(shown, named)}")
    counted = environment.counted(len(reversed_.ids))
    prompts.confirm(f"{verb} this change to {counted}?", yes=yes)


def show(
    edits: Sequence[Edit], *, most: int | None = None, untold: Collection[str] = ()
) -> None:
    """Print the old and new values of the changed fields.

    On a terminal, print at most `most` statements, and skip the fields in `untold`. In
    a pipe, print all statements with all changed fields.
    """
    changed = wording.statements([after.id for _, after in edits])
    with telling.printing(
        f"the change of {changed}", errors.Hint("See it: ", errors.Command("log"))
    ):
        changes.show_edits(edits, most=most, untold=untold)


def tell_done(done: str) -> None:
    """Report a completed change, and how to undo it."""
    environment.tell(f"{done} To undo: ", errors.Command("undo"))


def tell_effects(
    opened: Archive, changed: Iterable[tuple[Statement | None, Statement]]
) -> None:
    """Report new embargoes, future dates, and texts that other statements withhold."""
    pairs = list(changed)
    public.tell_embargoes(pairs)
    normalising.tell_future_dates(pairs)
    public.tell_printed(opened, pairs)


def tell_near(opened: Archive, added: Sequence[Statement]) -> None:
    """Report added statements that are near-duplicates of another statement.

    If more than 100 statements were added, suggest the command `duplicates` instead,
    which finds the same near-duplicates.
    """
    if len(added) > _LOOKED_AT:
        environment.tell("To find near-duplicates: ", errors.Command("duplicates"))
        return
    ids = {each.id for each in added}
    near = ((each.id, near_duplicates.nearest(opened, each)) for each in added)
    # A pair of added statements is reported once.
    pairs = [
        (number, other)
        for number, other in near
        if other and not (other.id in ids and other.id > number)
    ]
    told = [
        errors.Hint(
            f"Statement {number} is nearly the same as {other.id} ({other.date})."
            " To compare: ",
            errors.Command("duplicates", number),
        )
        for number, other in pairs
    ]
    environment.tell_first(told, "more near-duplicates")
