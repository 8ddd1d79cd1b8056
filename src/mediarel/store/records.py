"""Raw JSON of a store read as a statement or a change, and whether it is sound."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.dates.edtf import PartialDate
from mediarel.errors import InvalidDateError, InvalidFieldError, UnknownFieldError
from mediarel.history.change import FIELDS_OF_A_CHANGE, read_change
from mediarel.model.fields import TIME, UUID, read_field
from mediarel.model.statement import read_statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.history.change import Change
    from mediarel.model.statement import Statement
    from mediarel.store.protocol import Document

    Numbered = tuple[int, Document]


# What anyone can see to be a URL; others are read by the rule.
_PLAIN_URL = re.compile(r"https?://[a-z0-9.-]+(?:/[!-~]*)?")

_FIELDS = 16  # of a record as we write it, in which none is missing


class _Record(msgspec.Struct, forbid_unknown_fields=True):
    """A record of a store whose fields are of the right kinds."""

    uuid: str
    date: str
    program: str
    type: str
    title: str | None
    text: str | None
    dateline: str | None
    place: str | None
    dated: str | None
    signatories: list[str]
    tags: list[str]
    language: str
    source: str | None
    attachments: list[dict[str, str | int]]
    created: str
    modified: str


_RECORD = msgspec.json.Decoder(_Record)


def statement_in(number: int, document: bytes | memoryview) -> Statement:
    """Return the statement that raw JSON holds.

    Raises InvalidFieldError.
    """
    return read_statement(number, fields_in(bytes(document)))


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


def change_in(number: int, document: bytes | memoryview) -> Change:
    """Return the change that raw JSON of the history holds.

    Raises InvalidFieldError, which is UnknownFieldError where it is a change, and
    has a field that is unknown.
    """
    fields = fields_in(bytes(document))
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


def known_of_change(number: int, document: bytes | memoryview) -> Change:
    """Return the change that raw JSON of the history holds, whatever else it holds.

    Raises InvalidFieldError.
    """
    return _change_of(number, fields_in(bytes(document)))


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


def sound_record(raw: bytes) -> _Record | None:
    """Return the record if it is plain to see that it breaks no rule.

    Reading every statement of a large archive by its rules takes longer than
    all the rest: what few statements differ in is looked at once for all.
    """
    if _keys_in(raw) != _FIELDS:
        return None
    try:
        record = _RECORD.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    is_sound = (
        (record.title or record.text)
        and UUID.fullmatch(record.uuid)
        and _period(record.date)
        and _is_kept_so("program", record.program)
        and _is_kept_so("type", record.type)
        and _is_kept_so("language", record.language)
        and (record.dated is None or _period(record.dated))
        and (record.source is None or _PLAIN_URL.fullmatch(record.source))
        and all(_is_kept_so("type", tag) for tag in record.tags)
        and TIME.fullmatch(record.created)
        and TIME.fullmatch(record.modified)
        and not record.attachments
    )
    return record if is_sound else None


@cache
def _is_kept_so(name: str, value: str) -> bool:
    """Tell whether `value` is what a statement keeps when it is read as `name`."""
    try:
        return str(read_field(name, value)) == value
    except InvalidFieldError:
        return False


@cache
def _period(date: str) -> tuple[str, str, int] | None:
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
