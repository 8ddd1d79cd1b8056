"""A locked store: its statements and its history, read from the store itself.

What is committed is written with its entry in the history, in one.
"""

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from mediarel.errors import InvalidFieldError, NoSuchStatementError, RefusedError
from mediarel.history.change import Change, differences, digest
from mediarel.model.statement import taken_in
from mediarel.store.checksums import checksum, lot_of, put_checksums, read_checksums
from mediarel.store.protocol import BrokenRecordError
from mediarel.store.records import read_entry, read_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from mediarel.history.change import Signature
    from mediarel.index.index import Index
    from mediarel.model.statement import Draft, Statement
    from mediarel.store.protocol import Document, Store, Transaction

_SHOWN = 5  # ids
_HIGHEST = 10**18 - 1  # what `damage.ID` still takes for an id


class NoIdLeftError(RefusedError):
    """Some script has given an id so high that none can follow it."""

    def __init__(self, last_id: int) -> None:
        super().__init__(
            f"no id is left after {last_id}, the highest there ever was",
            "Export the statements and import them into a new archive.",
        )


class ThereAgainError(RefusedError):
    """A statement was to come back that is there under another id."""

    def __init__(self, number: int, other: int) -> None:
        super().__init__(
            f"statement {number} is there again, as {other}",
            f"Remove that one first if {number} should come back:"
            f" mediarel remove {other}",
        )


class Committed(NamedTuple):
    """What a change added, and what it edited as it was and as it is."""

    added: list[Statement]
    edited: list[tuple[Statement, Statement]]


