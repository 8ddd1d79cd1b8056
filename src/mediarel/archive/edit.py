"""Editing statements: setting some of their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.meanwhile import refuse_unexpected
from mediarel.history.change import with_fields
from mediarel.history.changeset import ChangeSet, Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mediarel.archive.session import Session
    from mediarel.model.statement import Statement

    FieldsFor = Callable[[Statement], Mapping[str, object]]


def edit(
    session: Session,
    ids: Sequence[int],
    changed: FieldsFor,
    *,
    expected: Mapping[int, Statement] | None = None,
) -> list[Edit]:
    """Set in each statement the fields that `changed` returns for it, as JSON values.

    Returns those that changed. A statement must still be as `expected` says, where
    it does.

    Raises NoSuchStatementError, InvalidFieldError or ChangedMeanwhileError.
    """
    edited = []
    for before in session.statements(ids).values():
        refuse_unexpected(before, expected)
        after = with_fields(before, changed(before))
        if after.fields() != before.fields():
            edited.append(Edit(before, after))
    if not edited:
        return []
    return session.commit(ChangeSet("edit", edited=edited)).edited
