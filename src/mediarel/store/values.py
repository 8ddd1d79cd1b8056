"""The fields of a record as JSON values, for what writes very many of them.

Nearly all records hold each value just as reading them would return it, and an index
has taken in none that breaks a rule. So it is enough to see that nothing would be
changed, which takes a third of the time that it takes to read one.
"""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.model.fields import (
    ATTACHMENTS,
    FLAG,
    LINE,
    LINES,
    NOTES,
    PARAGRAPHS,
    RECORD,
    URLS,
    UUID,
)
from mediarel.model.readers import PLAIN_URL, read_field
from mediarel.store.records import read_record
from mediarel.text.lines import one_line
from mediarel.text.paragraphs import paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediarel.model.fields import Field, Kind
    from mediarel.store.protocol import Document

_UUID_LENGTH = 36


def values_of(number: int, raw: Document) -> tuple[Any, ...]:
    """Return what the record `number` holds, in the order of `ALL_FIELDS`.

    It is what `read_record(number, raw).to_json()` has. The record must be one that an
    index has taken in. Raises InvalidFieldError.
    """
    try:
        values = _values(_decode(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        values = ()  # with a field of earlier, or one that is null and not missing
    if values and _are_as_read(values):
        return (number, *values)
    return tuple(read_record(number, raw).to_json().values())


def _are_as_read(values: tuple[Any, ...]) -> bool:
    """Tell whether reading `values` returns them as they are."""
    if "" in values:  # which would be None
        return False
    return all(
        is_unchanged(value)
        for value, is_unchanged in zip(values, _CHECKS, strict=True)
        if value
    )


def _is_a_line(text: str) -> bool:
    return (text.strip() if text.isprintable() else one_line(text)) == text


def _is_paragraphs(text: str) -> bool:
    return paragraphs(text) == text


def _are_lines(lines: list[str]) -> bool:
    return "" not in lines and all(map(_is_a_line, lines)) and _are_different(lines)


def _are_urls(urls: list[str]) -> bool:
    return all(map(PLAIN_URL.fullmatch, urls)) and _are_different(urls)


def _are_different(items: list[str]) -> bool:
    return len(items) == 1 or len(set(items)) == len(items)


def _check(field: Field) -> Callable[[Any], object]:
    """Return what tells that a value of `field` is as reading it would return it."""
    if field.kind in _CHECKS_OF_KINDS:
        return _CHECKS_OF_KINDS[field.kind]
    if field.kind.is_list:
        return lambda items: [*read_field(field.name, items)] == items
    # Dates, times and languages are few, however many statements there are.
    return lru_cache(maxsize=16384)(
        lambda value: str(read_field(field.name, value)) == value
    )


def _of(field: Field) -> tuple[str, Any, Any] | tuple[str, Any]:
    """Return a field of what is decoded: its name, type, and what it is without one."""
    if field.kind.is_list:
        items = dict[str, Any] if field.kind.is_json else str
        return field.name, list[items], msgspec.field(default_factory=list)  # type: ignore[valid-type]
    if field.kind is FLAG:
        return field.name, bool, False
    return field.name, str | None, None


_RECORD = msgspec.defstruct(
    "Values", [_of(field) for field in RECORD], forbid_unknown_fields=True
)
_decode = msgspec.json.Decoder(_RECORD).decode
_values = attrgetter(*(field.name for field in RECORD))
_CHECKS_OF_KINDS: dict[Kind, Callable[[Any], object]] = {
    LINE: _is_a_line,
    PARAGRAPHS: _is_paragraphs,
    LINES: _are_lines,
    URLS: _are_urls,
    UUID: lambda uuid: len(uuid) == _UUID_LENGTH,  # without white space around it
    FLAG: lambda _: True,
    ATTACHMENTS: lambda _: False,  # few have any: they are read
    NOTES: lambda _: False,
}
_CHECKS = [_check(field) for field in RECORD]
