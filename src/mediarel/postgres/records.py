"""Records out of the tables of a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.postgres.connection import Connection

_LOT = 500  # that are read at once


def records(connection: Connection, ids: list[int]) -> Iterator[tuple[int, bytes]]:
    """Yield the raw statements with `ids`, in their order, without the unknown."""
    sql = "SELECT id, json FROM document WHERE id = ANY(?)"
    for start in range(0, len(ids), _LOT):
        some = ids[start : start + _LOT]
        found = dict(connection.rows(sql, [some]))
        yield from ((n, found[n].encode()) for n in some if n in found)
