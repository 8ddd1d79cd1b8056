"""Importing: of many drafts, adding those that are not there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.duplicates import KnownDrafts
from mediarel.history.changeset import ChangeSet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.archive.session import Session
    from mediarel.model.statement import Draft, Statement


class ImportResult(NamedTuple):
    """What came of an import.

    `known` counts the drafts that were there already; `conflicting` has the ids of
    statements that were left though a draft of their uuid says something else.
    """

    added: list[Statement]
    known: int
    conflicting: list[int]


def import_drafts(session: Session, drafts: Iterable[Draft]) -> ImportResult:
    """Add those of `drafts` that are not there already, in their order.

    One is there already when its uuid is, or all that it says.
    """
    new: list[Draft] = []
    count = 0
    known = KnownDrafts(session.index)
    for draft in drafts:
        if draft in known:
            count += 1
        else:
            known.add(draft)
            new.append(draft)
    added = session.commit(ChangeSet("import", added=new)).added if new else []
    return ImportResult(added, count, known.conflicting)
