"""The history, as the index has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediarel.index.index import Index
    from mediarel.store.protocol import Document


def entries(
    index: Index, number: int | None, most: int | None
) -> list[tuple[int, Document]]:
    """Return numbers and entries, newest first; with `number`, of what touched it.

    With `most`, no more than that.
    """
    which = "WHERE number IN (SELECT number FROM touched WHERE id = ?)"
    return index.rows(
        f"SELECT number, json FROM entry {which if number is not None else ''}"  # noqa: S608 - our own words
        f" ORDER BY number DESC LIMIT {-1 if most is None else most}",
        [number] if number is not None else [],
    )


def signatures(index: Index, number: int) -> list[tuple[str, str, str]]:
    """Return time, author and command of each change of a statement, oldest first."""
    return index.rows(
        "SELECT at, by, command FROM entry JOIN touched USING (number)"
        " WHERE id = ? ORDER BY number",
        (number,),
    )
