"""Correct slips and damaged text that a check found, as one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.edit import planned
from mediarel.history.change import ChangeSet, with_fields
from mediarel.model.damage import mended
from mediarel.model.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from mediarel.archive.session import Session
    from mediarel.check.slips import Fix
    from mediarel.history.change import Edit
    from mediarel.model.statement import Statement


def fix(session: Session, fixes: Iterable[Fix]) -> list[Edit]:
    """Put right in each statement the values that `fixes` name, and no others.

    Returns those that changed. One that is gone meanwhile, or says something else by
    now, stays as it is.
    """
    becoming: dict[int, dict[str, dict[str, tuple[str, ...]]]] = {}
    for each in fixes:
        for number in each.ids:
            of_field = becoming.setdefault(number, {}).setdefault(each.field, {})
            of_field[each.value] = each.becomes
    there = session.records(becoming)
    statements = session.statements(list(there)).values()
    edited = planned(statements, lambda each: _fields(each, becoming[each.id]))
    if not edited:
        return []
    return session.commit(ChangeSet("edit", edited=edited)).edited


def _fields(
    statement: Statement, becoming: Mapping[str, Mapping[str, Sequence[str]]]
) -> dict[str, Any]:
    """Return the fields that change, with the values that they then have."""
    fields: dict[str, Any] = {}
    for name, becomes in becoming.items():
        value = getattr(statement, name)
        if BY_NAME[name].kind.is_list:
            parts = (part for each in value for part in becomes.get(each, (each,)))
            fields[name] = list(dict.fromkeys(parts))
        else:
            (fields[name],) = becomes.get(value, (value,))
    return fields


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

    The language is guessed again if it was guessed from the damaged letters.
    """
    before = statement.fields()
    after, found = mended(before)
    changed = {each.field: after[each.field] for each in found}
    if changed and with_fields(statement, {"language": None}).fields() == before:
        changed["language"] = None
    return changed
