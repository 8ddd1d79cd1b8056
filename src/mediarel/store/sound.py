"""Whether a store is sound: one meaning of it, for all that reads or looks at one.

A store is sound where
- it can be read: its file is JSON in UTF-8, of tables that hold objects by ids
- it says a form that this program knows, or none
- each statement has the fields that it must have, none twice, and keeps their rules
- each change says all that a change says, and nothing twice
- each document of checksums can be read.

All else is damage, but for what a newer program has written: a form or a field
that this one does not know. A field is taken for that where it stands beside all
those of form 1, and resembles none that is missing. In the place of one of them, or
with the name of something else that a store holds, it is a letter that was flipped
or a line in the wrong place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.errors import (
    DamagedError,
    InvalidFieldError,
    NewerArchiveError,
    UnknownFieldError,
)
from mediarel.history.change import (
    FIELDS_OF_A_CHANGE,
    FIRST_FIELDS,
    FIRST_FIELDS_OF_A_CHANGE,
)
from mediarel.model.fields import ALL_FIELDS
from mediarel.model.readers import Attachment
from mediarel.model.statement import read_statement
from mediarel.store.checksums import read_checksums
from mediarel.store.protocol import BrokenRecordError
from mediarel.store.records import (
    read_entry,
    read_fields,
    skim_record,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from typing import Any

    from mediarel.store.protocol import Document, Snapshot, Store

_FIELDS = {*ALL_FIELDS}
_NAME = re.compile("[a-z][a-z0-9_]{0,39}")
# What else is the name of something in a store.
_ELSEWHERE = {"form", *Attachment._fields}
# What to do about a field that is not known.
OR_A_SLIP = (
    "Update mediarel, or take it out of the file if it is a slip; nothing was changed."
)


def error_in(store: Store) -> DamagedError | NewerArchiveError | None:
    """Return why `store` can't be read by this program, None where it is sound.

    Damage comes first: the first of it that there is. Where there is none, it may
    be from a newer program.

    Raises NoStoreError or StoreAccessError.
    """
    try:
        tables = store.read()
    except (DamagedError, NewerArchiveError) as error:
        return error
    first_newer = None
    for broken in broken_records(tables):
        if not broken.is_newer:
            return store.damaged_record(broken.table, broken.number, broken.problem)
        first_newer = first_newer or broken
    return None if first_newer is None else newer_record(store.location, first_newer)


def broken_records(tables: Snapshot) -> Iterator[BrokenRecordError]:
    """Yield what is not sound in `tables`, record by record."""
    try:
        read_checksums(tables.checksums)
    except BrokenRecordError as broken:
        yield broken
    for key, raw in tables.statements.items():
        try:
            check_record(int(key), raw)
        except BrokenRecordError as broken:
            yield broken
    for key, raw in tables.history.items():
        try:
            check_entry(int(key), raw)
        except BrokenRecordError as broken:
            yield broken


def newer_record(name: str, broken: BrokenRecordError) -> NewerArchiveError:
    """Return the error for a record in the store called `name` of a newer program."""
    kind = "statement" if broken.table == "statements" else "change"
    return NewerArchiveError(
        f"{name}: {kind} {broken.number} {broken.problem}", OR_A_SLIP
    )


def check_record(number: int, raw: Document) -> None:
    """Raise BrokenRecordError where a record is not sound."""
    try:
        skim_record(number, raw)
    except InvalidFieldError as error:
        unknown = newer_fields_of_record(number, raw)
        raise _broken("statements", number, error, unknown) from error


def newer_fields_of_record(number: int, raw: Document) -> list[str]:
    """Return the names of the fields of a record that a newer program has added.

    There are none where it is broken in any other way.
    """
    try:
        fields = read_fields(bytes(raw))
        known, unknown = split_fields(fields)
        read_statement(number, known)
    except InvalidFieldError:
        return []
    return list(unknown) if may_be_newer(fields) else []


def split_fields(
    fields: Mapping[str, Any],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return those of the `fields` of a statement that are known, and the others."""
    known = {name: value for name, value in fields.items() if name in _FIELDS}
    return known, {n: value for n, value in fields.items() if n not in _FIELDS}


def may_be_newer(fields: Mapping[str, Any]) -> bool:
    """Tell whether what is unknown of the `fields` of a statement may be newer.

    Then it is beside all those of form 1, and not called like another
    thing in a store.
    """
    return fields.keys() >= FIRST_FIELDS.keys() and all(
        _is_new(name, FIELDS_OF_A_CHANGE)
        and not any(_is_like(name, each) for each in _FIELDS - fields.keys())
        for name in fields.keys() - _FIELDS
    )


def is_record(number: int, raw: Document) -> bool:
    """Tell whether `raw` is a record as this program or a newer one writes it."""
    try:
        check_record(number, raw)
    except BrokenRecordError as broken:
        return broken.is_newer
    return True


def is_entry(number: int, raw: Document) -> bool:
    """Tell whether `raw` is an entry as this program or a newer one writes it."""
    try:
        check_entry(number, raw)
    except BrokenRecordError as broken:
        return broken.is_newer
    return True


def check_entry(number: int, raw: Document) -> None:
    """Raise BrokenRecordError where an entry is not sound."""
    try:
        read_entry(number, raw)
    except InvalidFieldError as error:
        unknown = newer_fields_of_entry(number, raw)
        raise _broken("history", number, error, unknown) from error


def newer_fields_of_entry(number: int, raw: Document) -> list[str]:
    """Return the names of the fields of an entry that a newer program has added.

    There are none where it is broken in any other way.
    """
    try:
        read_entry(number, raw)
    except UnknownFieldError:
        fields = read_fields(bytes(raw))
        unknown = [name for name in fields if name not in FIELDS_OF_A_CHANGE]
        # A change of form 1 does not say its kind.
        missing = FIELDS_OF_A_CHANGE - fields.keys()
        is_newer = fields.keys() >= FIRST_FIELDS_OF_A_CHANGE and all(
            _is_new(name, _FIELDS) and not any(_is_like(name, each) for each in missing)
            for name in unknown
        )
        return unknown if is_newer else []
    except InvalidFieldError:
        pass
    return []


def _is_new(name: str, of_others: AbstractSet[str]) -> bool:
    """Tell whether `name` may be that of a field which a newer program has added."""
    is_elsewhere = name in of_others or name in _ELSEWHERE
    return _NAME.fullmatch(name) is not None and not is_elsewhere


def _is_like(name: str, other: str) -> bool:
    """Tell whether `name` may be `other` with some of its letters hurt."""
    same = sum(one == another for one, another in zip(name, other, strict=False))
    return len(name) == len(other) and same * 2 >= len(name)


def _broken(
    table: str, number: int, error: InvalidFieldError, unknown: list[str]
) -> BrokenRecordError:
    if not unknown:
        return BrokenRecordError(table, number, error.problem)
    problem = f"has the field {unknown[0]!r}, which this mediarel does not know"
    return BrokenRecordError(table, number, problem, is_newer=True)
