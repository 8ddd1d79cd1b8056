"""Lock an archive in a session, and commit changes. All changes need a session.

A command opens a session, reads the data, and commits one change set. The records and
the history entry are written together. Then the index is updated.
"""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from mediarel import errors
from mediarel.address import is_address
from mediarel.archive.lookup import public_changes
from mediarel.history.chain import chained, running_digest
from mediarel.history.change import (
    SILENT,
    UNANNOUNCED,
    Change,
    ChangeSet,
    Edit,
    Signature,
    changed_fields,
    notes_on_captures,
)
from mediarel.index import search
from mediarel.index.indexed_history import touched
from mediarel.model.digests import digest
from mediarel.model.statement import Draft, Statement, statement_of
from mediarel.store.protocol import (
    BrokenRecordError,
    Delta,
    Document,
    Store,
    Transaction,
)
from mediarel.store.records import (
    LastChange,
    about,
    about_of,
    is_of_first_form,
    last_change_in,
    read_entry,
    read_fields,
    read_record,
)
from mediarel.store.sound import fits, mismatched_ids
from mediarel.store.tiny.layout import encoded
from mediarel.store.tiny.read import streamed_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.attachments.files import Files
    from mediarel.index.fill import Progress
    from mediarel.index.protocol import Index


_TOLERANCE = dt.timedelta(hours=1)  # clocks of colleagues differ by minutes
_HIGHEST = 10**18 - 1  # highest number that matches `ID` in store/protocol.py


