"""Implement `mediarel log`, `undo` and `redo`: show and reverse changes."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import typer

from mediarel import errors
from mediarel.archive import lookup, undo
from mediarel.archive.archive import Archive
from mediarel.archive.session import open_session
from mediarel.cli import environment, output, prompts, reporting
from mediarel.cli.command_line import change_named, ids_in
from mediarel.cli.messages import counted, notify
from mediarel.cli.options import common, completion
from mediarel.cli.options.parameters import argument, flag
from mediarel.cli.options.selection import past_and_present
from mediarel.cli.terminal import lines, progress, statements, wording
from mediarel.cli.terminal.tables import show_table
from mediarel.history.change import Change, Edit, by_capture
from mediarel.history.ledger import UndoConflictError
from mediarel.store.records import read_record


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
    number = None if change is None else change_named(change)
    with environment.archive(context) as opened:
        with progress.working("Reading the history"):
            wanted = undo.next_undo(lookup.changes(opened), number)
        _reverse(
            opened, wanted, wanted, partial(undo.undo, number=number), said, yes=yes
        )


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
            last = undo.next_redo(lookup.changes(opened))
            change = undo.change_to_redo(lookup.changes(opened), last)
        _reverse(opened, last, change, undo.redo, said, yes=yes)


def _reverse(
    opened: Archive,
    change: Change,
    shown: Change,
    reverse: Callable[..., object],
    note: str | None,
    *,
    yes: bool,
) -> None:
    """Reverse `change` by calling `reverse`, after asking if it has several statements.

    Messages describe the change `shown`. For redo, `change` is the undo, and `shown` is
    the change that was undone. For undo, these are the same change.
    """
    verb, past = ("Undo", "Undid") if change is shown else ("Redo", "Redid")
    if len(change.ids) > 1:
        named = lookup.headlines(opened, [shown], wording.MOST_HEADLINES)[shown.number]
        notify(f"{verb} change {shown.number}: {wording.signed(shown, named)}")
        which = counted(len(change.ids))
        prompts.confirm(f"{verb} this change to {which}?", yes=yes)
    edits = _edits_for_readers(opened, change)
    if note is None and not yes and prompts.is_interactive():
        note = reporting.asked_note(opened, edits)
    with open_session(opened, verb.lower()) as session:
        reverse(session, expected=change, note=note)
    message = f"{past} change {shown.number} ({wording.summary(shown)})."
    if change.undoes is None:
        message = errors.Hint(message, " To redo: ", errors.Command("redo"))
    notify(message)
    if note is None:
        reporting.report_unannounced_edits(opened, edits)
    _report_end_of_withholding(change)


def _edits_for_readers(opened: Archive, change: Change) -> list[Edit]:
    """Return the edits that reverse a change, except those that need no note.

    See `unneeded`.
    """
    ids = change.ids if change.changed else []
    found = {n: read_record(n, raw) for n, raw in opened.index.records(ids)}
    silent = undo.unneeded(opened, change)
    with suppress(UndoConflictError):  # the undo raises this error, too
        return [e for e in undo.reversal(change, found) if e.after.id not in silent]
    return []


def _report_end_of_withholding(change: Change) -> None:
    """Warn if the reversal of `change` ends the withholding of a text, or a rule."""
    name = "withheld"
    pairs = [
        each[name]
        for each in (*change.changed.values(), change.archive)
        if name in each
    ]
    if any({*(new or ())} - {*(old or ())} for old, new in pairs):
        message = "Withheld texts may be public again. To list the withheld texts: "
        notify(message, "withhold", "--list")


def run_log(
    context: typer.Context,
    ids: list[str] | None = argument(
        "[ID]…",
        "Show only changes to this statement, with the changed words. Example: 3",
        autocompletion=completion.ids,
    ),
    all: bool = flag("--all", "Show all changes (default: as many as fit the screen)."),
) -> None:
    """Show changes, newest first: date, person, command and result.

    Examples:
      mediarel log
      mediarel log 3
      mediarel log 3-5
    """
    named = ids_in(ids or ())
    is_page = not named and not all and lines.is_terminal()
    with (
        environment.archive(context) as opened,
        progress.working("Reading the history"),
    ):
        if named:
            wanted = past_and_present(opened, named)
            of_each = {
                number: [part for each in its for part in by_capture(each, number)]
                for number, its in lookup.changes_of_each(opened, wanted).items()
            }
            # Raise an error if an ID has neither a statement nor changes.
            lookup.get(opened, [number for number in wanted if not of_each[number]])
            newest = [change for its in of_each.values() for change in its[:1]]
            called = lookup.headlines_of(opened, {*wanted}, newest)
        else:
            # Read one more change than is shown, to know whether older ones exist.
            most = lines.page_size() if is_page else None
            found = list(lookup.changes(opened, most=most and most + 1))
            # In a pipe no headlines are shown.
            most_named = wording.MOST_HEADLINES if lines.is_terminal() else 0
            names = lookup.headlines(opened, found, most_named)
    if named:
        stories = [statements.Story(n, of_each[n], called.get(n, "")) for n in wanted]
        with output.paged(context):
            statements.show_stories([story for story in stories if story.changes])
        for story in stories:
            if not story.changes:
                notify(f"Statement {story.id} has no recorded changes.")
        return
    if not found:
        notify("There are no recorded changes.")
        return
    with output.paged(context):
        show_table(statements.columns_of(names), found[:most])
    if most and len(found) > most:
        notify("To see older changes: ", "log", "--all")
