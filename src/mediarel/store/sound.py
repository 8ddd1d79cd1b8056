"""Check whether a store is valid, and compute its checksums.

A store is valid if

- its file is JSON in UTF-8, and contains tables that map ids to objects
- its format version is known to this program, or missing
- each record has all required fields, no duplicate fields, and only valid values
- each entry has all fields of a change, and no duplicate fields
- each block of checksums can be read.

Everything else is damage, except data from a newer program: an unknown format version
or an unknown field. An unknown field may be from a newer program only if all fields of
format version 1 are present. An unknown field is damage in two cases. If its name is
similar to the name of a missing field, a character was changed. If its name belongs to
a different part of the store, a line was misplaced.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Any

import msgspec

from mediarel import errors
from mediarel.history import change
from mediarel.model import digests, statement
from mediarel.model.fields import ALL_FIELDS, EARLIER_NAMES, RECORD
from mediarel.model.parts import Attachment
from mediarel.store.protocol import ID, BrokenRecordError, Document, Snapshot, Store
from mediarel.store.records import read_entry, read_fields, read_record

_BLOCK_SIZE = 1000
_FIELDS = {*ALL_FIELDS, *EARLIER_NAMES}
# The fields of most records. Rare fields are often missing.
_USUAL = {"id", *(field.name for field in RECORD if not field.is_rare)}
_OF_FORM_1 = statement.renewed(digests.FIRST_FIELDS).keys()
_LIKE = 0.5  # share of equal characters in similar names
_NAME = re.compile("[a-z][a-z0-9_]{0,39}")
# Names of fields in other parts of a store.
_ELSEWHERE = {"form", "last_change", "number", *Attachment._fields}
# The hint for an unknown field.
OR_A_SLIP = (
    "Nothing was changed. Update mediarel, or remove the field if it is a mistake."
)


def error_in(store: Store) -> errors.DamagedError | errors.NewerArchiveError | None:
    """Return the first error in a store. Return None if the store is valid.

    An unknown field from a newer program is returned as an error only if the store has
    no damage. The error has no traceback, because a traceback would keep all data in
    memory. Raises NoStoreError or StoreAccessError.
    """
    try:
        snapshot = store.read()
    except (errors.DamagedError, errors.NewerArchiveError) as error:
        error.__context__ = error.__cause__ = None
        return error.with_traceback(None)
    return error_within(store, snapshot)


def error_within(
    store: Store, snapshot: Snapshot
) -> errors.DamagedError | errors.NewerArchiveError | None:
    """Return the first error in a snapshot of the store. Return None if it is valid."""
    first_newer = None
    for broken in broken_records(snapshot):
        if not broken.is_newer:
            return store.damaged_record(broken.table, broken.number, broken.problem)
        first_newer = first_newer or broken
    return None if first_newer is None else newer_record(store.location, first_newer)


def broken_records(snapshot: Snapshot) -> Iterator[BrokenRecordError]:
    """Yield an error for each invalid record, entry and block of checksums."""
    try:
        read_checksums(snapshot.checksums)
    except BrokenRecordError as broken:
        yield broken
    statements = ((check_record, *each) for each in snapshot.statements.items())
    history = ((check_entry, *each) for each in snapshot.history.items())
    for check, key, raw in chain(statements, history):
        try:
            check(int(key), raw)
        except BrokenRecordError as broken:
            yield broken


def newer_record(name: str, broken: BrokenRecordError) -> errors.NewerArchiveError:
    """Return the error for a record or an entry with a field of a newer program.

    `name` is the location of the store.
    """
    kind = "statement" if broken.table == "statements" else "change"
    return errors.NewerArchiveError(
        f"{name}: {kind} {broken.number} {broken.problem}", OR_A_SLIP
    )


def check_record(number: int, raw: Document) -> None:
    """Raise BrokenRecordError if a record is not valid."""
    try:
        read_record(number, raw)
    except errors.InvalidFieldError as error:
        unknown = newer_fields_of_record(number, raw)
        fault = fault_of_record(number, raw, error)
        raise _broken("statements", number, fault, unknown) from error


def fault_of_record(
    number: int, raw: Document, error: errors.InvalidFieldError
) -> errors.InvalidFieldError:
    """Return the error to report for a record. Reading the record raised `error`.

    An unknown field may be from a newer program, so an invalid known field is more
    important. If `error` is about an unknown field and a known field is invalid too,
    return the error about the known field. Otherwise return `error`.
    """
    if isinstance(error, errors.UnknownFieldError):
        fields = read_fields(bytes(raw))
        if may_be_newer(fields):
            try:
                statement.read_statement(number, split_fields(fields)[0])
            except errors.InvalidFieldError as fault:
                return fault
    return error


def newer_fields_of_record(number: int, raw: Document) -> list[str]:
    """Return the fields that a newer program has added to a record.

    Returns an empty list if the record has any other problem.
    """
    try:
        fields = read_fields(bytes(raw))
        known, unknown = split_fields(fields)
        statement.read_statement(number, known)
    except errors.InvalidFieldError:
        return []
    return list(unknown) if may_be_newer(fields) else []


def split_fields(fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split the fields of a statement into known and unknown fields."""
    known = {name: value for name, value in fields.items() if name in _FIELDS}
    return known, {n: value for n, value in fields.items() if n not in _FIELDS}


