"""The history, as the index has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.documents import proved_documents
from mediarel.index.proof import proved

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
    if number is None:
        which = ""
    rows = index.rows(
        f"SELECT number, json, fingerprint FROM entry {which}"  # noqa: S608 - our own words
        f" ORDER BY number DESC LIMIT {-1 if most is None else most}",
        [number] if number is not None else [],
    )
    return list(proved_documents(rows))


def signatures(index: Index, number: int) -> list[tuple[str, str, str]]:
    """Return time, author and command of each change of a statement, oldest first."""
    rows = index.rows(
        "SELECT number, at, by, command, proof FROM entry JOIN touched USING (number)"
        " WHERE id = ? ORDER BY number",
        (number,),
    )
    return [(at, by, command) for _, at, by, command in proved(rows)]
