"""Reading very many rows of a server, some at once, within a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.postgres.connection import LONG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.postgres.connection import Connection

LOT = 500


def streamed(
    connection: Connection, name: str, selected: str, lot: int = LOT
) -> Iterator[Any]:
    """Yield the rows that `selected` selects; `name` tells it from what else streams.

    All are of the moment at which the first is asked for.
    """
    run = connection.rows
    connection.allow(LONG)
    run(f"DECLARE {name} NO SCROLL CURSOR FOR {selected}")
    while rows := run(f"FETCH {lot} FROM {name}"):
        yield from rows
    run(f"CLOSE {name}")