class Locked:
    """What `store` holds, of which `transaction` keeps the lock.

    What is committed is signed with `signature`, and taken in by `index`.
    """

    def __init__(
        self,
        store: Store,
        transaction: Transaction,
        index: Index,
        signature: Signature,
    ) -> None:
        self._store = store
        self._transaction = transaction
        self._index = index
        self._signature = signature

    def __contains__(self, number: int) -> bool:
        return str(number) in self._transaction.statements

    def statements(self, ids: Sequence[int]) -> dict[int, Statement]:
        """Return the statements with these ids.

        Raises NoSuchStatementError.
        """
        if missing := [number for number in ids if number not in self]:
            raise NoSuchStatementError(missing)
        return {number: self._statement(number) for number in ids}

    def changes(self) -> Iterator[Change]:
        """Yield the changes, newest first, each read when it is asked for."""
        for number in sorted(map(int, self._transaction.history), reverse=True):
            raw = self._transaction.history[str(number)]
            try:
                yield read_entry(number, raw)
            except InvalidFieldError as error:
                raise self._store.damaged_record(
                    "history", number, error.problem
                ) from error

    def commit(  # noqa: PLR0913 - a part for each thing that a change can do
        self,
        *,
        added: Sequence[Draft] = (),
        edited: Sequence[tuple[Statement, Statement]] = (),
        removed: Sequence[Statement] = (),
        restored: Sequence[Statement] = (),
        lost: Sequence[tuple[int, Mapping[str, Any]]] = (),
        renewed: Sequence[int] = (),
        given: int = 0,
        is_accepted: bool = False,
        takes_back: Change | None = None,
    ) -> Committed:
        """Write the change and its history entry, then bring the index up to date.

        `lost` are statements that are gone already, with what is known of them.
        Of those `renewed` only the checksum is made anew. `given` is the highest
        id of which it is known besides that it was given. Unless it `is_accepted`,
        what was changed outside mediarel before this is told.
        """
        newest = next(self.changes(), None)
        last_id = max(
            given,
            newest.last_id if newest else 0,
            max((statement.id for statement in restored), default=0),
            max((number for number, _ in lost), default=0),
            max(map(int, self._transaction.statements), default=0),
        )
        if last_id + len(added) > _HIGHEST:
            raise NoIdLeftError(last_id)
        if newest and newest.number >= _HIGHEST:
            raise NoIdLeftError(newest.number)
        self._refuse_doubled(restored)
        if not is_accepted:
            changed = [before.id for before, _ in edited]
            self._tell_of_others(changed + [statement.id for statement in removed])
        now, author, command = self._signature
        new = [_recorded(draft, last_id + n, now) for n, draft in enumerate(added, 1)]
        stamped = [(before, after.replace(modified=now)) for before, after in edited]
        is_undo = takes_back is not None and takes_back.undoes is not None
        change = Change(
            number=newest.number + 1 if newest else 1,
            at=now,
            by=author,
            command=command,
            last_id=last_id + len(new),
            added={s.id: digest(s) for s in (*new, *restored)},
            changed={after.id: differences(before, after) for before, after in stamped},
            removed={
                **{statement.id: statement.document() for statement in removed},
                **{number: dict(document) for number, document in lost},
            },
            undoes=takes_back.number if takes_back and not is_undo else None,
            redoes=takes_back.number if takes_back and is_undo else None,
        )
        written: dict[int, Document | None] = {
            statement.id: self._store.encode(statement.document())
            for statement in (*new, *(after for _, after in stamped), *restored)
        }
        written.update((statement.id, None) for statement in removed)
        written.update((number, None) for number, _ in lost)
        there = self._transaction.statements
        written.update((number, there.get(str(number))) for number in renewed)
        self._write(change, written)
        return Committed(new, stamped)

    def _refuse_doubled(self, restored: Sequence[Statement]) -> None:
        """Refuse what is there again under another id, as after an import."""
        for statement in restored:
            rows = self._index.rows(
                "SELECT id FROM statement WHERE uuid = ? AND id != ?",
                (statement.uuid, statement.id),
            )
            if rows and str(rows[0][0]) in self._transaction.statements:
                raise ThereAgainError(statement.id, rows[0][0])

    def _tell_of_others(self, numbers: Sequence[int]) -> None:
        """Tell which statements are other than mediarel left them, before they change.

        What they were is still in a backup, and later perhaps no more.
        """
        table = self._transaction.checksums
        lots = {lot_of(number) for number in numbers} & table.keys()
        try:
            kept = read_checksums({lot: table[lot] for lot in lots})
        except BrokenRecordError:
            return  # told when the checksums are written
        others = [
            number
            for number in numbers
            if number in kept
            and checksum(self._transaction.statements[str(number)]) != kept[number]
        ]
        if others:
            first = ", ".join(map(str, others[:_SHOWN]))
            more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
            self._store.tell(
                f"Statement {first}{more} had been changed outside mediarel before"
                " this. To see how: mediarel check"
            )

    def _statement(self, number: int) -> Statement:
        try:
            return read_record(number, self._transaction.statements[str(number)])
        except InvalidFieldError as error:
            raise self._store.damaged_record(
                "statements", number, error.problem
            ) from error

    def _write(self, change: Change, written: Mapping[int, Document | None]) -> None:
        """Put the statements in `written` where they belong; None is removed."""
        statements = self._transaction.statements
        entry = self._store.encode(change.document())
        new: list[tuple[str, Document]] = []
        for number, raw in sorted(written.items()):
            if raw is None:
                statements.pop(str(number), None)
            elif number in self:
                statements[str(number)] = raw
            else:
                new.append((str(number), raw))
        if new and _id_of(new[0]) < max(map(int, statements), default=0):
            # It goes back to its old place, so that the file is as it was.
            in_order = dict(merge(list(statements.items()), new, key=_id_of))
            statements.clear()
            statements.update(in_order)
        else:
            statements.update(new)
        self._transaction.history[str(change.number)] = entry
        try:
            put_checksums(self._transaction.checksums, statements, written)
        except BrokenRecordError as error:
            raise self._store.damaged_record(
                error.table, error.number, error.problem
            ) from error
        before = self._transaction.mark
        after = self._transaction.commit(change.at[: len("2012-07-16")])
        self._index.take_in(before, after, written, {change.number: entry})


def _recorded(draft: Draft, number: int, now: str) -> Statement:
    uuid = draft.uuid or str(uuid4())
    return taken_in(draft, number=number, uuid=uuid, created=now, modified=now)


def _id_of(item: tuple[str, Document]) -> int:
    return int(item[0])
