"""Undoing and redoing a change.

An undo is a change like any other and can be undone itself, which is a redo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.evidence import Evidence, contradictions
from mediarel.archive.reading import changes
from mediarel.archive.session import OvertakenError
from mediarel.errors import Command, Hint, InvalidFieldError, MediarelError, named
from mediarel.history.change import ChangeSet, Edit, NoSuchChangeError, with_fields
from mediarel.history.undo import (
    NothingToRedoError,
    NothingToUndoError,
    NotUndoableError,
    UndoConflictError,
    archive_before,
    change_to_undo,
    inverse_of,
    newest_in_effect,
    newest_undo,
    refuse_out_of_order,
    refuse_unknown,
)
from mediarel.model.statement import read_statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mediarel.archive.archive import Archive
    from mediarel.archive.session import Session
    from mediarel.history.change import Change
    from mediarel.model.statement import Statement

_FEW = 10  # changes


def sought(archive: Archive, find: Callable[[Iterable[Change]], Change]) -> Change:
    """Return the change that `find` finds among those of `archive`, newest first.

    Most often it is among the newest: an early one may be that of an import, which is
    as long as it has statements.
    """
    newest = list(changes(archive, most=_FEW))
    try:
        return find(newest)
    except MediarelError:
        if len(newest) < _FEW:
            raise
    return find(changes(archive))


def next_undo(changes: Iterable[Change], number: int | None) -> Change:
    """Return the change to undo: the newest that is in effect, or change `number`.

    `changes` are newest first.

    Raises NothingToUndoError, NoSuchChangeError, NotUndoableError,
    UnknownBeforeError, AlreadyUndoneError or AlreadyRedoneError.
    """
    if number is not None:
        change = change_to_undo(changes, number)
        if change.kind == "repair" or not (change.ids or change.archive):
            raise NotUndoableError(change)
    else:
        newest = newest_in_effect(changes)
        if newest is None:
            raise NothingToUndoError
        change = newest
    refuse_unknown(change)
    return change


def next_redo(changes: Iterable[Change]) -> Change:
    """Return the undo to redo, from `changes` newest first.

    Raises NothingToRedoError or UnknownBeforeError.
    """
    change = newest_undo(changes)
    if change is None:
        raise NothingToRedoError
    refuse_unknown(change)
    return change


def change_to_redo(changes: Iterable[Change], undo: Change) -> Change:
    """Return the change that a redo of `undo` does again, from `changes`.

    Raises NoSuchChangeError where the history has lost it.
    """
    for change in changes:
        if change.number == undo.undoes:
            return change
    raise NoSuchChangeError(undo.undoes or 0)


def undo(
    session: Session, number: int | None = None, *, expected: Change | None = None
) -> Change:
    """Undo change `number`, else the newest that is in effect, and return it.

    Change `number` may be an undo itself. Where the change is not as `expected`,
    another command was quicker.

    Raises what `next_undo` does, OvertakenError, UndoConflictError where what it
    touched has changed since, or AlteredHistoryError where what it keeps is not as it
    was written.
    """
    change = next_undo(session.changes(), number)
    _revert(session, change, expected)
    return change


def redo(session: Session, *, expected: Change | None = None) -> Change:
    """Undo the newest undo, and return it; see `undo`.

    Raises NothingToRedoError, OvertakenError, UndoConflictError or AlteredHistoryError.
    """
    change = next_redo(session.changes())
    _revert(session, change, expected)
    return change


def _revert(session: Session, change: Change, expected: Change | None) -> None:
    """Commit the inverse of `change`."""
    if expected is not None and change != expected:
        raise OvertakenError
    evidence = Evidence(session)
    evidence.refuse_altered([change], change.ids)
    current = session.statements([n for n in change.ids if n in session])
    gone, earlier, restored = inverse_of(change, current)
    of_archive = archive_before(change, session.about())
    refuse_out_of_order(change, session.changes())
    if not evidence.is_proven(change):
        _tell_of_doubt(session, change, current)
    session.commit(
        ChangeSet(
            "undo" if change.undoes is None else "redo",
            edited=[
                Edit(current[number], _as_earlier(change, current[number], fields))
                for number, fields in earlier.items()
            ],
            removed=[current[number] for number in gone],
            restored=[_as_kept(change, *each) for each in restored.items()],
            archive=of_archive,
            reverts=change,
        )
    )


def _tell_of_doubt(
    session: Session, change: Change, current: Mapping[int, Statement]
) -> None:
    """Tell where the history does not lead to what `change` found."""
    states = {
        number: current[number].document() if number in current else None
        for number in (*change.changed, *change.removed)
    }
    unfit = list(contradictions(states, session.changes())) if states else []
    if unfit:
        session.store.tell(
            Hint(
                f"Whether what change {change.number} found is all as it was can't be"
                f" told: {unfit[0].problem}; so for {named([e.id for e in unfit])}."
                " To see more: ",
                Command("check"),
            )
        )


def _as_kept(change: Change, number: int, document: Mapping[str, object]) -> Statement:
    try:
        return read_statement(number, document)
    except InvalidFieldError as error:
        # One that was removed by hand may be known in part, or not at all.
        what = f"was not kept whole: {error.problem}"
        raise UndoConflictError(change, number, what) from error


def _as_earlier(
    change: Change, statement: Statement, fields: Mapping[str, object]
) -> Statement:
    try:
        return with_fields(statement, fields)
    except InvalidFieldError as error:
        what = f"would not be valid: {error.problem}"
        raise UndoConflictError(change, statement.id, what) from error
