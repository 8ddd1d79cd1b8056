"""What the index takes in of a statement: its row, its names, its words."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mediarel.document import headline
from mediarel.errors import InvalidFieldError
from mediarel.history import read_change
from mediarel.statement import read_statement
from mediarel.words import fold, indexed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.history import Change
    from mediarel.statement import Statement

# Stands between the items of a list, so that no phrase reaches from one into
# the next; no query holds it, since it is no letter.
_BORDER = " \uffff "
# How a field of a record begins in the layout of our own stores.
_FIELD_START = b'\n      "'


class Rows(NamedTuple):
    """The rows of one statement: for `statement`, `words`, and its names.

    `columns` are uuid, date, first, last, year, headline and likeness. `names`
    are pairs of a field and what it says, as shown; a tag may be there often.
    """

    number: int
    columns: tuple[str, str, str, str, int, str, int]
    words: tuple[str, ...]
    names: tuple[tuple[str, str], ...]


def digest(document: bytes | memoryview) -> bytes:
    """Give 16 bytes that tell `document` from any other."""
    return blake2b(document, digest_size=16).digest()


def statement_in(number: int, document: bytes | memoryview) -> Statement:
    """Give the statement that raw JSON holds.

    Raises InvalidFieldError.
    """
    raw = bytes(document)
    try:
        fields = msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        # What the store passes by unparsed, such as half a surrogate pair.
        raise InvalidFieldError(
            "record", None, f"is not JSON: {error}", "Put back a copy that is whole."
        ) from None
    # Counting tells at no cost that no key is there twice.
    if raw.count(_FIELD_START) != len(fields):
        _refuse_doubled_fields(raw)
    return read_statement(number, fields)


def rows_of(statement: Statement, *, as_plain_words: bool = False) -> Rows:
    """Give the rows of `statement`.

    `as_plain_words` gives its words as SQLite without FTS5 finds them: each
    with a space on both sides.
    """
    words = (
        statement.title or "",
        statement.text or "",
        statement.program,
        statement.place or "",
        _BORDER.join(statement.signatories),
        _BORDER.join(statement.tags),
    )
    shape = _plain if as_plain_words else indexed
    return Rows(
        statement.id,
        (
            statement.uuid,
            str(statement.date),
            statement.date.first,
            statement.date.last,
            statement.date.year,
            headline(statement),
            likeness(statement.text),
        ),
        tuple(shape(text) for text in words),
        (
            ("program", statement.program),
            ("type", statement.type),
            ("language", statement.language),
            *(("tag", tag) for tag in statement.tags),
        ),
    )


def likeness(text: str | None) -> int:
    """Give a number that texts of the same words share; 0 for no text."""
    if text is None:
        return 0
    same = " ".join(fold(text).split())
    return int.from_bytes(blake2b(same.encode(), digest_size=7).digest()) or 1


def _plain(text: str) -> str:
    separated = "".join(
        letter if letter.isalnum() or letter > "\x7f" else " "
        for letter in indexed(text)
    )
    return f" {' '.join(separated.split())} "


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
