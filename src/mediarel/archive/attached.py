"""How many statements have files, told without loading what attaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index import search

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive
    from mediarel.query.tree import Query


def count_attached(archive: Archive, query: Query) -> int:
    """Return how many of the statements that `query` finds have attached files."""
    if not archive.files.may_be_there():
        return 0
    return search.count_holding(archive.index, query, b'"sha256":')
