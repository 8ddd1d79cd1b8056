"""How the statements of a list stand towards the public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.names import not_public
from mediarel.model.marked import standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.archive.archive import Archive
    from mediarel.index.search import Row


def standings(archive: Archive, rows: Iterable[Row]) -> dict[int, str]:
    """Return `draft`, `withdrawn` or `embargoed` by the ids of `rows` that are so."""
    now = archive.now()
    found = {
        number: word
        for number, status, embargo in not_public(archive.index)
        if (word := standing(status, embargo, now))
    }
    return {row.id: found[row.id] for row in rows if row.id in found} if found else {}