class ChangedMeanwhileError(errors.RefusedError):
    """A statement was changed by another command while it was being edited."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"another command changed statement {number} meanwhile",
            errors.Hint(
                "See its present content, then try again: ",
                errors.Command("show", number),
            ),
        )


class OvertakenError(errors.RefusedError):
    """The archive was changed by another command after it was read."""

    def __init__(self) -> None:
        super().__init__(
            "another command changed the archive meanwhile; nothing was done",
            errors.Hint(
                "To see the change before you run your command again: ",
                errors.Command("log"),
            ),
        )


class OutsideChangeError(errors.RefusedError):
    """Statements were changed outside mediarel, and nobody has accepted this."""

    def __init__(self, ids: Sequence[int]) -> None:
        were = "were" if len(ids) > 1 else "was"
        super().__init__(
            f"{errors.named(ids)} {were} changed outside mediarel; nothing was done",
            errors.Hint(
                "See the changes: ",
                errors.Command("check"),
                " – to record them: ",
                errors.Command("check", "--accept", *(ids if len(ids) == 1 else ())),
                " – if they are wrong, record them, then: ",
                errors.Command("undo"),
            ),
        )


def refuse_outside_changes(archive: Archive) -> None:
    """Raise OutsideChangeError if statements were changed outside mediarel.

    Such a change can remove a withheld text or an embargo.
    """
    store = archive.store
    is_file = not is_address(store.location)
    snapshot = streamed_snapshot(Path(store.location)) if is_file else store.read()
    if ids := mismatched_ids(snapshot):
        raise OutsideChangeError(ids)


class CommitResult(NamedTuple):
    """The statements that a commit has added and edited."""

    added: Sequence[Statement]
    edited: list[Edit]


@contextmanager
def open_session(archive: Archive, command: str) -> Iterator[Session]:
    """Lock the archive and yield a session. The history records `command`.

    Raises BusyStoreError, DamagedError, NoStoreError or StoreAccessError, and the
    errors of `archive.confirm_change`.
    """
    archive.confirm_change()
    archive.progress("Opening the archive", 0, 0)
    try:
        with archive.store.transaction() as transaction:
            # Reopening compares the index with the store, which may have changed.
            archive.index.close()
            archive.index.prepare()
            archive.progress("Changing the archive", 0, 0)
            yield Session(archive, transaction, command)
    finally:
        archive.progress("Changing the archive", 1, 1)


class Session:
    """A locked archive that a command can change.

    The history records the command, the author and the time.
    """

    def __init__(
        self, archive: Archive, transaction: Transaction, command: str
    ) -> None:
        self._archive = archive
        self.index: Index = archive.index
        self.store: Store = archive.store
        self.progress: Progress = archive.progress
        self._transaction = transaction
        self._signature = Signature(archive.now(), archive.author(), command)

    def __contains__(self, number: int) -> bool:
        return bool(self._transaction.records([number]))

    @property
    def files(self) -> Files:
        """The storage of the attached files."""
        return self._archive.files

    @property
    def at(self) -> str:
        """The time of the change in RFC 3339, UTC."""
        return self._signature.at

    def records(self, ids: Iterable[int]) -> dict[int, Document]:
        """Return the raw JSON of the existing statements with these ids."""
        return self._transaction.records(ids)

    def statements(
        self, ids: Sequence[int], expected: Mapping[int, Statement] = {}
    ) -> dict[int, Statement]:
        """Return the statements with these ids.

        Raises NoSuchStatementError. Raises ChangedMeanwhileError if a statement differs
        from its copy in `expected`. If it has no copy there, it is not compared.
        """
        records = self.records(ids)
        if missing := [number for number in ids if number not in records]:
            raise errors.NoSuchStatementError(missing)
        found = {number: self._statement(number, records[number]) for number in ids}
        for number, statement in found.items():
            if expected.get(number, statement) != statement:
                raise ChangedMeanwhileError(number)
        return found

    def about(self) -> dict[str, Any]:
        """Return the settings of the archive, such as format version and name."""
        return about(self._transaction.others())

    def changes(self) -> Iterator[Change]:
        """Yield the changes, newest first. A change is read only when it is needed."""
        for number, entry in self.entries():
            try:
                # Unknown fields are ignored: only a repair finds them here.
                yield read_entry(number, entry, ignore_unknown=True)
            except errors.InvalidFieldError as error:
                raise self._broken("history", number, error.problem) from error

    def entries(self) -> Iterator[tuple[int, Document]]:
        """Yield the number and the raw JSON of each history entry, newest first."""
        return self._transaction.entries()

    def fields_of(self, number: int, entry: Document) -> dict[str, Any]:
        """Return the JSON values in the entry of a change.

        Raises DamagedError.
        """
        try:
            return read_fields(bytes(entry))
        except errors.InvalidFieldError as error:
            raise self._broken("history", number, error.problem) from error

    def change_settings(self, settings: Mapping[str, object]) -> set[str]:
        """Set settings of the archive in one change.

        Return the names of the settings that have changed. If there are none, nothing
        is written.
        """
        about = self.about()
        changed = {
            name: (about.get(name), value)
            for name, value in settings.items()
            if about.get(name) != value
        }
        if changed:
            self.commit(ChangeSet("edit", archive=changed))
        return {*changed}

    def commit(self, changes: ChangeSet) -> CommitResult:
        """Write the changes and their history entry, then update the index.

        Raises OutsideChangeError or RefusedError.
        """
        self.progress("Writing the archive", 0, 0)
        newest = next(self.changes(), None)
        last_id = self._last_id(changes, newest)
        self._refuse_duplicates(changes.restored)
        changes = self._with_notes_on_readers(changes)
        if changes.kind != "accept":
            self._refuse_outside_changes(changes)
        now = self._signature.at
        if newest and (warning := clock_warning(now, newest.at)):
            self.store.notify(warning)
        committed = CommitResult(
            _recorded(changes.added, last_id, now),
            [Edit(b, after.replace(modified=now)) for b, after in changes.edited],
        )
        captured = notes_on_captures(committed.added, changes.captured)
        changes = changes.with_notes(captured)
        last = last_change_in(self._transaction.others()) or LastChange(0, "")
        number = (
            max(changes.last_change, newest.number if newest else 0, last.number) + 1
        )
        written, digests = self._written(changes, committed)
        change = chained(
            self._change(changes, committed, number, last_id, digests),
            # If the last entry was lost or altered, the chain keeps the evidence.
            (changes.kind != "repair" and last.digest) or self._running_digest(newest),
        )
        entry = encoded(change.document())
        before = self._transaction.revision
        try:
            after = self._transaction.commit(change, entry, written)
        except BrokenRecordError as error:
            raise self._broken(error.table, error.number, error.problem) from error
        said = about_of(self._transaction.others()) if changes.archive else None
        self.index.update(before, Delta(after, written, {number: entry}, said))
        return committed

    def _last_id(self, changes: ChangeSet, newest: Change | None) -> int:
        """Return the highest id that has ever been used.

        Raises RefusedError if no number is left for a new statement or a new change.
        """
        last_id = max(
            changes.last_id,
            newest.last_id if newest else 0,
            max((statement.id for statement in changes.restored), default=0),
            max((number for number, _ in changes.lost), default=0),
            self._transaction.highest_id(),
        )
        last_change = newest.number if newest else 0
        if max(last_id + len(changes.added), last_change + 1) > _HIGHEST:
            raise errors.RefusedError(
                f"no ID is left after {max(last_id, last_change)}",
                "Export the statements and import them into a new archive.",
            )
        return last_id

    def _change(
        self,
        changes: ChangeSet,
        committed: CommitResult,
        number: int,
        last_id: int,
        digests: dict[int, str],
    ) -> Change:
        """Return the change that will be written to the history."""
        at, by, command = self._signature
        back = changes.reverts
        is_of_an_undo = back is not None and back.undoes is not None
        return Change(
            number=number,
            at=at,
            by=by,
            command=command,
            kind=changes.kind,
            last_id=last_id + len(committed.added),
            added=digests,
            changed={
                **changes.explanation.changed,
                **{each.after.id: changed_fields(*each) for each in committed.edited},
            },
            modified={
                after.id: (before.modified, after.modified)
                for before, after in committed.edited
            },
            removed={
                **changes.explanation.removed,
                **{statement.id: statement.document() for statement in changes.removed},
                **{number: dict(document) for number, document in changes.lost},
            },
            undoes=back.number if back and not is_of_an_undo else None,
            redoes=back.number if back and is_of_an_undo else None,
            notes=changes.explanation.notes,
            archive=dict(changes.archive),
        )

    def _running_digest(self, newest: Change | None) -> str:
        """Return the digest of the newest change, for computing the next digest.

        If the newest change has no digest, the digest is computed from the complete
        history.
        """
        if newest is not None and newest.digest:
            return newest.digest
        oldest_first = reversed(list(self.entries()))
        return running_digest((n, self.fields_of(n, raw)) for n, raw in oldest_first)

    def _written(
        self, changes: ChangeSet, committed: CommitResult
    ) -> tuple[dict[int, Document | None], dict[int, str]]:
        """Return two dicts: the records to write, and digests for the history entry.

        The keys of both dicts are ids. A removed statement has the record None. Added
        and restored statements have digests. The digests in `changes.explanation.added`
        are included.
        """
        written: dict[int, Document | None] = {}
        digests = dict(changes.explanation.added)
        for statement in chain(committed.added, changes.restored):
            document = statement.document()
            digests[statement.id] = digest(document)
            written[statement.id] = encoded(document)
        for _, after in committed.edited:
            written[after.id] = encoded(after.document())
        written.update((statement.id, None) for statement in changes.removed)
        written.update((number, None) for number, _ in changes.lost)
        there = self._transaction.records(changes.renewed)
        written.update((number, there.get(number)) for number in changes.renewed)
        return written, digests

    def _refuse_duplicates(self, restored: Sequence[Statement]) -> None:
        """Raise RefusedError if a restored statement exists under a different id."""
        there = search.having(self.index, "uuid", [each.uuid for each in restored])
        for number, others in (
            (each.id, there.get(each.uuid, ())) for each in restored
        ):
            if other := next((n for n in others if n != number and n in self), None):
                hint = f"To restore the statement, first remove statement {other}: "
                raise errors.RefusedError(
                    f"statement {number} is already in the archive: statement {other}",
                    errors.Hint(hint, errors.Command("remove", other)),
                )

    def _with_notes_on_readers(self, changes: ChangeSet) -> ChangeSet:
        """Add the notes that say which changes readers are not told of."""
        seen = public_changes(self, changes.edited, self.at)
        left = [number for number in seen if number not in changes.silent]
        notes = {SILENT: changes.silent, UNANNOUNCED: left}
        return changes.with_notes(
            {name: " ".join(map(str, ids)) for name, ids in notes.items() if ids}
        )

    def _refuse_outside_changes(self, changes: ChangeSet) -> None:
        """Raise OutsideChangeError for statements that were changed outside mediarel.

        Their earlier content is in no change, so the history would lose it. A statement
        without a checksum and a change was added outside mediarel. Statements with a
        note are not checked.
        """
        before = (*(each.before for each in changes.edited), *changes.removed)
        noted = changes.explanation.notes
        ids = [each.id for each in before if str(each.id) not in noted]
        try:
            kept = self._transaction.checksums(ids)
        except BrokenRecordError:
            return  # reported when the checksums are written
        records = self._transaction.records(ids)
        is_first = is_of_first_form(self._transaction.others())
        others = [
            number
            for number in ids
            if not (
                fits(records[number], kept[number])
                if number in kept
                else is_first or touched(self.index, number, number)
            )
        ]
        if others:
            raise OutsideChangeError(others)

    def _statement(self, number: int, record: Document) -> Statement:
        try:
            return read_record(number, record)
        except errors.InvalidFieldError as error:
            raise self._broken("statements", number, error.problem) from error

    def _broken(self, table: str, number: int, problem: str) -> Exception:
        return self.store.damaged_record(table, number, problem)


def _recorded(drafts: Sequence[Draft], last_id: int, now: str) -> list[Statement]:
    return [
        statement_of(
            draft,
            number=number,
            uuid=draft.uuid or str(uuid4()),
            created=now,
            modified=now,
        )
        for number, draft in enumerate(drafts, last_id + 1)
    ]


def clock_warning(now: str, last: str) -> str | None:
    """Return a warning if the time of the last change is later than `now`.

    This shows that the clock of a computer was wrong. Both times are in RFC 3339, UTC.
    Return None if a time is invalid, or if the difference is small.
    """
    try:
        passed = dt.datetime.fromisoformat(now) - dt.datetime.fromisoformat(last)
    except (ValueError, TypeError):
        return None
    if passed >= -_TOLERANCE:
        return None
    return (
        f"The clock of this computer went back: the time is {now}, but the last change"
        f" was made at {last}. Check the date and time."
    )
