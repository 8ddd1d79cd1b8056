"""Checksums of statements, which tell what no rule can: that one is another now.

The store keeps them in a table of its own, a thousand statements to a document
(number 1 has the ids 1 to 1000), so that the table is quick to pass by:

    "checksums": {"1": {"1": "6b0c9f1f4b1d6a0e", "2": …}}

A checksum is the fingerprint of the statement (`model/fingerprint.py`), in which
fields that are empty count for nothing. In an archive of form 1 it was reckoned over
all fields, none of which was missing, and what was kept then stays valid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mediarel.history.change import FIRST_FIELDS
from mediarel.model.fingerprint import fingerprint, fingerprint_of_all, without_empty
from mediarel.store.protocol import ID, BrokenRecordError
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping

    from mediarel.store.protocol import Document, Snapshot

_TOGETHER = 1000


def checksum(document: Document) -> str:
    """Return the checksum to keep of a statement, from its raw JSON."""
    return fingerprint(msgspec.json.decode(document))


def fits(document: Document, kept: str) -> bool:
    """Tell whether the checksum that is `kept` is one of `document`, raw JSON."""
    return kept in checksums_of(document)


def checksums_of(document: Document) -> Iterator[str]:
    """Yield the checksums that a store may keep of a statement, today's first.

    None where it can't be read: then it is the statement of no checksum.
    """
    try:
        fields = msgspec.json.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError):  # a value in it is none
        return
    if isinstance(fields, dict):
        yield fingerprint(fields)
        yield fingerprint_of_all(fields)
        yield fingerprint_of_all({**FIRST_FIELDS, **without_empty(fields)})


def block_of(number: int) -> str:
    """Return the key of the document that has the checksum of statement `number`."""
    return str((number - 1) // _TOGETHER + 1)


def read_checksums(table: Mapping[str, Document]) -> dict[int, str]:
    """Return the checksums that a store keeps, by the ids of the statements.

    What is no id and no text is left out: it can't be the checksum of anything.

    Raises BrokenRecordError.
    """
    read: dict[int, str] = {}
    for block in table:
        read.update(_read_block(table, block))
    return read


def mismatched_ids(tables: Snapshot) -> list[int]:
    """Return the ids of the statements of `tables` that do not fit their checksums.

    Raises BrokenRecordError.
    """
    kept = read_checksums(tables.checksums)
    statements = ((int(key), raw) for key, raw in tables.statements.items())
    return [n for n, raw in statements if n in kept and not fits(raw, kept[n])]


def update_checksums(
    table: MutableMapping[str, Document],
    statements: Mapping[str, Document],
    written: Mapping[int, Document | None],
) -> None:
    """Bring `table` to what was `written` of `statements`; None was removed.

    An archive from before there were checksums is given all of them.

    Raises BrokenRecordError.
    """
    if not any(_read_block(table, block) for block in table):
        written = {int(key): raw for key, raw in statements.items()}
    blocks: dict[str, dict[int, Document | None]] = {}
    for number, raw in written.items():
        blocks.setdefault(block_of(number), {})[number] = raw
    for block, changed in blocks.items():
        kept = _read_block(table, block)
        for number, raw in changed.items():
            kept.pop(number, None)
            if raw is not None:
                kept[number] = checksum(raw)
        table.pop(block, None)
        if kept:
            table[block] = encoded(
                {str(number): kept[number] for number in sorted(kept)}
            )
    in_order = dict(sorted(table.items(), key=lambda item: int(item[0])))
    table.clear()
    table.update(in_order)


def _read_block(table: Mapping[str, Document], block: str) -> dict[int, str]:
    try:
        values = msgspec.json.decode(table.get(block, b"{}"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # What the store passes by unparsed, such as half a surrogate pair.
        raise BrokenRecordError(
            "checksums", int(block), f"it is not JSON: {error}"
        ) from error
    return {
        int(key): value
        for key, value in values.items()
        if ID.fullmatch(key) and isinstance(value, str)
    }
