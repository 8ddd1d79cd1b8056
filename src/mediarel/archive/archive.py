"""An archive: what can be done with it, and the only way to change it.

Every change is one transaction: the store is locked and read, the change made
and kept with its history in one write, the index brought up to date.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import ChangedMeanwhileError, NoSuchStatementError, OvertakenError
from mediarel.index import search
from mediarel.index.excerpt import Excerpt, excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mediarel.archive.restore import Restored
    from mediarel.archive.restore_from import Difference
    from mediarel.archive.session import Locked
    from mediarel.check.outside import Outside
    from mediarel.history.change import Change, Signature
    from mediarel.index.index import Index
    from mediarel.index.search import Page
    from mediarel.model.statement import Draft, Statement
    from mediarel.query.tree import Query
    from mediarel.store.protocol import Store, Tables

    Edit = Callable[[Statement], Mapping[str, object]]


class Edited(NamedTuple):
    """A statement that was changed, as it was and as it is."""

    before: Statement
    after: Statement


class Taken(NamedTuple):
    """What came of taking in drafts.

    `known` counts those that were there already; `differing` has the ids of
    statements that were left though a draft of their uuid says something else.
    """

    added: list[Statement]
    known: int
    differing: list[int]


class Archive:
    """The archive in `store`, read through `index`.

    `now` gives the present as RFC 3339 in UTC, `author` who is at work; with
    `command` they are what the history says of a change.
    """

    def __init__(
        self,
        store: Store,
        index: Index,
        *,
        now: Callable[[], str],
        author: Callable[[], str],
        command: str,
    ) -> None:
        self.store = store
        self.index = index
        self._now = now
        self._author = author
        self._command = command

    # Reading

    def page(
        self,
        query: Query,
        *,
        sort: str = "newest",
        start: int = 0,
        size: int | None = None,
    ) -> Page:
        """Return a part of what `query` finds, and the years it lies in."""
        return search.page(self.index, query, sort=sort, start=start, size=size)

    def excerpts(self, page: Page, query: Query) -> list[Excerpt]:
        """Return for each row of `page` the sentence that matched, with its marks."""
        statements = {s.id: s for s in self._statements([row.id for row in page.rows])}
        return [
            # Another may have removed it since the page was made.
            excerpt(statements[row.id], row.headline, query)
            if row.id in statements
            else Excerpt(row.headline, ())
            for row in page.rows
        ]

    def statements(self, query: Query, *, sort: str = "newest") -> Iterator[Statement]:
        """Return all that `query` finds, one after the other."""
        from mediarel.store.records import read_record  # noqa: PLC0415 - not for a list

        # Asked for now, so that what is wrong is told before anything is written.
        documents = search.documents(self.index, query, sort=sort)
        return (read_record(number, raw) for number, raw in documents)

    def get(self, ids: Sequence[int]) -> list[Statement]:
        """Return the statements with these ids.

        Raises NoSuchStatementError.
        """
        statements = list(self._statements(ids))
        if missing := set(ids) - {statement.id for statement in statements}:
            raise NoSuchStatementError(sorted(missing))
        return statements

    def changes(
        self, number: int | None = None, *, most: int | None = None
    ) -> Iterator[Change]:
        """Return the changes, newest first; with `number`, those that touched it.

        With `most`, no more than so many.
        """
        from mediarel.store.records import read_entry  # noqa: PLC0415 - not for a list

        which = "WHERE number IN (SELECT number FROM touched WHERE id = ?)"
        rows = self.index.rows(
            f"SELECT number, json FROM entry {which if number is not None else ''}"  # noqa: S608 - our own words
            f" ORDER BY number DESC LIMIT {-1 if most is None else most}",
            [number] if number is not None else [],
        )
        return (read_entry(key, raw) for key, raw in rows)

    def signatures(self, number: int) -> list[Signature]:
        """Return who touched statement `number` when, by what command, oldest first.

        Unlike `changes` it reads no change whole: one may be of 100,000 statements.
        """
        from mediarel.history.change import Signature  # noqa: PLC0415 - not for a list

        rows = self.index.rows(
            "SELECT at, by, command FROM entry JOIN touched USING (number)"
            " WHERE id = ? ORDER BY number",
            (number,),
        )
        return [Signature(*row) for row in rows]

    def values(self, field: str) -> list[str]:
        """Return what `field`, one with a term for its value, says, commonest first."""
        return search.values(self.index, field)

    # Changing

    def add(self, draft: Draft, *, allow_duplicate: bool = False) -> Statement:
        """Add `draft` and give the statement that it became.

        Raises LikelyDuplicateError unless `allow_duplicate`.
        """
        from mediarel.archive.duplicates import likely_duplicate  # noqa: PLC0415 - not for a list

        with self._changing() as locked:
            if not allow_duplicate and (error := likely_duplicate(self.index, draft)):
                raise error
            (added,) = locked.commit(added=[draft]).added
        return added

    def take_in(self, drafts: Iterable[Draft]) -> Taken:
        """Add those of `drafts` that are not there already, in their order.

        One is there already when its uuid is, or all that it says.
        """
        from mediarel.archive.duplicates import Known  # noqa: PLC0415 - not for a list

        with self._changing() as locked:
            new: list[Draft] = []
            known = 0
            there = Known(self.index)
            for draft in drafts:
                if draft in there:
                    known += 1
                else:
                    there.add(draft)
                    new.append(draft)
            added = locked.commit(added=new).added if new else []
            return Taken(added, known, there.differing)

    def edit(
        self,
        ids: Sequence[int],
        edit: Edit,
        *,
        expected: Mapping[int, Statement] | None = None,
    ) -> list[Edited]:
        """Set in each statement the fields that `edit` gives for it, as JSON values.

        Returns those that changed. Where `expected` says what a statement was
        when it was last seen, it must still be so.

        Raises NoSuchStatementError, InvalidFieldError or ChangedMeanwhileError.
        """
        from mediarel.history.change import with_fields  # noqa: PLC0415 - not for a list

        with self._changing() as locked:
            edited = []
            for number, before in locked.statements(ids).items():
                if expected is not None and expected[number] != before:
                    raise ChangedMeanwhileError(number)
                after = with_fields(before, edit(before))
                if after.fields() != before.fields():
                    edited.append(Edited(before, after))
            if not edited:
                return []
            committed = locked.commit(edited=edited)
            return [Edited(*pair) for pair in committed.edited]

    def remove(
        self, ids: Sequence[int], *, expected: Mapping[int, Statement] | None = None
    ) -> list[Statement]:
        """Remove the statements with these ids and give them.

        Where `expected` says what a statement was, it must still be so.

        Raises NoSuchStatementError or ChangedMeanwhileError.
        """
        with self._changing() as locked:
            removed = list(locked.statements(ids).values())
            for statement in removed:
                if expected is not None and expected[statement.id] != statement:
                    raise ChangedMeanwhileError(statement.id)
            if removed:
                locked.commit(removed=removed)
        return removed

    def next_undo(self, number: int | None = None) -> Change:
        """Return the change that `undo` takes back: the newest standing, or `number`.

        Raises NothingToUndoError, NoSuchChangeError, TakenBackAlreadyError or
        DoneAgainError.
        """
        from mediarel.archive.undo import next_undo  # noqa: PLC0415 - not for a list

        return next_undo(self.changes(), number)

    def next_redo(self) -> Change:
        """Return the undo that `redo` takes back, while nothing else was changed since.

        Raises NothingToRedoError.
        """
        from mediarel.archive.undo import next_redo  # noqa: PLC0415 - not for a list

        return next_redo(self.changes())

    def undo(
        self, number: int | None = None, *, expected: Change | None = None
    ) -> Change:
        """Take back a change, and give it: the newest command that stands, or `number`.

        That may be an undo itself. Where it is no longer `expected`, another was
        quicker.

        Raises what `next_undo` does, OvertakenError, or UndoConflictError where
        what it touched has changed since.
        """
        from mediarel.archive.undo import next_undo, take_back  # noqa: PLC0415

        with self._changing() as locked:
            change = next_undo(locked.changes(), number)
            if expected is not None and change != expected:
                raise OvertakenError
            take_back(locked, change)
        return change

    def redo(self, *, expected: Change | None = None) -> Change:
        """Take back the newest undo, and give it; see `undo`.

        Raises NothingToRedoError, OvertakenError or UndoConflictError.
        """
        from mediarel.archive.undo import next_redo, take_back  # noqa: PLC0415

        with self._changing() as locked:
            change = next_redo(locked.changes())
            if expected is not None and change != expected:
                raise OvertakenError
            take_back(locked, change)
        return change

    def restore(self, number: int, *, at: int | None = None) -> Restored:
        """Return a statement back as it was after change `at`, or before its removal.

        Raises NoSuchStatementError, NoSuchChangeError, StillThereError,
        NotThereThenError or UnfitHistoryError.
        """
        from mediarel.archive.restore import restore  # noqa: PLC0415 - not for a list

        with self._changing() as locked:
            return restore(locked, number, at)

    def difference(self, wanted: Tables, path: Path) -> Difference:
        """Return what it takes to have the statements that are `wanted`, from `path`.

        Raises OtherStatementError.
        """
        from mediarel.archive.restore_from import difference  # noqa: PLC0415 - not for a list

        return difference(self.store, wanted, path, self.changes())

    def bring_back(self, wanted: Tables, path: Path, *, expected: Difference) -> None:
        """Have the statements that are `wanted`, from `path`, in one change.

        Where what that takes is no longer `expected`, another was quicker.

        Raises OtherStatementError or OvertakenError.
        """
        from mediarel.archive.restore_from import bring_back, difference  # noqa: PLC0415

        with self._changing() as locked:
            found = difference(self.store, wanted, path, locked.changes())
            if found != expected:
                raise OvertakenError
            bring_back(locked, found)

    def accept(self, outside: Outside) -> None:
        """Take note in the history of what was done `outside`, and renew checksums.

        Raises OvertakenError where the store was changed since that was found.
        """
        from mediarel.archive.accept import accept  # noqa: PLC0415 - not for a list

        with self._changing() as locked:
            if self.store.mark() != outside.mark:
                raise OvertakenError
            accept(locked, outside)

    # What both need

    @contextmanager
    def _changing(self) -> Iterator[Locked]:
        """Lock the store, with the index at what the store holds."""
        from mediarel.archive.session import Locked  # noqa: PLC0415
        from mediarel.history.change import Signature  # noqa: PLC0415 - not for a list

        with self.store.transaction() as transaction:
            # It is compared with the store when it is opened, and another may
            # have changed the store since.
            self.index.close()
            self.index.prepare()
            signature = Signature(self._now(), self._author(), self._command)
            yield Locked(self.store, transaction, self.index, signature)

    def _statements(self, ids: Sequence[int]) -> Iterator[Statement]:
        from mediarel.store.records import read_record  # noqa: PLC0415 - not for a list

        for number, raw in self.index.documents(ids):
            yield read_record(number, raw)
