"""Raw JSON of a store, read as a statement or a change.

Sessions, the index, check, recovery and backups all read it here; what is sound
of it, and what a newer program has written, says `sound.py`.
"""

from __future__ import annotations

import json
import operator
import re
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.dates.edtf import PartialDate
from mediarel.errors import InvalidDateError, InvalidFieldError, UnknownFieldError
from mediarel.history.change import FIELDS_OF_A_CHANGE, read_change
from mediarel.model.fields import (
    ARCHIVE_FIELDS,
    DATE,
    LINE,
    LINES,
    PARAGRAPHS,
    RECORD,
    TIME,
    URL,
    UUID,
)
from mediarel.model.readers import IS_TIME, IS_UUID, read_field
from mediarel.model.statement import read_statement
from mediarel.text.lines import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mediarel.history.change import Change
    from mediarel.model.fields import Field, Kind
    from mediarel.model.statement import Statement
    from mediarel.store.protocol import Document

    class Record(msgspec.Struct):
        """A record that is plainly sound: each field as JSON has it."""

        uuid: str
        date: str
        title: str | None
        text: str | None
        dateline: str | None
        attachments: list[dict[str, Any]]


# What anyone can see to be a URL; others are read by the rule.
_PLAIN_URL = re.compile(r"https?://[a-z0-9.-]+(?:/[!-~]*)?")


def read_record(number: int, raw: Document) -> Statement:
    """Return the statement that raw JSON of the store holds.

    Raises InvalidFieldError.
    """
    return read_statement(number, fields_in(bytes(raw)))


