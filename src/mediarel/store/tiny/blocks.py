"""The table of checksums of a file, brought up to date block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.store.checksums import block_of, checksum, read_block
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from mediarel.store.protocol import Document


def update_checksums(
    table: MutableMapping[str, Document],
    statements: Mapping[str, Document],
    written: Mapping[int, Document | None],
) -> None:
    """Update the checksums in `table` to what was `written`; None was removed.

    Where the table has no checksums at all, those of all `statements` are added.

    Raises BrokenRecordError.
    """
    if not any(read_block(table, block) for block in table):
        written = {int(key): raw for key, raw in statements.items()}
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
    in_order = dict(sorted(table.items(), key=lambda item: int(item[0])))
    table.clear()
    table.update(in_order)
