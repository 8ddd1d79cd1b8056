"""Undo and redo changes, and restore statements from the history.

First, the history is checked. If it was altered, nothing is undone or restored.

An undo is a change too, and undoing the undo is a redo. An undo takes earlier values
from the history. The chain of digests (`history/chain.py`) shows if an entry of the
history was altered. If an entry has no digest, or if a repair found that its digest was
wrong, the user gets a warning.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.edit import announced
from mediarel.archive.lookup import public_changes, unannounced
from mediarel.archive.merge import MERGED
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
from mediarel.history.ledger import (
    SEE_LOG,
    HistoryMismatchError,
    UndoConflictError,
    archive_before,
    change_to_undo,
    in_effect,
    inverse_of,
    refuse_out_of_order,
    refuse_unknown,
    rewind,
)
from mediarel.index import search
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


class RestoreResult(NamedTuple):
    """A statement before and after it was restored.

    `before` is None if the statement did not exist. `removal` is the change that
    removed the statement. `doubt` is the reason why the restored content can't be
    verified, or "".
    """

    before: Statement | None
    after: Statement
    removal: Change | None = None
    doubt: str = ""


def planned_restore(
    session: Session, ids: Iterable[int], *, at: int | None = None
) -> list[RestoreResult]:
    """Return statements before and after a restore. See `restore`; nothing is written.

    Raises NoSuchStatementError, NoSuchChangeError, MisuseError, NotFoundError or
    HistoryMismatchError. Raises DamagedError if an entry of the history fails its
    checksum.
    """
    wanted = list(ids)
    found = session.records(wanted)
    there = session.statements([number for number in wanted if number in found])
    if at is None and there:
        number = next(iter(there))
        raise errors.MisuseError(
            f"statement {number} was not removed",
            errors.Hint(
                "To restore an earlier state, add --at CHANGE. Find the change: ",
                errors.Command("log", number),
            ),
        )
    touching = _touching(wanted, session.changes(), at)
    evidence = Evidence(session)
    return [
        _restored(evidence, number, there.get(number), touching[number], at)
        for number in wanted
    ]


def restore(
    session: Session,
    ids: Iterable[int],
    *,
    at: int | None = None,
    expected: Sequence[RestoreResult] | None = None,
) -> list[RestoreResult]:
    """Restore statements in one change.

    The statements get the content that they had after change `at`. If `at` is None,
    removed statements get the content that they had before the removal. If nothing
    differs, nothing is written. Raises the errors of `planned_restore`. Raises
    OvertakenError if the plan is different from `expected`.
    """
    results = planned_restore(session, ids, at=at)
    if expected is not None and results != expected:
        raise OvertakenError
    back = [each.after for each in results if each.before is None]
    edited = [
        Edit(each.before, each.after)
        for each in results
        if each.before is not None and each.before != each.after
    ]
    if not (back or edited):
        return results
    edited = _without_merged(session, edited, {each.uuid for each in back})
    done = session.commit(ChangeSet("restore", edited=edited, restored=back))
    after = {each.after.id: each.after for each in done.edited}
    return [
        each._replace(after=after.get(each.after.id, each.after)) for each in results
    ]


def _without_merged(
    session: Session, edited: Sequence[Edit], uuids: AbstractSet[str]
) -> list[Edit]:
    """Add edits that remove `uuids` from the field `merged`. Return all edits.

    `uuids` belong to restored statements. Links must lead to these statements again.
    """
    edits = {each.after.id: each for each in edited}
    holding = search.of_merged(session.index, [*uuids]).values()
    ids = sorted({number for some in holding for number in some})
    for number, there in session.statements([n for n in ids if n in session]).items():
        before, after = edits.get(number, Edit(there, there))
        merged = [uuid for uuid in after.merged if uuid not in uuids]
        edits[number] = Edit(before, with_fields(after, {MERGED: merged}))
    return list(edits.values())


def _restored(
    evidence: Evidence,
    number: int,
    before: Statement | None,
    changes: list[Change],
    at: int | None,
) -> RestoreResult:
    """Compute the restored statement. `before` is the present statement, or None."""
    if before is None and not changes:
        raise errors.NoSuchStatementError([number])
    # A removal contains the complete statement, so no earlier change is needed.
    evidence.refuse_altered(changes[:1] if at is None else changes, [number])
    after = _earlier(number, before, changes, at)
    if before is not None:
        return RestoreResult(before, with_fields(before, after.fields()))
    if at is not None:
        return RestoreResult(None, after)
    return RestoreResult(None, after, changes[0], evidence.doubt(changes[0]))


def _touching(
    ids: Iterable[int], changes: Iterable[Change], at: int | None
) -> dict[int, list[Change]]:
    """Return the changes of each statement since it was added, newest first.

    A statement that was removed and restored was added more than once. Then only the
    changes since its last addition are returned. If `at` is given, this is its last
    addition up to change `at`. Raises NoSuchChangeError if there is no change `at`.
    """
    touching: dict[int, list[Change]] = {number: [] for number in ids}
    open_ = set(touching)
    is_passed = at is None
    for change in changes:
        is_passed = is_passed or change.number == at
        for number in open_.intersection(change.ids):
            touching[number].append(change)
        if is_passed:
            open_ -= change.added.keys()
            if not open_:
                break
    if at is not None and not is_passed:
        raise NoSuchChangeError(at)
    return touching


def _earlier(
    number: int, current: Statement | None, changes: list[Change], at: int | None
) -> Statement:
    """Return a statement as it was after change `at`.

    If `at` is None, return the statement as it was before its removal.
    """
    state = None if current is None else current.document()
    if at is None:
        passed = changes[:1]
        state = rewind(number, state, passed)
    else:
        passed = [change for change in changes if change.number > at]
        state = rewind(number, state, passed)
        # Undo the older changes too, to check that they match the statement.
        rewind(number, state, changes[len(passed) :])
        if state is None:
            since = f": change {passed[-1].number} added it" if passed else ""
            raise errors.NotFoundError(
                f"statement {number} did not exist after change {at}{since}",
                errors.Hint("See its history: ", errors.Command("log", number)),
            )
    try:
        return read_statement(number, state or {})
    except errors.InvalidFieldError as error:
        what = f"would be invalid before that change: {error.problem}"
        raise HistoryMismatchError(passed[-1], number, what) from error
