"""Whether a store is sound, for all that read or check one; and its checksums.

A store is sound where
- it can be read: its file is JSON in UTF-8, of tables that hold objects by ids
- its form is one that this program knows, or is not given
- each record has all required fields, none twice, and their values are valid
- each entry has all fields of a change, and none twice
- each block of checksums can be read.

All else is damage, except what a newer program has written: a form or a field that
this one does not know. An unknown field counts as newer where all fields of form 1
are there too, and its name is not like that of a missing one. Where it stands in the
place of another field, or has the name of something else in a store, it is damage: a
changed letter, or a line in the wrong place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

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
from mediarel.model.fields import ALL_FIELDS, EARLIER_NAMES, RECORD
from mediarel.model.parts import Attachment
from mediarel.model.statement import (
    as_before,
    fingerprint,
    fingerprint_of_all,
    read_statement,
    renewed,
    without_empty,
)
from mediarel.store.protocol import ID, BrokenRecordError
from mediarel.store.records import read_entry, read_fields, skim_record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from typing import Any

    from mediarel.store.protocol import Document, Snapshot, Store


_BLOCK_SIZE = 1000
_FIELDS = {*ALL_FIELDS, *EARLIER_NAMES}
# What most records have: what is rare is like nothing else by its not being there.
_USUAL = {"id", *(field.name for field in RECORD if not field.is_rare)}
_OF_FORM_1 = renewed(FIRST_FIELDS).keys()
_LIKE = 0.5  # of the letters of a name are those of another
_NAME = re.compile("[a-z][a-z0-9_]{0,39}")
# Names that stand elsewhere in a store.
_ELSEWHERE = {"form", *Attachment._fields}
# The hint for a field that is not known.
OR_A_SLIP = (
    "Update mediarel, or take it out of the file if it is a slip; nothing was changed."
)


def error_in(store: Store) -> DamagedError | NewerArchiveError | None:
    """Return the error that keeps `store` from being read, None where it is sound.

    That is the first damage in it; where there is none, what a newer program wrote. It
    has no traceback, which would keep all that was read in memory.

    Raises NoStoreError or StoreAccessError.
    """
    try:
        snapshot = store.read()
    except (DamagedError, NewerArchiveError) as error:
        error.__context__ = error.__cause__ = None
        return error.with_traceback(None)
    return error_within(store, snapshot)


def error_within(
    store: Store, snapshot: Snapshot
) -> DamagedError | NewerArchiveError | None:
    """Return the same of what was read of `store`, None where all is sound."""
    first_newer = None
    for broken in broken_records(snapshot):
        if not broken.is_newer:
            return store.damaged_record(broken.table, broken.number, broken.problem)
        first_newer = first_newer or broken
    return None if first_newer is None else newer_record(store.location, first_newer)


def broken_records(snapshot: Snapshot) -> Iterator[BrokenRecordError]:
    """Yield an error for each record, entry and block that is not sound."""
    try:
        read_checksums(snapshot.checksums)
    except BrokenRecordError as broken:
        yield broken
    for key, raw in snapshot.statements.items():
        try:
            check_record(int(key), raw)
        except BrokenRecordError as broken:
            yield broken
    for key, raw in snapshot.history.items():
        try:
            check_entry(int(key), raw)
        except BrokenRecordError as broken:
            yield broken


def newer_record(name: str, broken: BrokenRecordError) -> NewerArchiveError:
    """Return the error for a record or an entry with a field that is not known.

    `name` is that of the store.
    """
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
        fault = fault_of_record(number, raw, error)
        raise _broken("statements", number, fault, unknown) from error


def fault_of_record(
    number: int, raw: Document, error: InvalidFieldError
) -> InvalidFieldError:
    """Return what is wrong with a record that was refused with `error`.

    Where its unknown fields may be newer, that is what is wrong with the others.
    """
    if isinstance(error, UnknownFieldError):
        fields = read_fields(bytes(raw))
        if may_be_newer(fields):
            try:
                read_statement(number, split_fields(fields)[0])
            except InvalidFieldError as fault:
                return fault
    return error


def newer_fields_of_record(number: int, raw: Document) -> list[str]:
    """Return the names of the fields of a record that a newer program has added.

    There are none where it is broken in another way.
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
    """Return the `fields` of a statement that are known, and those that are not."""
    known = {name: value for name, value in fields.items() if name in _FIELDS}
    return known, {n: value for n, value in fields.items() if n not in _FIELDS}


