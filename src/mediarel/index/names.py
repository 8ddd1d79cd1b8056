"""The values of fields that the index holds whole: programs, tags, who signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.index.proof import proved
from mediarel.index.schema import LISTS
from mediarel.model.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.index.protocol import Index


def values(index: Index, field: str) -> list[str]:
    """Return the values of `field`, which `is_whole`, commonest first."""
    return [shown for shown, _, _ in counted(index, field)]


def is_any(index: Index, field: str) -> bool:
    """Tell whether a statement has, or once had, a value of `field`.

    Most archives have none of some, and to count these costs a server far more.
    """
    return bool(index.rows("SELECT 1 FROM name WHERE field = ? LIMIT 1", (field,)))


def counted(index: Index, field: str) -> list[tuple[str, str, int]]:
    """Return each value of `field`, folded too, and how many statements have it.

    The commonest come first.
    """
    table, column = ("listed", "name") if field in LISTS else ("statement", field)
    rows: list[tuple[str, str, int]] = index.rows(
        "SELECT count(*), number, field, shown, folded, name.proof"  # noqa: S608 - our own names
        f" FROM name JOIN {table}"
        f' ON number = {table}."{column}"'
        " WHERE field = ? GROUP BY number ORDER BY count(*) DESC, shown",
        (field,),
        _proved,
    )
    return rows


def not_public(index: Index) -> list[tuple[int, str | None, str | None]]:
    """Return id, status and embargo of what is not simply published."""
    names: list[tuple[int, str, str, str]] = index.rows(
        "SELECT number, field, shown, folded, proof FROM name"
        " WHERE field IN ('status', 'embargo') AND shown <> ?",
        (BY_NAME["status"].unsaid,),
        proved,
    )
    if not names:
        return []
    shown = {number: said for number, _, said, _ in names}
    of_status = ", ".join(str(int(n)) for n, field, *_ in names if field == "status")
    rows = index.rows(
        "SELECT id, status, embargo FROM statement"  # noqa: S608 - numbers
        f" WHERE status IN ({of_status or 'NULL'}) OR embargo IS NOT NULL"
    )
    return [(n, shown.get(status), shown.get(moment)) for n, status, moment in rows]


def _proved(rows: Iterable[Any]) -> Iterator[tuple[str, str, int]]:
    """Yield shown, folded and count of rows that begin with their count.

    Raises WrongIndexError.
    """
    for count, *row in rows:
        ((_, _, shown, folded),) = proved([row])
        yield shown, folded, count
