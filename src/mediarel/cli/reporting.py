"""Ask before a change, show the change, and report its effects.

A command selects the statements and calls `confirm`. Then it commits the change in a
session and calls `show`, `report_done` and `report_effects`. If readers can see the
change, the command asks for a note to readers, or reports that they are not told of it.
"""

from collections.abc import Collection, Iterable, Sequence

from mediarel import errors
from mediarel.archive import duplicates, edit, lookup
from mediarel.archive.archive import Archive
from mediarel.archive.lookup import public_changes
from mediarel.cli import messages, normalising, prompts, visibility
from mediarel.cli.messages import counted, notify, report_first
from mediarel.cli.options.common import refuse_together
from mediarel.cli.options.parameters import flag, option
from mediarel.cli.terminal import statements, wording
from mediarel.cli.terminal.lines import is_plain
from mediarel.cli.terminal.widths import shortened
from mediarel.history.change import Edit
from mediarel.model.statement import Statement
from mediarel.query.tree import Everything, Numbered
from mediarel.text.lines import harmless

_SHOWN = 5  # statements, before a change to many
_COMPARED = 500  # statements; comparing more would take more than a second
_NO_NOTES = frozenset(("y", "yes", "n", "no"))  # answers to a different question
NOTE = option("--note TEXT", "Note to readers about this change.")
SILENT = flag("--silent", "Record that readers need no note.")


def confirm(opened: Archive, ids: Sequence[int], verb: str, *, yes: bool) -> None:
    """Show the statements that will change, and ask for confirmation.

    `verb` is the first word of the question, such as Remove. Raises NotConfirmedError
    or NoOneToAskError.
    """
    report_chosen(opened, ids, verb)
    prompts.confirm(f"{verb} {counted(len(ids))}?", yes=yes)


def report_chosen(opened: Archive, ids: Sequence[int], what: str) -> None:
    """Report the number of statements to change, and list the first few statements.

    The report starts with `what`, such as Remove.
    """
    shown = opened.page(Numbered(tuple(ids)), size=_SHOWN).rows
    notify(f"{what} {counted(len(ids))}:")
    # Leave the last column empty: a terminal starts a new line after it.
    width = messages.columns() - 1
    for row in shown:
        message = harmless(f"  {row.id}  {row.date}  {row.program}  {row.headline}")
        notify(message if is_plain() else shortened(message, width))
    if len(ids) > len(shown):
        notify(f"  … and {len(ids) - len(shown)} more")


def show(
    edits: Sequence[Edit], *, most: int | None = None, skipped: Collection[str] = ()
) -> None:
    """Print the old and new values of the changed fields.

    On a terminal, print at most `most` statements, and skip the fields in `skipped`. In
    a pipe, print all statements with all changed fields.
    """
    changed = wording.statements([after.id for _, after in edits])
    with messages.printing(
        f"the change of {changed}", errors.Hint("See it: ", errors.Command("log"))
    ):
        statements.show_edits(edits, most=most, skipped=skipped)


def report_effects(
    opened: Archive, changed: Iterable[tuple[Statement | None, Statement]]
) -> None:
    """Report new embargoes, future dates, and texts that are no longer hidden."""
    pairs = list(changed)
    visibility.report_ended(pairs)
    visibility.report_embargoes(pairs)
    normalising.report_future_dates(pairs)
    visibility.report_exposed(opened, pairs)


def report_near(opened: Archive, added: Sequence[Statement]) -> None:
    """Report added statements that are near-duplicates of another statement.

    In a large archive, suggest the command `duplicates` instead. The command finds the
    same near-duplicates.
    """
    if opened.page(Everything(), size=0).total > _COMPARED:
        notify("To find near-duplicates: ", "duplicates")
        return
    ids = {each.id for each in added}
    near = duplicates.near_pairs(opened, ids)
    messages = []
    for pair in (each for each in near if not each.is_related):
        other, number = sorted((pair.one, pair.other), key=lambda n: (n in ids, n))
        (statement,) = lookup.get(opened, [other])
        message = (
            f"Statement {number} is nearly the same as {other} ({statement.date})."
        )
        compare = errors.Command("duplicates", number)
        messages.append(errors.Hint(f"{message} To compare: ", compare))
    report_first(messages, "more near-duplicates")


def note_of(note: str | None, *, silent: bool) -> str | None:
    """Return the note to readers, "" if they need none, or None if this is open.

    Raises MisuseError.
    """
    refuse_together(note=note is not None, silent=silent)
    if note is not None and not note.strip():
        raise errors.MisuseError(
            "--note is empty", "Write a sentence to readers, or use --silent instead."
        )
    return "" if silent else note


def asked_note(opened: Archive, edits: Iterable[Edit]) -> str | None:
    """Ask for a note to readers if they can see the planned edits.

    Return the answer, or None if nobody can see the edits.
    """
    now = opened.now()
    planned = [edit.with_return_note(each, now) for each in edits]
    if not (ids := public_changes(opened, planned, now)):
        return None
    notify(f"Readers can see this change of {wording.statements(ids)}.")
    while True:
        note = prompts.typed("Note to readers (empty: no note): ", ()).strip()
        is_command = note.startswith("mediarel ")  # pasted with the last command
        if note.lower() not in _NO_NOTES and not is_command:
            return note
        notify(f"Readers would see {note!r}. Write a sentence, or press Enter.")


def report_unannounced_edits(opened: Archive, edits: Sequence[Edit]) -> None:
    """Report edits that readers can see, if they are not told of them."""
    report_unannounced(public_changes(opened, edits, opened.now()))


def report_unannounced(ids: Sequence[int]) -> None:
    """Report statements with changes that readers are not told of."""
    if ids:
        message = f"No note tells readers that {wording.statements(ids)} changed. "
        notify(errors.Hint(message, how_to_announce(ids)))


def how_to_announce(ids: Sequence[int]) -> errors.Hint:
    """Return the commands that add a note to readers, or record that none is needed."""
    which = errors.id_word(ids)
    yes = ["--yes"] * (len(ids) > 1)
    note = errors.Command("edit", which, "--note", "TEXT", *yes)
    silent = errors.Command("edit", which, "--silent", *yes)
    return errors.Hint(
        "To add a note for them: ", note, " – if they need no note: ", silent
    )
