"""Remove statements, list removed statements, and restore statements."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.lookup import changes, headline_in
from mediarel.archive.merge import MERGED
from mediarel.archive.session import OvertakenError, Session
from mediarel.archive.undo import Evidence
from mediarel.history.change import (
    Change,
    ChangeSet,
    Edit,
    NoSuchChangeError,
    merged_into,
    with_fields,
)
from mediarel.history.ledger import HistoryMismatchError, rewind
from mediarel.index import search
from mediarel.model.statement import Statement, read_statement
from mediarel.query.tree import Numbered


class Merger(NamedTuple):
    """A statement that was merged into another statement.

    `into` is the id of the other statement.
    """

    id: int
    change: Change
    into: int


class Removal(NamedTuple):
    """A removed statement, and the change that removed it.

    `document` is the record of the statement. If the change was damaged, the record may
    be incomplete or empty.
    """

    id: int
    change: Change
    document: Mapping[str, Any]

    @property
    def headline(self) -> str:
        """The headline of the removed statement."""
        return headline_in(self.document)

    def value(self, name: str) -> str:
        """Return the value of a field as text, or "" if it is unknown."""
        return str(self.document.get(name) or "")


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


def removed(archive: Archive) -> list[Removal]:
    """Return the removed statements that can be restored, newest removal first.

    Statements that were merged into another statement are left out.
    """
    newest: dict[int, Change] = {}
    for change in changes(archive):
        for number in reversed(change.ids):
            newest.setdefault(number, change)
    last = [
        Removal(number, change, change.removed[number])
        for number, change in newest.items()
        if number in change.removed and merged_into(change, number) is None
    ]
    # A script may have restored a statement without mediarel.
    there = {row.id for row in archive.page(Numbered(tuple(r.id for r in last))).rows}
    return [each for each in last if each.id not in there]


def removal_of(archive: Archive, number: int) -> Removal | None:
    """Return the removal of a statement, or None if it was not removed."""
    for change in changes(archive, number, most=1):
        if number in change.removed:
            return Removal(number, change, change.removed[number])
    return None


def mergers_from(archive: Archive, number: int) -> list[Merger]:
    """Return the merges of a missing statement, oldest first.

    If the statement was merged into a statement that was merged later, both merges are
    returned.
    """
    found: list[Merger] = []
    while change := next(changes(archive, number, most=1), None):
        if (into := merged_into(change, number)) is None:
            break
        found.append(Merger(number, change, into))
        number = into
        if archive.page(Numbered((number,)), size=0).total:
            break
    return found


def remove(
    session: Session, ids: Sequence[int], *, expected: Mapping[int, Statement]
) -> list[Statement]:
    """Remove the statements with these ids and return them.

    Raises NoSuchStatementError, or ChangedMeanwhileError if a statement differs from
    its copy in `expected`.
    """
    removed = list(session.statements(ids, expected).values())
    if removed:
        session.commit(ChangeSet("remove", removed=removed))
    return removed
