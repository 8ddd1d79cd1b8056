"""Checksums of statements: they tell that one was changed, where no rule is broken.

The store keeps them in a table of their own, in blocks: one document for a thousand
statements (document 1 has the ids 1 to 1000), so that the table is quick to read past.

    "checksums": {"1": {"1": "6b0c9f1f4b1d6a0e", "2": …}}

A checksum is the fingerprint of the statement (`model/fingerprint.py`), in which
empty fields count for nothing. In an archive of form 1 it was calculated from all
fields, none of which was missing; those checksums stay valid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mediarel.history.change import FIRST_FIELDS
from mediarel.model.fingerprint import fingerprint, fingerprint_of_all, without_empty
from mediarel.model.parts import as_before, renewed
from mediarel.store.protocol import ID, BrokenRecordError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mediarel.store.protocol import Document, Snapshot

_BLOCK_SIZE = 1000


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
