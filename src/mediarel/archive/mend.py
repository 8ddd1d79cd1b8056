"""Mending: letters that were misread and line breaks that were lost, as one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.edit import planned
from mediarel.history.change import ChangeSet, with_fields
from mediarel.model.damage import mended

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.session import Session
    from mediarel.history.change import Edit
    from mediarel.model.statement import Statement


def mend(session: Session, ids: Sequence[int]) -> list[Edit]:
    """Put right what can be proved in those of the statements `ids` that are there.

    Returns those that changed.
    """
    there = session.statements(list(session.records(ids)))
    edited = planned(there.values(), mended_fields)
    if not edited:
        return []
    return session.commit(ChangeSet("edit", edited=edited)).edited


def mended_fields(statement: Statement) -> dict[str, object]:
    """Return the fields of `statement` that are mended.

    With them its language is told anew, where it was told by the damaged letters.
    """
    before = statement.fields()
    after, found = mended(before)
    changed = {each.field: after[each.field] for each in found}
    if changed and with_fields(statement, {"language": None}).fields() == before:
        changed["language"] = None
    return changed
