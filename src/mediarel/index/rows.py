"""The rows that the index has of a statement: what is listed, its names, its words."""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from mediarel.errors import InvalidFieldError
from mediarel.index.proof import proof_of
from mediarel.index.schema import LISTS, NAMES, WEIGHTS
from mediarel.model.fields import BY_NAME, flag_word
from mediarel.release.headline import headline
from mediarel.store.delta import quick_fingerprint
from mediarel.store.protocol import BrokenRecordError
from mediarel.store.records import Period, period, skim_record
from mediarel.text.addresses import address_key
from mediarel.text.folding import BORDER, fingerprint_of_folded, fold, folded_name
from mediarel.text.tokens import tokenize, tokenize_folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mediarel.model.fields import Field
    from mediarel.model.note import Note
    from mediarel.store.protocol import Document

    Numbered = tuple[int, Document]

_NO_DAYS = Period("", "", 0, None)
_BETWEEN_ITEMS = f" {BORDER} "


class Batch(NamedTuple):
    """Rows for the tables that hold something of statements.

    Several batches may have the same name.
    """

    statements: list[tuple[int | str | None, ...]]
    words: list[tuple[int | str, ...]]
    names: list[tuple[int, str, str, str, int]]
    listed: list[tuple[int | None, int]]
    addresses: list[tuple[int, int]]
    translations: list[tuple[int, str]]


def batch_of(documents: Iterable[Numbered], *, as_plain_words: bool) -> Batch:
    """Return the rows of statements, from their records.

    With `as_plain_words`, their words are for SQLite without FTS5: each with a
    space on both sides.

    Raises BrokenRecordError.
    """
    batch = Batch([], [], [], [], [], [])
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
        (*row, proof_of(*row))
        for (field, shown), number in names.items()
        for row in [(number, field, shown, folded_name(shown))]
    )
    return batch


def _put_rows(
    batch: Batch, names: dict[tuple[str, str], int], number: int, raw: bytes
) -> tuple[str, ...]:
    """Add the rows of a statement to `batch`, and return its words."""
    record = skim_record(number, raw)
    folded = fold(record.text or "")
    date = str(record.date)
    title, fingerprint = headline(record), quick_fingerprint(raw)
    names_shown = (getattr(record, field) or None for field in ("program", "type"))
    days = period(date) or _NO_DAYS

    def name(field: str, shown: str | None) -> int | None:
        if not shown:
            return None
        known = names.get((field, shown))
        if known is None:
            known = names[field, shown] = name_number(field, shown)
        return known

    batch.statements.append(
        (
            number,
            fingerprint,
            record.uuid,
            date,
            *days,
            title,
            fingerprint_of_folded(folded),
            proof_of(number, date, *names_shown, title, fingerprint),
            proof_of(number, fingerprint),
            *(name(field, said(getattr(record, field))) for field, said in _NAMES),
        )
    )
    keys = {fingerprint_of_key(address_key(url)) for url in record.sources}
    batch.addresses.extend((key, number) for key in sorted(keys))
    if record.translation_of:
        batch.translations.append((number, record.translation_of))
    for field in LISTS:
        for shown in dict.fromkeys(map(_name_in, getattr(record, field))):
            batch.listed.append((name(field, shown), number))
    return tuple(
        tokenize_folded(folded) if field == "text" else words(getattr(record, field))
        for field, words in _WORDS
    )


def _words_of_text(text: str | None) -> str:
    return tokenize(text or "")


# Programs, places, tags and who signs are few, however many statements there are.
@lru_cache(maxsize=4096)
def _words_of_name(name: str | None) -> str:
    return tokenize(name or "")


def _words_of_names(names: Iterable[str]) -> str:
    return _BETWEEN_ITEMS.join(map(_words_of_name, names))


def fingerprint_of_key(key: str) -> int:
    """Return a number for what `address_key` returns, that the index keeps of it."""
    return crc32(key.encode())


@cache
def name_number(field: str, shown: str) -> int:
    """Return the number of a name, the same in every process."""
    six = blake2b(f"{field}\0{shown}".encode(), digest_size=6).digest()
    return int.from_bytes(six)


def plain_words(name: str) -> str:
    """Return the words of a name, each with a space on both sides."""
    return _plain(_words_of_name(name))


def _plain(words: str) -> str:
    separated = "".join(
        letter if letter.isalnum() or letter > "\x7f" else " " for letter in words
    )
    return f" {' '.join(separated.split())} "


def _words_of(field: Field) -> Callable[[Any], str]:
    if field.kind.is_list:
        return _words_of_names
    return _words_of_text if field.kind.is_long else _words_of_name


def _as_it_is(value: str | None) -> str | None:
    return value


def _name_in(item: str | Note) -> str:
    """Return what an item of a list is found by: a note by its kind."""
    return item if isinstance(item, str) else item.kind


def _said(field: Field) -> Callable[[Any], str | None]:
    """Return what tells what a value of `field` is called."""
    if field.kind.is_flag:
        return flag_word
    return (lambda value: value or field.unsaid) if field.unsaid else _as_it_is


# The fields of one value that is a name, and what that is called.
_NAMES = tuple((name, _said(BY_NAME[name])) for name in NAMES)
_WORDS = tuple((name, _words_of(BY_NAME[name])) for name in WEIGHTS)
