"""Statements as earlier forms of an archive have them: read as today's, and back.

Until form 3 a statement had one `source`, a URL or null. It is the first of today's
`sources`. Records, entries of the history and exports that have it stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.model.fields import EARLIER_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TODAY = {name: earlier for earlier, name in EARLIER_NAMES.items()}


def renewed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the `fields` of a statement by today's names, each in its place.

    Where one holds something under both its names, both stay: that is no statement.
    """
    if fields.keys().isdisjoint(EARLIER_NAMES):
        return dict(fields)
    found: dict[str, Any] = {}
    for name, value in fields.items():
        today = EARLIER_NAMES.get(name)
        if today is None:
            # An empty list does not stand in the way of an earlier name before it.
            if value or not found.get(name):
                found[name] = value
        elif not fields.get(today):
            found[today] = as_list(value)
        elif value:
            found[name] = value
    return found


def renewed_changes(
    changed: Mapping[str, Sequence[Any]],
) -> dict[str, tuple[Any, Any]]:
    """Return earlier and later values of fields, by today's names.

    Raises TypeError or ValueError where a field has not just two values.
    """
    found: dict[str, tuple[Any, Any]] = {}
    for name, (old, new) in changed.items():
        if (today := EARLIER_NAMES.get(name)) is None:
            found[name] = old, new
        else:
            found[today] = as_list(old), as_list(new)
    return found


def as_list(value: object) -> list[Any]:
    """Return the list that one value of before stands for."""
    return [] if value is None or value == "" else [value]


def as_before(fields: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return `fields` by the names of before; None where they hold more than those."""
    found = dict(fields)
    for name in _TODAY.keys() & fields.keys():
        values = found.pop(name) or []
        if not isinstance(values, list) or len(values) > 1:
            return None
        found[_TODAY[name]] = next(iter(values), None)
    return found
