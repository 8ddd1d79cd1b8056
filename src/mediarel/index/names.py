"""The values of fields that are found as a whole, such as programs and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.proof import proved
from mediarel.index.schema import LISTS

if TYPE_CHECKING:
    from mediarel.index.index import Index


def values(index: Index, field: str) -> list[str]:
    """Return the values of `field`, whose term is "value", commonest first."""
    table, column = ("listed", "name") if field in LISTS else ("statement", field)
    rows: list[tuple[int, str, str, str]] = index.rows(
        f"SELECT number, field, shown, folded, name.proof FROM name JOIN {table}"  # noqa: S608 - our own names
        f' ON number = {table}."{column}"'
        " WHERE field = ? GROUP BY number ORDER BY count(*) DESC, shown",
        (field,),
        proved,
    )
    return [shown for _, _, shown, _ in rows]
