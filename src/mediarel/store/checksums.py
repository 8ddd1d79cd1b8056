"""Checksums of statements, which tell what no rule can: that one is another now.

The store keeps them in a table of its own, a thousand statements to a document
(number 1 has the ids 1 to 1000), so that the table is quick to pass by:

    "checksums": {"1": {"1": "6b0c9f1f4b1d6a0e", "2": …}}

A checksum is the first 16 hexadecimal digits of the SHA-256 of the statement's
JSON in UTF-8, with its keys in order, without spaces and without escapes that
JSON does not ask for. So it is the same however the file is laid out.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.store.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from mediarel.store import Document

_TOGETHER = 1000


def checksum(document: Document) -> str:
    """Give the checksum of a statement, from its raw JSON."""
    plain = msgspec.json.encode(msgspec.json.decode(document), order="sorted")
    return sha256(plain).hexdigest()[:16]


def read_checksums(table: Mapping[str, Document]) -> dict[int, str]:
    """Give the checksums that a store keeps, by the ids of the statements.

    What is no id and no text is left out: it can't be the checksum of anything.
    """
    read: dict[int, str] = {}
    for document in table.values():
        for number, value in msgspec.json.decode(document).items():
            if number.isdecimal() and isinstance(value, str):
                read[int(number)] = value
    return read


def put_checksums(
    table: MutableMapping[str, Document],
    statements: Mapping[str, Document],
    written: Mapping[int, Document | None],
) -> None:
    """Bring `table` to what was `written` of `statements`; None was removed.

    An archive from before there were checksums is given all of them.
    """
    if not table:
        written = {int(key): raw for key, raw in statements.items()}
    lots: dict[str, dict[str, Document | None]] = {}
    for number, raw in written.items():
        lot = str((number - 1) // _TOGETHER + 1)
        lots.setdefault(lot, {})[str(number)] = raw
    for lot, changed in lots.items():
        kept: dict[str, Any] = msgspec.json.decode(table.pop(lot, b"{}"))
        for key, raw in changed.items():
            kept.pop(key, None)
            if raw is not None:
                kept[key] = checksum(raw)
        if kept:
            table[lot] = encoded(_by_number(kept))
    in_order = _by_number(table)
    table.clear()
    table.update(in_order)


def _by_number(table: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(table.items(), key=lambda item: int(item[0])))
