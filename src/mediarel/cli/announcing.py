"""Ask for a note to readers, and report changes that readers are not told of."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Annotated

import typer

from mediarel import errors
from mediarel.archive import edit, undo
from mediarel.archive.archive import Archive
from mediarel.archive.public_changes import public_changes
from mediarel.cli import environment, prompts, public
from mediarel.cli.environment import tell
from mediarel.cli.options.common import refuse_together
from mediarel.cli.terminal.wording import statements
from mediarel.history.change import SILENT, Change, Edit, ids_in
from mediarel.history.undo import UndoConflictError
from mediarel.store.records import read_record

_MOST = 10  # IDs in a command
_NO_NOTES = frozenset(("y", "yes", "n", "no"))  # answers to a different question
Note = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Note to readers about this change.")
]
Silent = Annotated[
    bool, typer.Option("--silent", help="Record that readers need no note.")
]


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
    tell(f"Readers can see this change of {statements(ids)}.")
    while True:
        note = prompts.typed("Note to readers (empty: no note): ", ()).strip()
        if note.lower() not in _NO_NOTES:
            return note
        tell(f"Readers would see {note!r}. Write a sentence, or press Enter.")


def of_reversal(
    opened: Archive, change: Change, note: str | None, *, yes: bool
) -> tuple[str | None, list[Edit]]:
    """Ask for a note on the undo of `change`, unless the note is known.

    Return the note, and the edits that readers are not told of. If they needed no note
    on the change, they need none on its undo.
    """
    ids = change.ids if change.changed else []
    found = {n: read_record(n, raw) for n, raw in opened.index.records(ids)}
    silent = ids_in(change, SILENT)
    edits: list[Edit] = []
    with suppress(UndoConflictError):  # the undo raises this error, too
        edits = [e for e in undo.reversal(change, found) if e.after.id not in silent]
    if note is None and not yes and environment.is_interactive():
        note = asked_note(opened, edits)
    return note, edits if note is None else []


def tell_untold(opened: Archive, edits: Sequence[Edit]) -> None:
    """Report edits that readers can see, if they are not told of them."""
    tell_unannounced(public_changes(opened, edits, opened.now()), "this change")


def tell_unannounced(ids: Sequence[int], what: str = "earlier changes") -> None:
    """Report statements with changes that readers are not told of."""
    if ids:
        told = f"Readers are not told of {what} of {statements(ids)}. "
        tell(told, how_to_announce(ids))


def how_to_announce(ids: Sequence[int]) -> errors.Hint:
    """Return the commands that add a note to readers, or record that none is needed."""
    few = ",".join(map(str, ids[:_MOST]))
    yes = ["--yes"] * (len(ids) > 1)
    note = errors.Command("edit", few, "--note", "TEXT", *yes)
    which = few if len(ids) <= _MOST else public.ALL
    silent = errors.Command("edit", which, "--silent", *yes)
    return errors.Hint("To tell them: ", note, " – if they need no note: ", silent)
