"""What the index takes in of a statement: its row, its names, its words."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import msgspec

from mediarel.document import headline
from mediarel.errors import InvalidDateError, InvalidFieldError
from mediarel.fields import TIME, UUID, read_field
from mediarel.folding import BORDER, fold, folded_name
from mediarel.history import read_change
from mediarel.partial_date import PartialDate
from mediarel.statement import read_statement
from mediarel.store.damage import BrokenRecordError
from mediarel.words import indexed, paired

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.history import Change
    from mediarel.statement import Statement
    from mediarel.store import Document

    Numbered = tuple[int, Document]

_BETWEEN_ITEMS = f" {BORDER} "
# What anyone can see to be a URL; others are read by the rule.
_PLAIN_URL = re.compile(r"https?://[a-z0-9.-]+(?:/[!-~]*)?")
_SPACES = b" \t\n\v\f\r\x1c\x1d\x1e\x1f"  # all that folding leaves of white space
_FIELDS = 16  # of a record as we write it, in which none is missing


class Batch(NamedTuple):
    """Rows for the tables `statement`, `words`, `name` and `tagged`.

    A name comes with every batch that it is met in.
    """

    statements: list[tuple[int | str, ...]]
    words: list[tuple[int | str, ...]]
    names: list[tuple[int, str, str, str]]
    tagged: list[tuple[int, int]]


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
    """Give a whole number that tells `document` from what it was.

    A check against chance, made for speed: of another length it is another for
    certain, of the same but for one in four thousand million. `checksums.py` has
    the one to keep.
    """
    return len(document) << 32 | crc32(document)


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
        _without_doubled_keys(raw)
    return read_statement(number, fields)


def batch_of(documents: Iterable[Numbered], *, as_plain_words: bool) -> Batch:
    """Give the rows of statements, from their raw JSON.

    `as_plain_words` gives their words as SQLite without FTS5 finds them: each
    with a space on both sides.

    Raises BrokenRecordError.
    """
    batch = Batch([], [], [], [])
    names: dict[tuple[str, str], int] = {}
    for number, raw in documents:
        try:
            words = _put_rows(batch, names, number, bytes(raw))
        except InvalidFieldError as error:
            raise BrokenRecordError("statements", number, error.problem) from error
        if as_plain_words:
            words = tuple(map(_plain, words))
        batch.words.append((number, *words))
    batch.names.extend(
        (number, field, shown, folded_name(shown))
        for (field, shown), number in names.items()
    )
    return batch


def _put_rows(
    batch: Batch, names: dict[tuple[str, str], int], number: int, raw: bytes
) -> tuple[str, ...]:
    """Put what a statement has into the tables but `words`, and give its words."""
    record = sound_record(raw) or statement_in(number, raw)
    folded = fold(record.text or "")
    date = str(record.date)
    first, last, year = _period(date) or ("", "", 0)

    def name(field: str, shown: str) -> int:
        known = names.get((field, shown))
        if known is None:
            known = names[field, shown] = _name_number(field, shown)
        return known

    batch.statements.append(
        (
            number,
            digest(raw),
            record.uuid,
            date,
            first,
            last,
            year,
            headline(record),
            _likeness(folded),
            name("program", record.program),
            name("type", record.type),
            name("language", record.language),
        )
    )
    batch.tagged.extend((name("tag", tag), number) for tag in record.tags)
    return (
        indexed(record.title or ""),
        paired(folded),
        _indexed_name(record.program),
        _indexed_name(record.place or ""),
        _BETWEEN_ITEMS.join(map(_indexed_name, record.signatories)),
        _BETWEEN_ITEMS.join(map(_indexed_name, record.tags)),
    )


def likeness(text: str | None) -> int:
    """Give a number that texts of the same letters share, and few others."""
    return _likeness(fold(text or ""))


def change_in(number: int, document: bytes | memoryview) -> Change:
    """Give the change that raw JSON of the history holds.

    Raises InvalidFieldError.
    """
    try:
        return read_change(number, _without_doubled_keys(bytes(document)))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InvalidFieldError(
            "entry",
            None,
            f"is not a change: {error!r}",
            "Put back a copy that is whole.",
        ) from error


def sound_record(raw: bytes) -> _Record | None:
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


@cache
def _name_number(field: str, shown: str) -> int:
    """Give the number that stands for what a field says, the same in any process."""
    six = blake2b(f"{field}\0{shown}".encode(), digest_size=6).digest()
    return int.from_bytes(six)


# Programs, places, tags and who signs are few, however many statements there are.
@lru_cache(maxsize=4096)
def _indexed_name(name: str) -> str:
    return indexed(name)


def _likeness(folded: str) -> int:
    return crc32(folded.encode().translate(None, _SPACES))


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


def _without_doubled_keys(raw: bytes) -> Any:  # noqa: ANN401 - JSON is of any type
    """Give what raw JSON says; no object in it may have a key twice.

    Raises InvalidFieldError or ValueError.
    """

    def refuse(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
        seen: dict[str, object] = {}
        for name, value in pairs:
            if name in seen:
                raise InvalidFieldError(
                    "key", name, "is there twice", "Take one of them out."
                )
            seen[name] = value
        return seen

    return json.loads(raw, object_pairs_hook=refuse)
