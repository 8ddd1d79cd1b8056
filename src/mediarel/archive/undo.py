"""Undo and redo changes, after checking that the history was not altered.

An undo is a change too, and undoing the undo is a redo. An undo takes earlier values
from the history. The chain of digests (`history/chain.py`) shows if an entry of the
history was altered. If an entry has no digest, or if a repair found that its digest was
wrong, the user gets a warning.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.edit import announced
from mediarel.archive.public_changes import public_changes, unannounced
from mediarel.archive.session import OvertakenError, Session
from mediarel.history.chain import misfits
from mediarel.history.change import (
    SILENT,
    UNANNOUNCED,
    Change,
    ChangeSet,
    Edit,
    NoSuchChangeError,
    ids_in,
    with_fields,
)
from mediarel.history.undo import (
    SEE_LOG,
    UndoConflictError,
    archive_before,
    change_to_undo,
    in_effect,
    inverse_of,
    refuse_out_of_order,
    refuse_unknown,
)
from mediarel.model.statement import Statement, read_statement


class Evidence:
    """The digests of all changes. They show if a change was altered.

    A digest covers its own change, and earlier changes that have no digest.
    """

    def __init__(self, session: Session) -> None:
        self._digested: list[int] = []
        self._noted: set[str] = set()
        self._altered = misfits(self._documents(session))

    def _documents(self, session: Session) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the number and the fields of each entry, oldest first."""
        for number, entry in reversed([*session.entries()]):
            document = session.fields_of(number, entry)
            if isinstance(document.get("digest"), str):
                self._digested.append(number)
            notes = document.get("notes")
            if document.get("kind") == "repair" and isinstance(notes, dict):
                self._noted.update(notes)
            yield number, document

    def refuse_altered(self, changes: Iterable[Change], ids: Sequence[int]) -> None:
        """Raise DamagedError if one of these changes fails its checksum.

        `ids` are the statements to restore, for the message.
        """
        for change in changes:
            covering = self._covering(change.number)
            if covering in self._altered:
                raise errors.DamagedError(
                    f"change {covering} fails its checksum, so the values of change"
                    f" {change.number} for {errors.named(ids)} may be wrong",
                    errors.Hint("Repair the history: ", errors.Command("repair")),
                )

    def doubt(self, change: Change) -> str:
        """Return the reason why a change can't be verified, or "".

        A change can be verified if a digest covers it, and if no repair has found that
        this digest is wrong. This method does not check the digest; see
        `refuse_altered`.
        """
        covering = self._covering(change.number)
        if covering is not None and f"change {covering}" not in self._noted:
            return ""
        return f"change {change.number} has no valid checksum"

    def _covering(self, number: int) -> int | None:
        """Return the number of the change whose digest covers this change, or None."""
        return next((each for each in self._digested if each >= number), None)


def next_undo(changes: Iterable[Change], number: int | None) -> Change:
    """Return the change to undo.

    If `number` is None, this is the newest change that is not undone. `changes` are
    newest first. Raises NoSuchChangeError or RefusedError.
    """
    if number is not None:
        change = change_to_undo(changes, number)
        if not _can_be_undone(change):
            raise errors.RefusedError(
                f"change {change.number} ({change.command}) replaced the whole archive"
                " and can't be undone",
                "The earlier file is next to the archive, with .damaged- in its name.",
            )
    else:
        commands = (each for each in in_effect(changes) if each.reverts is None)
        newest = next(filter(_can_be_undone, commands), None)
        if newest is None:
            raise errors.RefusedError("there is no change left to undo", SEE_LOG)
        change = newest
    refuse_unknown(change)
    return change


def _can_be_undone(change: Change) -> bool:
    return change.kind != "repair" and bool(change.ids or change.archive)


def next_redo(changes: Iterable[Change]) -> Change:
    """Return the undo that `redo` would reverse. `changes` are newest first.

    Raises RefusedError if there is no undo, or if a command made a new change after the
    undo.
    """
    change = next((each for each in in_effect(changes) if each.redoes is None), None)
    if change is None or change.undoes is None:
        problem = "there is nothing to redo: the last change is not an undo"
        raise errors.RefusedError(problem, SEE_LOG)
    refuse_unknown(change)
    return change


