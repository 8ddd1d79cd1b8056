"""What another command changed meanwhile, while a person edited or was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import Command, Hint, RefusedError
from mediarel.store.records import read_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mediarel.archive.session import Session
    from mediarel.model.statement import Statement
    from mediarel.store.protocol import Document


class ChangedMeanwhileError(RefusedError):
    """A statement was changed by another command since its editing began."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"statement {number} was changed meanwhile, in another window perhaps",
            Hint("See what it is now, then try again: ", Command("show", number)),
        )


class OvertakenError(RefusedError):
    """Another command changed the archive between the question and its answer."""

    def __init__(self) -> None:
        super().__init__(
            "another change was made meanwhile, so nothing was done",
            Hint("See it, then give the command again: ", Command("log")),
        )


def refuse_unexpected(
    statement: Statement, expected: Mapping[int, Statement] | None
) -> None:
    """Raise ChangedMeanwhileError where `statement` is not as it was `expected`."""
    if expected is not None and expected[statement.id] != statement:
        raise ChangedMeanwhileError(statement.id)


def refuse_changed(
    session: Session, statements: Iterable[Statement], seen: Mapping[int, Document]
) -> None:
    """Raise ChangedMeanwhileError where one of `statements` says another than was seen.

    What was `seen` is raw JSON, which is read only where it is not written the same.
    """
    records = session.records(seen)
    for statement in statements:
        number = statement.id
        if records[number] != seen[number]:
            refuse_unexpected(statement, {number: read_record(number, seen[number])})
