"""An archive, as everything else takes it in hand.

It reads by itself what a list shows. What takes more to load is a function in a
module of its own, which its command imports: `reading.py` for statements and
changes whole, `session.py` for the session in which alone an archive is changed,
and a module for each verb that changes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index import names, search

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediarel.index.index import Index
    from mediarel.index.search import Page
    from mediarel.query.tree import Query
    from mediarel.store.protocol import Store


class Archive:
    """The archive in `store`, read through `index`.

    `now` returns the present as RFC 3339 in UTC, `author` who is at work: what the
    history says of a change.
    """

    def __init__(
        self,
        store: Store,
        index: Index,
        *,
        now: Callable[[], str],
        author: Callable[[], str],
    ) -> None:
        self.store = store
        self.index = index
        self.now = now
        self.author = author

    def page(
        self,
        query: Query,
        *,
        sort: str = "newest",
        start: int = 0,
        size: int | None = None,
    ) -> Page:
        """Return a part of what `query` finds, and the years it lies in."""
        return search.page(self.index, query, sort=sort, start=start, size=size)

    def values(self, field: str) -> list[str]:
        """Return what `field`, one with a term for its value, says, commonest first."""
        return names.values(self.index, field)
