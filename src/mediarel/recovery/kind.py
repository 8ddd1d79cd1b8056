"""Of what kind an object is that was found: a record, an entry, or a whole table."""

from __future__ import annotations

from typing import Any

from mediarel.model.fields import FIELDS, GIVEN_FIELDS
from mediarel.store.protocol import ID, TABLES

OF_A_CHANGE = {"added", "changed", "removed"}
# The fields that only a record has, or an entry. Where some of those are lost, this
# many of any of its fields are enough.
_STATEMENT = {"uuid", *(field.name for field in FIELDS if field.required)}
_FIELDS_OF_A_STATEMENT = {"uuid", *GIVEN_FIELDS}
_CHANGE = {"at", "by", "command"}
_FIELDS_OF_A_CHANGE = {*_CHANGE, "last_id", "added", "changed", "removed", "undoes"}
_ENOUGH = 6


def table_of(fields: dict[str, Any]) -> str:
    """Return the table to which an object of these `fields` belongs, "" for none."""
    names = fields.keys()
    if names >= _STATEMENT or len(names & _FIELDS_OF_A_STATEMENT) >= _ENOUGH:
        return "statements"
    if names >= _CHANGE or len(names & _FIELDS_OF_A_CHANGE) >= _ENOUGH:
        return "history"
    if fields and all(isinstance(c, str) and len(c) == 16 for c in fields.values()):  # noqa: PLR2004 - the digits of a checksum
        return "checksums" if all(map(ID.fullmatch, fields)) else ""
    return ""


def records_within(fields: dict[str, Any]) -> set[str]:
    """Return the keys of records, entries and tables within a record or an entry."""
    table = table_of(fields)
    if not table:
        return set()
    within = ((n, each) for n, each in fields.items() if isinstance(each, dict))
    return {
        name
        for name, each in within
        if (name in TABLES and not (table == "history" and _is_own(name, each)))
        or (ID.fullmatch(name) and table_of(each))
    }


def _is_own(name: str, value: dict[str, Any]) -> bool:
    """Tell whether `value` is what an entry says that it changed of the archive itself.

    That has pairs of values. The table of the same name has documents.
    """
    return name == "archive" and not any(isinstance(e, dict) for e in value.values())


def has_tables(fields: dict[str, Any]) -> bool:
    """Tell whether whole tables stand within an object that is no record itself."""
    is_any = any(n in TABLES and isinstance(each, dict) for n, each in fields.items())
    return is_any and not table_of(fields)


def table_within(fields: dict[str, Any]) -> str:
    """Return the table that `fields` is, by its first record, as its name may be lost.

    Returns "" where it is none.
    """
    tables = (table_of(each) for each in fields.values() if isinstance(each, dict))
    return next(filter(None, tables), "") if not table_of(fields) else ""