def may_be_newer(fields: Mapping[str, Any]) -> bool:
    """Return whether unknown fields of a statement may be from a newer program.

    The docstring of this module lists the conditions.
    """
    there = statement.renewed(fields).keys()
    return there >= _OF_FORM_1 and all(
        _is_new(name, change.FIELDS_OF_A_CHANGE)
        and not any(_is_like(name, each) for each in _USUAL - there)
        for name in fields.keys() - _FIELDS
    )


def is_record(number: int, raw: Document) -> bool:
    """Return whether `raw` is a valid record of this or a newer program."""
    return _is_valid(check_record, number, raw)


def is_entry(number: int, raw: Document) -> bool:
    """Return whether `raw` is a valid entry of this or a newer program."""
    return _is_valid(check_entry, number, raw)


def _is_valid(
    check: Callable[[int, Document], None], number: int, raw: Document
) -> bool:
    try:
        check(number, raw)
    except BrokenRecordError as broken:
        return broken.is_newer
    return True


def check_entry(number: int, raw: Document) -> None:
    """Raise BrokenRecordError if an entry is not valid."""
    try:
        read_entry(number, raw)
    except errors.InvalidFieldError as error:
        unknown = newer_fields_of_entry(number, raw)
        raise _broken("history", number, error, unknown) from error


def newer_fields_of_entry(number: int, raw: Document) -> list[str]:
    """Return the fields that a newer program has added to an entry.

    Returns an empty list if the entry has any other problem.
    """
    try:
        read_entry(number, raw)
    except errors.UnknownFieldError:
        fields = read_fields(bytes(raw))
        unknown = [name for name in fields if name not in change.FIELDS_OF_A_CHANGE]
        # An entry of format version 1 has no kind.
        missing = change.FIELDS_OF_A_CHANGE - fields.keys()
        is_newer = fields.keys() >= change.FIRST_FIELDS_OF_A_CHANGE and all(
            _is_new(name, _FIELDS) and not any(_is_like(name, each) for each in missing)
            for name in unknown
        )
        return unknown if is_newer else []
    except errors.InvalidFieldError:
        pass
    return []


def _is_new(name: str, others: AbstractSet[str]) -> bool:
    """Return whether a newer program may have added a field with this name.

    `others` contains the names of fields in a different part of a store.
    """
    is_elsewhere = name in others or name in _ELSEWHERE
    return _NAME.fullmatch(name) is not None and not is_elsewhere


def _is_like(name: str, other: str) -> bool:
    """Return whether damage may have changed the name `other` to `name`."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - 10 ms, for damage only

    return Levenshtein.normalized_similarity(name, other) >= _LIKE


def _broken(
    table: str, number: int, error: errors.InvalidFieldError, unknown: list[str]
) -> BrokenRecordError:
    if not unknown:
        return BrokenRecordError(table, number, error.problem)
    problem = f"has the field {unknown[0]!r}, which this version doesn't support"
    return BrokenRecordError(table, number, problem, is_newer=True)


def checksum(document: Document) -> str:
    """Return the checksum of a record."""
    return digests.checksum(msgspec.json.decode(document))


def fits(document: Document, kept: str) -> bool:
    """Return whether the stored checksum `kept` matches the record."""
    fields = _fields_of(document)
    return fields is not None and digests.fits_checksum(fields, kept)


def checksums_of(document: Document) -> list[str]:
    """Return the checksums of a record in each format version, newest first.

    Return [] if the record can't be read.
    """
    fields = _fields_of(document)
    return [] if fields is None else [*digests.checksums_of(fields)]


def _fields_of(document: Document) -> dict[str, Any] | None:
    try:
        fields = msgspec.json.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError):  # a value is not valid JSON
        return None
    return fields if isinstance(fields, dict) else None


def verified(
    records: Iterable[tuple[int, Document]], kept: Mapping[int, str]
) -> dict[int, Document]:
    """Return the records that match their checksums in `kept`.

    A migration to a newer format version renews only the checksums of these records.
    """
    return {n: raw for n, raw in records if n in kept and fits(raw, kept[n])}


def block_of(number: int) -> str:
    """Return the key of the block that contains the checksum of a statement."""
    return str((number - 1) // _BLOCK_SIZE + 1)


def read_checksums(table: Mapping[str, Document]) -> dict[int, str]:
    """Return the checksums of all statements in a table, keyed by id.

    Invalid ids, values that are not text, and checksums in the wrong block are omitted.
    Raises BrokenRecordError.
    """
    read: dict[int, str] = {}
    for block in table:
        read.update(read_block(table, block))
    return read


def mismatched_ids(snapshot: Snapshot) -> list[int]:
    """Return the ids of the statements that don't match their checksums.

    Raises BrokenRecordError.
    """
    kept = read_checksums(snapshot.checksums)
    statements = ((int(key), raw) for key, raw in snapshot.statements.items())
    return [n for n, raw in statements if n in kept and not fits(raw, kept[n])]


def read_block(table: Mapping[str, Document], block: str) -> dict[int, str]:
    """Return the checksums in a block. Return {} if the block is missing.

    Checksums in the wrong block are omitted. Raises BrokenRecordError.
    """
    read = _read_all(table, block)
    return {n: value for n, value in read.items() if block_of(n) == block}


def misplaced(table: Mapping[str, Document]) -> dict[int, str]:
    """Return the ids whose checksums are in the wrong block.

    Each id maps to the key of the wrong block. Raises BrokenRecordError.
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
        # Half a surrogate pair is only found here, when the block is first parsed.
        raise BrokenRecordError(
            "checksums", int(block), f"the block is not JSON: {error}"
        ) from error
    return {
        int(key): value
        for key, value in values.items()
        if ID.fullmatch(key) and isinstance(value, str)
    }
