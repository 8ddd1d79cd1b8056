"""The table of checksums of a file, brought up to date block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.store.checksums import block_of, checksum, misplaced, read_block
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from mediarel.store.protocol import Document


def update_checksums(
    table: MutableMapping[str, Document],
    statements: Mapping[str, Document],
    written: Mapping[int, Document | None],
    *,
    may_add_all: bool = True,
) -> None:
    """Update the checksums in `table` to what was `written`; None was removed.

    If the table has no checksums at all, those of all `statements` are added if that
    `may_add_all`. Otherwise none is added: the table was lost, and `check` reports so.

    Raises BrokenRecordError.
    """
    if not any(read_block(table, block) for block in table):
        there = set(map(int, statements))
        if may_add_all:
            written = {number: statements[str(number)] for number in there}
        elif there - written.keys():
            return
    blocks: dict[str, dict[int, Document | None]] = {}
    for number, raw in written.items():
        blocks.setdefault(block_of(number), {})[number] = raw
    for block, changed in blocks.items():
        kept = read_block(table, block)
        for number, raw in changed.items():
            kept.pop(number, None)
            if raw is not None:
                kept[number] = checksum(raw)
        table.pop(block, None)
        if kept:
            table[block] = encoded(
                {str(number): kept[number] for number in sorted(kept)}
            )
    if may_add_all:
        _drop_misplaced(table)
    in_order = dict(sorted(table.items(), key=lambda item: int(item[0])))
    table.clear()
    table.update(in_order)


def _drop_misplaced(table: MutableMapping[str, Document]) -> None:
    """Drop the checksums in `table` that are in a block of other statements."""
    for block in {*misplaced(table).values()}:
        if kept := read_block(table, block):
            table[block] = encoded({str(number): kept[number] for number in kept})
        else:
            del table[block]
