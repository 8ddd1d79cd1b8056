"""Importing: adding those of many drafts that are not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.duplicates import KnownDrafts
from mediarel.history.changeset import ChangeSet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.session import Session
    from mediarel.model.statement import Draft, Statement


class ImportResult(NamedTuple):
    """What an import added.

    `known` counts the drafts that were there already; `conflicting` has the ids of
    statements that stayed although a draft with their uuid says something else.
    """

    added: list[Statement]
    known: int
    conflicting: list[int]


def import_drafts(session: Session, drafts: Sequence[Draft]) -> ImportResult:
    """Add those of `drafts` that are not known, in their order.

    A draft is known where its uuid is there, or all that it says.
    """
    new: list[Draft] = []
    count = 0
    known = KnownDrafts(session.index)
    for done, draft in enumerate(drafts):
        session.progress("Looking for what is new", done, len(drafts))
        if draft in known:
            count += 1
        else:
            known.add(draft)
            new.append(draft)
    added = session.commit(ChangeSet("import", added=new)).added if new else []
    return ImportResult(added, count, known.conflicting)
