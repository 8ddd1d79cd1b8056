"""An archive: what can be done with it, and the only way to change it.

Every change is one transaction: the store is locked and read, the change made
and kept with its history in one write, the index brought up to date.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel import found
from mediarel.errors import InvalidFieldError, NoSuchStatementError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mediarel.found import Excerpt, Page
    from mediarel.history import Change
    from mediarel.query.tree import Query
    from mediarel.statement import Draft, Statement
    from mediarel.store import Store, Transaction
    from mediarel.store.index import Index

    Edit = Callable[[Statement], Mapping[str, object]]

# From this likeness on (rapidfuzz's ratio, 0 to 100), two texts of the same
# day and program are taken for one: a corrected word, a missing paragraph sign.
NEARLY_THE_SAME = 90.0


class LikelyDuplicateError(RefusedError):
    """What is to be added is probably there already."""

    def __init__(self, statement: Statement, why: str) -> None:
        super().__init__(
            f"this looks like statement {statement.id} of {statement.date}: {why}",
            f"Compare with mediarel show {statement.id}; if it is another one,"
            " add it with --allow-duplicate.",
        )
        self.statement = statement


class ChangedMeanwhileError(RefusedError):
    """A statement is no longer as it was when its editing began."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"statement {number} was changed by another while you edited it",
            f"See what it is now with mediarel show {number}, then edit it again.",
        )


class NothingToUndoError(RefusedError):
    """The history holds no change that still stands."""

    def __init__(self) -> None:
        super().__init__(
            "there is no change left to take back", "See them with: mediarel log"
        )


class Edited(NamedTuple):
    """A statement that was changed, as it was and as it is."""

    before: Statement
    after: Statement


