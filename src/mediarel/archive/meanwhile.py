"""What another command changed meanwhile, while a person edited or was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import Command, Hint, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.model.statement import Statement


class ChangedMeanwhileError(RefusedError):
    """A statement was changed by another command since its editing began."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"statement {number} was changed meanwhile, in another window perhaps",
            Hint(
                "See what it is now with ", Command("show", number), ", then try again."
            ),
        )


class OvertakenError(RefusedError):
    """Another command changed the archive between the question and its answer."""

    def __init__(self) -> None:
        super().__init__(
            "another change was made meanwhile", Hint("See it with: ", Command("log"))
        )


def refuse_unexpected(
    statement: Statement, expected: Mapping[int, Statement] | None
) -> None:
    """Raise ChangedMeanwhileError where `statement` is not as it was `expected`."""
    if expected is not None and expected[statement.id] != statement:
        raise ChangedMeanwhileError(statement.id)
