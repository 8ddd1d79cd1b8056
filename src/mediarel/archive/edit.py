"""Editing statements: setting some of their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.notes import told_of_return
from mediarel.archive.session import refuse_unexpected
from mediarel.history.change import ChangeSet, Edit, with_fields
from mediarel.text.damaged import cleaned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

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
    it does. Of one that was withdrawn and is published again, its readers are told.

    Raises NoSuchStatementError, InvalidFieldError or ChangedMeanwhileError.
    """
    there = session.statements(ids).values()
    for before in there:
        refuse_unexpected(before, expected)
    edited = [told_of_return(each, session.at) for each in planned(there, changed)]
    if not edited:
        return []
    return session.commit(ChangeSet("edit", edited=edited)).edited


def planned(statements: Iterable[Statement], changed: FieldsFor) -> list[Edit]:
    """Return what `edit` would do with `statements`: those that change alone.

    Control characters are removed from the new values.

    Raises InvalidFieldError.
    """
    edits = (
        Edit(each, with_fields(each, cleaned(changed(each)))) for each in statements
    )
    return [each for each in edits if each.after.fields() != each.before.fields()]
