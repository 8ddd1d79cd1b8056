"""Removing statements, which the history keeps whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.edit import refuse_unexpected
from mediarel.history.changeset import ChangeSet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.archive.session import Session
    from mediarel.model.statement import Statement


def remove(
    session: Session,
    ids: Sequence[int],
    *,
    expected: Mapping[int, Statement] | None = None,
) -> list[Statement]:
    """Remove the statements with these ids and return them.

    Where `expected` says what a statement was, it must still be so.

    Raises NoSuchStatementError or ChangedMeanwhileError.
    """
    removed = list(session.statements(ids).values())
    for statement in removed:
        refuse_unexpected(statement, expected)
    if removed:
        session.commit(ChangeSet("remove", removed=removed))
    return removed
