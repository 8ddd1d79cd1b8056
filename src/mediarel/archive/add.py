"""Add statements, unless they are likely duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.attach import attaching
from mediarel.archive.duplicates import (
    LikelyDuplicateError,
    LikelyDuplicates,
    TwiceGivenError,
)
from mediarel.history.change import ChangeSet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.session import Session
    from mediarel.model.statement import Draft, Statement


def add(session: Session, draft: Draft, *, allow_duplicate: bool = False) -> Statement:
    """Add `draft` and return the statement that it became.

    Raises LikelyDuplicateError unless `allow_duplicate`.
    """
    (added,) = add_all(session, [draft], allow_duplicate=allow_duplicate)
    return added


def add_all(
    session: Session, drafts: Sequence[Draft], *, allow_duplicate: bool = False
) -> list[Statement]:
    """Add `drafts` as one change and return the statements that they became.

    Of what is attached to them a copy is kept already.

    Raises RefusedError; unless `allow_duplicate`, LikelyDuplicateError for the first
    that is there already, and TwiceGivenError for one that another of them is.
    """
    with attaching(session, [file for each in drafts for file in each.attachments]):
        if not allow_duplicate:
            _refuse_duplicates(session, drafts)
        changes = ChangeSet("add", added=list(drafts))
        return list(session.commit(changes).added)


def _refuse_duplicates(session: Session, drafts: Sequence[Draft]) -> None:
    there = LikelyDuplicates(session.index, drafts)
    for draft in drafts:
        like = there.of(draft)
        if like is not None and like.statement is None:
            raise TwiceGivenError(draft, like.why)
        if like is not None and like.statement is not None:
            raise LikelyDuplicateError(like.statement, like.why)
        there.add(draft)
