"""What fields say that are compared as a whole, such as programs and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.schema import LISTS

if TYPE_CHECKING:
    from mediarel.index.index import Index


def values(index: Index, field: str) -> list[str]:
    """Return what `field`, one with a term for its value, says, commonest first."""
    table, column = ("listed", "name") if field in LISTS else ("statement", field)
    rows = index.rows(
        f'SELECT shown FROM name JOIN {table} ON number = {table}."{column}"'  # noqa: S608 - our own names
        " WHERE field = ? GROUP BY number ORDER BY count(*) DESC, shown",
        (field,),
    )
    return [row[0] for row in rows]