def change_to_redo(changes: Iterable[Change], undo: Change) -> Change:
    """Return the change that will be in effect again after a redo of `undo`.

    Raises NoSuchChangeError if this change is missing in the history.
    """
    for change in changes:
        if change.number == undo.undoes:
            return change
    raise NoSuchChangeError(undo.undoes or 0)


def undo(
    session: Session,
    number: int | None = None,
    *,
    expected: Change | None = None,
    note: str | None = None,
) -> Change:
    """Undo a change and return it.

    If `number` is None, undo the newest change that is not undone. `note` is described
    in `announced`. If it is None, the statements in `unneeded` need no note. Raises the
    errors of `next_undo`. Raises OvertakenError if the change differs from `expected`.
    Raises UndoConflictError if a later change edited the same statements. Raises
    DamagedError if the change fails its checksum.
    """
    change = next_undo(session.changes(), number)
    _revert(session, change, expected, note)
    return change


def redo(
    session: Session, *, expected: Change | None = None, note: str | None = None
) -> Change:
    """Undo the newest undo and return it. See `undo`.

    Raises RefusedError or DamagedError.
    """
    change = next_redo(session.changes())
    _revert(session, change, expected, note)
    return change


def unneeded(archive: Archive | Session, change: Change) -> frozenset[int]:
    """Return the ids of the statements whose readers need no note on an undo.

    Readers needed no note on the change, or nobody has told them of it until now.
    """
    untold = ids_in(change, UNANNOUNCED)
    return ids_in(change, SILENT) | untold.intersection(untold and unannounced(archive))


def reversal(change: Change, current: Mapping[int, Statement]) -> list[Edit]:
    """Return the edits that reverse the change. `current` has the present statements.

    Raises UndoConflictError.
    """
    _, earlier, _ = inverse_of(change, current)
    return [
        Edit(current[number], _as_earlier(change, current[number], fields))
        for number, fields in earlier.items()
    ]


def _revert(
    session: Session, change: Change, expected: Change | None, note: str | None
) -> None:
    if expected is not None and change != expected:
        raise OvertakenError
    evidence = Evidence(session)
    evidence.refuse_altered([change], change.ids)
    current = session.statements([n for n in change.ids if n in session])
    gone, _, restored = inverse_of(change, current)
    of_archive = archive_before(change, session.about())
    refuse_out_of_order(change, session.changes())
    if change.ids and (doubt := evidence.doubt(change)):
        message = (
            f"The restored values of {errors.named(change.ids)} can't be verified:"
        )
        how = errors.Command("check")
        session.store.notify(errors.Hint(f"{message} {doubt}. For details: ", how))
    edits, silent = announced(session, reversal(change, current), note)
    if note is None:
        seen = public_changes(session, edits, session.at)
        needless = unneeded(session, change)
        silent = [number for number in seen if number in needless]
    session.commit(
        ChangeSet(
            "undo" if change.undoes is None else "redo",
            edited=edits,
            silent=silent,
            removed=[current[number] for number in gone],
            restored=[_as_kept(change, *each) for each in restored.items()],
            archive=of_archive,
            reverts=change,
        )
    )


def _as_kept(change: Change, number: int, document: Mapping[str, object]) -> Statement:
    try:
        return read_statement(number, document)
    except errors.InvalidFieldError as error:
        # A statement that was removed by hand may be known only in part.
        what = f"is only partly recorded: {error.problem}"
        raise UndoConflictError(change, number, what) from error


def _as_earlier(
    change: Change, statement: Statement, fields: Mapping[str, object]
) -> Statement:
    try:
        return with_fields(statement, fields)
    except errors.InvalidFieldError as error:
        what = f"would not be valid: {error.problem}"
        raise UndoConflictError(change, statement.id, what) from error
