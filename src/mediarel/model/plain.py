"""A statement as plain values and back, of very many: nothing is checked again."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from mediarel.model.fields import ALL_FIELDS, RECORD
from mediarel.model.kinds import DATE
from mediarel.model.readers import read_field, shared_date
from mediarel.model.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

_held = attrgetter(*ALL_FIELDS)
# The places of what is not held as its JSON value.
_DATES = [ALL_FIELDS.index(field.name) for field in RECORD if field.kind is DATE]
_LISTS = [
    ALL_FIELDS.index(field.name)
    for field in RECORD
    if field.kind.is_list and not field.kind.is_json
]
_OBJECTS = {
    ALL_FIELDS.index(field.name): field.name for field in RECORD if field.kind.is_json
}


def values_of(statement: Statement) -> list[Any]:
    """Return what `statement` holds, as JSON has it, in the order of `ALL_FIELDS`."""
    values = [*_held(statement)]
    for place in _DATES:
        values[place] = values[place] and str(values[place])
    for place in _OBJECTS:
        values[place] = [each.document() for each in values[place]]
    return values


def of_values(values: Iterable[Any]) -> Statement:
    """Return the statement whose values these are: those of one that was valid."""
    held = [*values]
    for place in _DATES:
        held[place] = held[place] and shared_date(held[place])
    for place in _LISTS:
        held[place] = tuple(held[place])
    for place, name in _OBJECTS.items():
        held[place] = read_field(name, held[place])
    return Statement.of(held)
