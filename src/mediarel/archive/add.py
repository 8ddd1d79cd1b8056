"""Adding a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.duplicates import likely_duplicate
from mediarel.history.changeset import ChangeSet

if TYPE_CHECKING:
    from mediarel.archive.session import Session
    from mediarel.model.statement import Draft, Statement


def add(session: Session, draft: Draft, *, allow_duplicate: bool = False) -> Statement:
    """Add `draft` and return the statement that it became.

    Raises LikelyDuplicateError unless `allow_duplicate`.
    """
    if not allow_duplicate and (error := likely_duplicate(session.index, draft)):
        raise error
    (added,) = session.commit(ChangeSet("add", added=[draft])).added
    return added
