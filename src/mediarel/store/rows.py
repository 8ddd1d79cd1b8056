"""What the index takes in of a statement: its row, its names, its words."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import msgspec

from mediarel.document import headline
from mediarel.errors import InvalidDateError, InvalidFieldError
from mediarel.fields import TIME, UUID, read_field
from mediarel.folding import BORDER, fold
from mediarel.history import read_change
from mediarel.partial_date import PartialDate
from mediarel.statement import read_statement
from mediarel.words import indexed, paired

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.history import Change
    from mediarel.statement import Statement

_BETWEEN_ITEMS = f" {BORDER} "
# What anyone can see to be a URL; others are read by the rule.
_PLAIN_URL = re.compile(r"https?://[a-z0-9.-]+(?:/[!-~]*)?")
_FIELDS = 16  # of a record as we write it, in which none is missing


class Rows(NamedTuple):
    """The rows of one statement: for `statement`, `words`, and its names.

    `columns` are digest, uuid, date, first, last, year, headline and likeness.
    `names` are what program, type and language say; `tags` come after them.
    """

    number: int
    columns: tuple[int, str, str, str, str, int, str, int]
    words: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]


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


def digest(document: bytes | memoryview) -> int:
    """Give a whole number of 64 bits that tells `document` from any other."""
    eight = blake2b(document, digest_size=8).digest()
    return int.from_bytes(eight, "little", signed=True)


def statement_in(number: int, document: bytes | memoryview) -> Statement:
    """Give the statement that raw JSON holds.

    Raises InvalidFieldError.
    """
    raw = bytes(document)
    try:
        fields = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # What the store passes by unparsed, such as half a surrogate pair.
        raise _not_a_record(f"is not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise _not_a_record("is not an object")
    if _keys_in(raw) != len(fields):
        _refuse_doubled_fields(raw)
    return read_statement(number, fields)


def rows_in(
    number: int, document: bytes | memoryview, *, as_plain_words: bool = False
) -> Rows:
    """Give the rows of the statement that raw JSON holds.

    `as_plain_words` gives its words as SQLite without FTS5 finds them: each
    with a space on both sides.

    Raises InvalidFieldError.
    """
    raw = bytes(document)
    record = _sound_record(raw) or statement_in(number, raw)
    folded = fold(record.text or "")
    words = (
        indexed(record.title or ""),
        paired(folded),
        _indexed_name(record.program),
        _indexed_name(record.place or ""),
        _BETWEEN_ITEMS.join(map(_indexed_name, record.signatories)),
        _BETWEEN_ITEMS.join(map(_indexed_name, record.tags)),
    )
    date = str(record.date)
    return Rows(
        number,
        (
            digest(raw),
            record.uuid,
            date,
            *(_period(date) or ("", "", 0)),
            headline(record),
            _likeness(folded),
        ),
        tuple(_plain(text) for text in words) if as_plain_words else words,
        (
            ("program", record.program),
            ("type", record.type),
            ("language", record.language),
        ),
        tuple(record.tags),
    )


def likeness(text: str | None) -> int:
    """Give a number that texts of the same letters share, and few others."""
    return _likeness(fold(text or ""))


def change_in(number: int, document: bytes | memoryview) -> Change:
    """Give the change that raw JSON of the history holds.

    Raises InvalidFieldError.
    """
    try:
        return read_change(number, json.loads(bytes(document)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidFieldError(
            "entry",
            None,
            f"is not a change: {error!r}",
            "Put back a copy that is whole.",
        ) from error


def _sound_record(raw: bytes) -> _Record | None:
    """Give the record if it is plain to see that it breaks no rule.

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
    """Give the first and the last day of a date and its year, None if it is none."""
    try:
        partial = PartialDate.from_edtf(date)
    except InvalidDateError:
        return None
    return partial.first, partial.last, partial.year


# Programs, places, tags and who signs are few, however many statements there are.
@lru_cache(maxsize=4096)
def _indexed_name(name: str) -> str:
    return indexed(name)


def _likeness(folded: str) -> int:
    return crc32("".join(folded.split()).encode())


def _plain(words: str) -> str:
    separated = "".join(
        letter if letter.isalnum() or letter > "\x7f" else " " for letter in words
    )
    return f" {' '.join(separated.split())} "


def _keys_in(raw: bytes) -> int:
    """Give how many keys raw JSON holds, those doubled as well, in our own layout.

    A key ends in a quote, a colon and a space; within text the quote has a
    backslash in front.
    """
    return raw.count(b'": ') - raw.count(b'\\": ')


def _not_a_record(reason: str) -> InvalidFieldError:
    return InvalidFieldError("record", None, reason, "Put back a copy that is whole.")


def _refuse_doubled_fields(raw: bytes) -> None:
    def refuse(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
        seen: dict[str, object] = {}
        for name, value in pairs:
            if name in seen:
                raise InvalidFieldError(
                    "field", name, "is there twice", "Take one of them out."
                )
            seen[name] = value
        return seen

    json.loads(raw, object_pairs_hook=refuse)