class Taken(NamedTuple):
    """What came of taking in drafts: those added, and how many were there already."""

    added: list[Statement]
    known: int


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
        """Give a part of what `query` finds, and the years it lies in."""
        return found.page(self.index, query, sort=sort, start=start, size=size)

    def count(self, query: Query) -> int:
        """Give how many statements `query` finds."""
        return found.count_of(self.index, query)

    def excerpts(self, page: Page, query: Query) -> list[Excerpt]:
        """Give for each row of `page` the sentence that matched, with its marks."""
        statements = {s.id: s for s in self._statements([row.id for row in page.rows])}
        return [
            found.excerpt(statements[row.id], row.headline, query) for row in page.rows
        ]

    def statements(self, query: Query, *, sort: str = "newest") -> Iterator[Statement]:
        """Give all that `query` finds, one after the other."""
        return self._statements(found.ids(self.index, query, sort=sort))

    def get(self, ids: Sequence[int]) -> list[Statement]:
        """Give the statements with these ids.

        Raises NoSuchStatementError.
        """
        statements = list(self._statements(ids))
        if missing := set(ids) - {statement.id for statement in statements}:
            raise NoSuchStatementError(sorted(missing))
        return statements

    def changes(self, number: int | None = None) -> Iterator[Change]:
        """Give the changes, newest first; with `number`, those that touched it."""
        from mediarel.store.rows import change_in  # noqa: PLC0415 - not for a list

        which = "WHERE number IN (SELECT number FROM touched WHERE id = ?)"
        rows = self.index.rows(
            f"SELECT number, json FROM entry {which if number else ''}"  # noqa: S608 - our own words
            " ORDER BY number DESC",
            [number] if number else [],
        )
        return (change_in(key, raw) for key, raw in rows)

    def values(self, field: str) -> list[str]:
        """Give what `field` (program, type, tag, language) says, commonest first."""
        column, table = ("tag", "tagged") if field == "tag" else (field, "statement")
        rows = self.index.rows(
            f"SELECT shown FROM name JOIN {table} ON number = {table}.{column}"  # noqa: S608 - our own names
            " WHERE field = ? GROUP BY number ORDER BY count(*) DESC, shown",
            (field,),
        )
        return [row[0] for row in rows]

    def likely_duplicate(self, draft: Draft) -> LikelyDuplicateError | None:
        """Give the error that speaks against adding `draft`, if one does."""
        from mediarel.store.rows import likeness  # noqa: PLC0415 - not for a list

        if draft.text is None:
            return None
        same = self.index.rows(
            "SELECT id FROM statement WHERE likeness = ? ORDER BY id",
            (likeness(draft.text),),
        )
        if same:
            return LikelyDuplicateError(
                self.get([same[0][0]])[0], "the text is the same"
            )
        from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - 10 ms, and rarely needed

        near = self.index.rows(
            "SELECT id FROM statement WHERE first = ? AND date = ? AND program IN"
            " (SELECT number FROM name WHERE field = 'program' AND shown = ?)",
            (draft.date.first, str(draft.date), draft.program),
        )
        for statement in self._statements([row[0] for row in near]):
            if ratio(statement.text or "", draft.text) >= NEARLY_THE_SAME:
                return LikelyDuplicateError(
                    statement, "date and program are the same and the text nearly is"
                )
        return None

    # Changing

    def add(self, draft: Draft, *, allow_duplicate: bool = False) -> Statement:
        """Add `draft` and give the statement that it became.

        Raises LikelyDuplicateError unless `allow_duplicate`.
        """
        with self._changing() as transaction:
            if not allow_duplicate and (error := self.likely_duplicate(draft)):
                raise error
            (added,) = self._commit(transaction, added=[draft]).added
        return added

    def take_in(self, drafts: Iterable[Draft]) -> Taken:
        """Add those of `drafts` that are not there already, in their order.

        One is there already when its uuid is, or all that it says.
        """
        with self._changing() as transaction:
            new: list[Draft] = []
            said: set[tuple[object, ...]] = set()
            known = 0
            for draft in drafts:
                what = _what_it_says(draft)
                if what in said or self._is_known(draft):
                    known += 1
                    continue
                said.add(what)
                new.append(draft)
            if not new:
                return Taken([], known)
            return Taken(self._commit(transaction, added=new).added, known)

    def edit(
        self,
        ids: Sequence[int],
        edit: Edit,
        *,
        expected: Mapping[int, Statement] | None = None,
    ) -> list[Edited]:
        """Set in each statement the fields that `edit` gives for it, as JSON values.

        Gives those that changed. Where `expected` says what a statement was
        when its editing began, it must still be so.

        Raises NoSuchStatementError, InvalidFieldError or ChangedMeanwhileError.
        """
        with self._changing() as transaction:
            edited = []
            for number, before in self._current(transaction, ids).items():
                if expected is not None and expected[number] != before:
                    raise ChangedMeanwhileError(number)
                after = _with_fields(before, edit(before))
                if after.fields() != before.fields():
                    edited.append(Edited(before, after))
            if not edited:
                return []
            return self._commit(transaction, edited=edited).edited

    def remove(self, ids: Sequence[int]) -> list[Statement]:
        """Remove the statements with these ids and give them.

        Raises NoSuchStatementError.
        """
        with self._changing() as transaction:
            removed = list(self._current(transaction, ids).values())
            self._commit(transaction, removed=removed)
        return removed

    def undo(self) -> Change:
        """Take back the newest change that still stands, and give it.

        Raises NothingToUndoError, or UndoConflictError where what it touched
        has changed since.
        """
        from mediarel.history import newest_standing, taken_back  # noqa: PLC0415

        with self._changing() as transaction:
            change = newest_standing(self._history(transaction))
            if change is None:
                raise NothingToUndoError
            there = [n for n in change.ids if str(n) in transaction.statements]
            current = self._current(transaction, there)
            gone, earlier, restored = taken_back(change, current)
            self._commit(
                transaction,
                edited=[
                    Edited(current[number], _with_fields(current[number], fields))
                    for number, fields in earlier.items()
                ],
                removed=[current[number] for number in gone],
                restored=[self._statement(n, raw) for n, raw in restored.items()],
                undoes=change.number,
            )
        return change

    # What both need

    @contextmanager
    def _changing(self) -> Iterator[Transaction]:
        """Lock the store, with the index at what the store holds."""
        with self.store.transaction() as transaction:
            self.index.prepare()
            yield transaction

    def _statements(self, ids: Sequence[int]) -> Iterator[Statement]:
        from mediarel.store.rows import statement_in  # noqa: PLC0415 - not for a list

        for number, raw in self.index.documents(ids):
            yield statement_in(number, raw)

    def _statement(self, number: int, document: Mapping[str, Any]) -> Statement:
        from mediarel.statement import read_statement  # noqa: PLC0415

        return read_statement(number, document)

    def _current(
        self, transaction: Transaction, ids: Sequence[int]
    ) -> dict[int, Statement]:
        """Give the statements with these ids as they are in the locked store."""
        from mediarel.store.rows import statement_in  # noqa: PLC0415

        current = {}
        if missing := [n for n in ids if str(n) not in transaction.statements]:
            raise NoSuchStatementError(missing)
        for number in ids:
            try:
                raw = transaction.statements[str(number)]
                current[number] = statement_in(number, raw)
            except InvalidFieldError as error:
                raise self.store.damaged_record(
                    "statements", number, error.problem
                ) from error
        return current

    def _is_known(self, draft: Draft) -> bool:
        from mediarel.store.rows import likeness  # noqa: PLC0415

        if draft.uuid and self.index.rows(
            "SELECT id FROM statement WHERE uuid = ?", (draft.uuid,)
        ):
            return True
        same = self.index.rows(
            "SELECT id FROM statement WHERE likeness = ? AND first = ?",
            (likeness(draft.text), draft.date.first),
        )
        what = _what_it_says(draft)
        statements = self._statements([row[0] for row in same])
        return any(_what_it_says(statement) == what for statement in statements)

    def _history(self, transaction: Transaction) -> Iterator[Change]:
        """Give the changes in the locked store, newest first, each read when asked."""
        from mediarel.store.rows import change_in  # noqa: PLC0415

        for number in sorted(map(int, transaction.history), reverse=True):
            raw = transaction.history[str(number)]
            try:
                yield change_in(number, raw)
            except InvalidFieldError as error:
                raise self.store.damaged_record(
                    "history", number, error.problem
                ) from error

    def _commit(  # noqa: PLR0913 - the kinds of change there are
        self,
        transaction: Transaction,
        *,
        added: Sequence[Draft] = (),
        edited: Sequence[Edited] = (),
        removed: Sequence[Statement] = (),
        restored: Sequence[Statement] = (),
        undoes: int | None = None,
    ) -> _Committed:
        """Write the change and its history entry, then bring the index up to date."""
        from mediarel.history import Change, differences, digest  # noqa: PLC0415

        now = self._now()
        newest = next(self._history(transaction), None)
        last_id = max(
            newest.last_id if newest else 0,
            max(map(int, transaction.statements), default=0),
        )
        new = [_recorded(draft, last_id + n, now) for n, draft in enumerate(added, 1)]
        stamped = [Edited(e.before, _modified(e.after, now)) for e in edited]
        written: dict[int, bytes | None] = {
            statement.id: self.store.encode(statement.document())
            for statement in (*new, *(e.after for e in stamped), *restored)
        }
        written.update((statement.id, None) for statement in removed)
        change = Change(
            number=newest.number + 1 if newest else 1,
            at=now,
            by=self._author(),
            command=self._command,
            last_id=last_id + len(new),
            added={s.id: digest(s) for s in (*new, *restored)},
            changed={e.after.id: differences(e.before, e.after) for e in stamped},
            removed={s.id: s.document() for s in removed},
            undoes=undoes,
        )
        entry = self.store.encode(change.document())
        self._put(transaction, written)
        transaction.history[str(change.number)] = entry
        before = transaction.mark
        after = transaction.commit()
        self.index.take_in(before, after, written, {change.number: entry})
        return _Committed(new, stamped)

    def _put(
        self, transaction: Transaction, written: Mapping[int, bytes | None]
    ) -> None:
        statements = transaction.statements
        came_back = False
        for number, raw in written.items():
            if raw is None:
                del statements[str(number)]
                continue
            came_back = came_back or str(number) not in statements
            statements[str(number)] = raw
        # What comes back goes to its old place, so that the file is as it was.
        if came_back:
            in_order = sorted(statements.items(), key=lambda item: int(item[0]))
            statements.clear()
            statements.update(in_order)


class _Committed(NamedTuple):
    added: list[Statement]
    edited: list[Edited]


def _recorded(draft: Draft, number: int, now: str) -> Statement:
    from uuid import uuid4  # noqa: PLC0415 - not for a list

    from mediarel.statement import taken_in  # noqa: PLC0415

    uuid = draft.uuid or str(uuid4())
    return taken_in(draft, number=number, uuid=uuid, created=now, modified=now)


def _modified(statement: Statement, now: str) -> Statement:
    from dataclasses import replace  # noqa: PLC0415 - not for a list

    return replace(statement, modified=now)


def _with_fields(statement: Statement, given: Mapping[str, object]) -> Statement:
    from mediarel.statement import read_statement  # noqa: PLC0415

    return read_statement(statement.id, {**statement.document(), **given})


def _what_it_says(draft: Draft) -> tuple[object, ...]:
    """Give what makes two statements the same: when, who, and their words."""
    return (draft.date, draft.program, draft.type, draft.title, draft.text)