def may_be_newer(fields: Mapping[str, Any]) -> bool:
    """Tell whether the unknown ones among the `fields` of a statement may be newer.

    The top of this module says when they are.
    """
    there = renewed(fields).keys()
    return there >= _OF_FORM_1 and all(
        _is_new(name, FIELDS_OF_A_CHANGE)
        and not any(_is_like(name, each) for each in _USUAL - there)
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

    There are none where it is broken in another way.
    """
    try:
        read_entry(number, raw)
    except UnknownFieldError:
        fields = read_fields(bytes(raw))
        unknown = [name for name in fields if name not in FIELDS_OF_A_CHANGE]
        # An entry of form 1 has no kind.
        missing = FIELDS_OF_A_CHANGE - fields.keys()
        is_newer = fields.keys() >= FIRST_FIELDS_OF_A_CHANGE and all(
            _is_new(name, _FIELDS) and not any(_is_like(name, each) for each in missing)
            for name in unknown
        )
        return unknown if is_newer else []
    except InvalidFieldError:
        pass
    return []


def _is_new(name: str, others: AbstractSet[str]) -> bool:
    """Tell whether a newer program may have added a field of this `name`.

    `others` are names that stand elsewhere in a store.
    """
    is_elsewhere = name in others or name in _ELSEWHERE
    return _NAME.fullmatch(name) is not None and not is_elsewhere


def _is_like(name: str, other: str) -> bool:
    """Tell whether `name` may be `other` with some of its letters damaged or lost."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - 10 ms, for damage only

    return Levenshtein.normalized_similarity(name, other) >= _LIKE


def _broken(
    table: str, number: int, error: InvalidFieldError, unknown: list[str]
) -> BrokenRecordError:
    if not unknown:
        return BrokenRecordError(table, number, error.problem)
    problem = f"has the field {unknown[0]!r}, which this mediarel does not know"
    return BrokenRecordError(table, number, problem, is_newer=True)


def checksum(document: Document) -> str:
    """Return the checksum to keep of a record."""
    return fingerprint(msgspec.json.decode(document))


def fits(document: Document, kept: str) -> bool:
    """Tell whether `kept` is a checksum of the record `document`."""
    return kept in checksums_of(document)


def checksums_of(document: Document) -> Iterator[str]:
    """Yield the checksums that a store may keep of a record, today's first.

    There are none where it can't be read.
    """
    try:
        fields = msgspec.json.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError):  # a value in it is not valid JSON
        return
    if isinstance(fields, dict):
        yield fingerprint(fields)
        yield fingerprint_of_all(fields)
        before = as_before(renewed(fields))
        if before is not None:
            yield fingerprint(before)
            yield fingerprint_of_all({**FIRST_FIELDS, **without_empty(before)})


def block_of(number: int) -> str:
    """Return the key of the block that has the checksum of statement `number`."""
    return str((number - 1) // _BLOCK_SIZE + 1)


def read_checksums(table: Mapping[str, Document]) -> dict[int, str]:
    """Return the checksums in the `table` of a store, by the ids of the statements.

    Keys that are no ids, values that are no text, and checksums in a block of other
    statements are left out.

    Raises BrokenRecordError.
    """
    read: dict[int, str] = {}
    for block in table:
        read.update(read_block(table, block))
    return read


def mismatched_ids(snapshot: Snapshot) -> list[int]:
    """Return the ids of the statements in `snapshot` that do not fit their checksums.

    Raises BrokenRecordError.
    """
    kept = read_checksums(snapshot.checksums)
    statements = ((int(key), raw) for key, raw in snapshot.statements.items())
    return [n for n, raw in statements if n in kept and not fits(raw, kept[n])]


def read_block(table: Mapping[str, Document], block: str) -> dict[int, str]:
    """Return the checksums in one block of the `table`, none where it is not there.

    Those of statements that belong in another block are left out.

    Raises BrokenRecordError.
    """
    read = _read_all(table, block)
    return {n: value for n, value in read.items() if block_of(n) == block}


def misplaced(table: Mapping[str, Document]) -> dict[int, str]:
    """Return the ids whose checksums are in a block of other statements, by id.

    Raises BrokenRecordError.
    """
    return {
        number: block
        for block in table
        for number in _read_all(table, block)
        if block_of(number) != block
    }


def _read_all(table: Mapping[str, Document], block: str) -> dict[int, str]:
    try:
        values = msgspec.json.decode(table.get(block, b"{}"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # A store is read without parsing it: half a surrogate pair is met only here.
        raise BrokenRecordError(
            "checksums", int(block), f"it is not JSON: {error}"
        ) from error
    return {
        int(key): value
        for key, value in values.items()
        if ID.fullmatch(key) and isinstance(value, str)
    }
