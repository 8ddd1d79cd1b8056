"""Read what lists show of an archive: the handle that all commands share.

By itself it reads what a list shows. What costs more to load is a function in a
module of its own, which its command imports: `lookup.py` for whole statements
and changes, `session.py` for the session that changes an archive, and a module
for each verb.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from mediarel.index import search, vocabulary
from mediarel.index.revision import archive_name, usual
from mediarel.model.parts import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mediarel.attachments.files import Files
    from mediarel.index.fill import Progress
    from mediarel.index.protocol import Index
    from mediarel.index.search import Page, Row
    from mediarel.query.tree import Query
    from mediarel.store.protocol import Store


Answer = TypeVar("Answer")


class Archive:
    """The archive in `store`, read through `index`.

    `open_files` returns what keeps the files of its statements; most ask for none.
    `now` returns the present as RFC 3339 in UTC, `author` who is at work: what the
    history says of a change. `progress` is told of long work: what, how much of it is
    done, of how much; where that can't be counted, 0 of 0, and 1 of 1 at its end.
    `confirm_change` is called before each change; it raises an error to refuse it.
    """

    def __init__(  # noqa: PLR0913 - all that it stands on
        self,
        store: Store,
        index: Index,
        open_files: Callable[[], Files],
        *,
        now: Callable[[], str],
        author: Callable[[], str],
        progress: Progress = lambda *_: None,
        confirm_change: Callable[[], None] = lambda: None,
    ) -> None:
        self.store = store
        self.index = index
        self._open_files = open_files
        self.now = now
        self.author = author
        self.progress = progress
        self.confirm_change = confirm_change

    @cached_property
    def files(self) -> Files:
        """The files that it keeps with its statements."""
        return self._open_files()

    def asked(self, ask: Callable[[], Answer]) -> Answer:
        """Return what `ask` answers: all that it reads is of one moment.

        It may be called again, where the index turns out to be wrong.
        """
        return self.index.asked(ask)

    def page(
        self,
        query: Query,
        *,
        sort: str = "newest",
        start: int = 0,
        size: int | None = None,
    ) -> Page:
        """Return what `query` finds, `size` rows from `start` on, and its years."""
        return self.index.page(query, sort=sort, start=start, size=size)

    def has_one_type(self, query: Query) -> bool:
        """Return whether all that `query` finds has the same type."""
        return search.has_one_type(self.index, query)

    def name(self) -> str:
        """Return the name of the archive, "" if it has none."""
        return archive_name(self.index)

    def usual(self) -> dict[str, str]:
        """Return the default values of new statements, by their fields."""
        return usual(self.index)

    def values(self, field: str) -> list[str]:
        """Return the values of `field`, which `is_whole`, commonest first."""
        return vocabulary.values(self.index, field)

    def count_attached(self, query: Query) -> int:
        """Return how many of the statements that `query` finds have attached files."""
        if not self.files.may_be_there():
            return 0
        return search.count_holding(self.index, query, b'"sha256":')

    def standings(self, rows: Iterable[Row]) -> dict[int, str]:
        """Return by id which `rows` are `draft`, `withdrawn` or `embargoed`."""
        now = self.now()
        found = {
            number: word
            for number, status, embargo in vocabulary.not_public(self.index)
            if (word := standing(status, embargo, now))
        }
        return {row.id: found[row.id] for row in rows if row.id in found}