def fields_in(raw: bytes) -> dict[str, Any]:
    """Return the fields of a record, of which none may be there twice.

    Raises InvalidFieldError.
    """
    try:
        fields = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # What the store passes by unparsed, such as half a surrogate pair.
        raise _not_a_record(f"is not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise _not_a_record("is not an object")
    if _keys_in(raw) != _keys_of(fields):
        _refuse_doubled_keys(raw)
    return fields


def read_entry(number: int, raw: Document) -> Change:
    """Return the change that raw JSON of the history holds.

    Raises InvalidFieldError, which is UnknownFieldError where it is a change, and
    has a field that is unknown.
    """
    fields = fields_in(bytes(raw))
    change = _change_of(number, fields)
    for name in fields:
        if name not in FIELDS_OF_A_CHANGE:
            raise UnknownFieldError(
                "field",
                name,
                "is not one that a change has",
                "Take it out of the file.",
            )
    return change


def known_of_change(number: int, raw: Document) -> Change:
    """Return the change that raw JSON of the history holds, whatever else it holds.

    Raises InvalidFieldError.
    """
    return _change_of(number, fields_in(bytes(raw)))


def _change_of(number: int, fields: dict[str, Any]) -> Change:
    try:
        return read_change(number, fields)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InvalidFieldError(
            "entry",
            None,
            f"is not a change: {error!r}",
            "Put back a copy that is whole.",
        ) from error


def skim_record(number: int, raw: Document) -> Record | Statement:
    """Return what `read_record` reads, in the quicker form of a record where it can.

    Reading every statement of a large archive by its rules takes longer than
    all the rest: what few statements differ in is looked at once for all.

    Raises InvalidFieldError.
    """
    return _plainly_sound(bytes(raw)) or read_record(number, raw)


def _plainly_sound(raw: bytes) -> Record | None:
    """Return the record if it is plain to see that it breaks no rule.

    A record of before a field was thought of lacks it, and is none the less
    sound. A key that is there twice shows in the number of keys.
    """
    try:
        record: Record = _DECODER.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    values = msgspec.structs.astuple(record)
    lacking = values.count(msgspec.UNSET)
    if _keys_in(raw) != len(values) - lacking:
        return None
    if lacking:
        pairs = zip(RECORD, values, strict=True)
        values = tuple(f.kind.empty if v is msgspec.UNSET else v for f, v in pairs)
        names = (field.name for field in RECORD)
        record = _RECORD(**dict(zip(names, values, strict=True)))
    if not (record.title or record.text):
        return None
    for place, holds in _CHECKS:
        value = values[place]
        if value is not None and not holds(value):
            return None
    return record


def _json_type(field: Field) -> Any:  # noqa: ANN401 - a type
    """Return what msgspec may find in `field`; UNSET where it finds nothing."""
    if field.kind.is_list:
        kind = list[dict[str, Any]] if field.kind.is_json else list[str]
        return kind | msgspec.UnsetType
    return str if _is_always_there(field) else str | None | msgspec.UnsetType


def _is_always_there(field: Field) -> bool:
    return field.required or field.is_filled or field.name in ARCHIVE_FIELDS


def _record() -> Any:  # noqa: ANN401 - a class that is made here
    """Return the class of a record, as the table of fields has it."""
    fields = [
        (field.name, _json_type(field))
        if _is_always_there(field)
        else (field.name, _json_type(field), msgspec.UNSET)
        for field in RECORD
    ]
    return msgspec.defstruct("Record", fields, kw_only=True, forbid_unknown_fields=True)


def _check(field: Field) -> Callable[[Any], object] | None:
    """Return what tells whether a value of `field` is plainly as it should be.

    None where any text is. A value that is found as a whole must be what reading
    makes of it, as the index has it from here.
    """
    kind = field.kind
    if kind in _CHECKS_OF_KINDS:
        return _CHECKS_OF_KINDS[kind]
    is_whole = _is_always_there(field) or field.term == "value"
    if kind in {LINE, PARAGRAPHS, LINES} and not is_whole:
        return None
    if kind is LINES:
        return lambda lines: all(map(_is_one_line, lines))
    return operator.not_ if kind.is_list else partial(_is_kept_so, field.name)


@cache
def _is_one_line(text: str) -> bool:
    return bool(text) and one_line(text) == text


@cache
def _is_kept_so(name: str, value: str) -> bool:
    """Tell whether `value` is what a statement keeps when it is read as `name`."""
    try:
        return str(read_field(name, value)) == value
    except InvalidFieldError:
        return False


@cache
def period(date: str) -> tuple[str, str, int] | None:
    """Return the first and the last day of a date and its year, None if it is none."""
    try:
        partial = PartialDate.from_edtf(date)
    except InvalidDateError:
        return None
    return partial.first, partial.last, partial.year


def _keys_in(raw: bytes) -> int:
    """Return how many keys raw JSON holds, those doubled as well, in our own layout.

    A key ends in a quote and a colon; within text the quote has a backslash in
    front.
    """
    return raw.count(b'":') - raw.count(b'\\":')


def _not_a_record(reason: str) -> InvalidFieldError:
    return InvalidFieldError("record", None, reason, "Put back a copy that is whole.")


def _keys_of(value: dict[str, Any] | list[Any]) -> int:
    """Return how many keys there are in `value` and all that is within it."""
    inner = value.values() if isinstance(value, dict) else value
    within = sum(_keys_of(each) for each in inner if isinstance(each, dict | list))
    return within + (len(value) if isinstance(value, dict) else 0)


def _refuse_doubled_keys(raw: bytes) -> None:
    """Raise InvalidFieldError where an object in raw JSON has a key twice."""

    def refuse(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
        seen: dict[str, object] = {}
        for name, value in pairs:
            if name in seen:
                raise InvalidFieldError(
                    "key", name, "is there twice", "Take one of them out."
                )
            seen[name] = value
        return seen

    json.loads(raw, object_pairs_hook=refuse)


_CHECKS_OF_KINDS: dict[Kind, Callable[[Any], object]] = {
    DATE: period,
    URL: _PLAIN_URL.fullmatch,
    UUID: IS_UUID.fullmatch,
    TIME: IS_TIME.fullmatch,
}
_CHECKS = [
    (place, check)
    for place, field in enumerate(RECORD)
    if (check := _check(field)) is not None
]
_RECORD = _record()
_DECODER = msgspec.json.Decoder(_RECORD)
