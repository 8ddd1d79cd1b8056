"""Removing statements, which the history keeps whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.session import refuse_changed
from mediarel.history.change import ChangeSet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.archive.session import Session
    from mediarel.model.statement import Statement
    from mediarel.store.protocol import Document


def remove(
    session: Session,
    ids: Sequence[int],
    *,
    seen: Mapping[int, Document] | None = None,
) -> list[Statement]:
    """Remove the statements with these ids and return them.

    Where they were `seen`, as raw JSON, they must still say the same.

    Raises NoSuchStatementError or ChangedMeanwhileError.
    """
    removed = list(session.statements(ids).values())
    if seen is not None:
        refuse_changed(session, removed, seen)
    if removed:
        session.commit(ChangeSet("remove", removed=removed))
    return removed
