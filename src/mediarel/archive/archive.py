"""Define the class `Archive`, which all commands use to read an archive.

The class reads only the data that lists need. Functions that take longer to load are in
other modules:

- `lookup.py` reads complete statements and changes.
- `session.py` changes an archive.
- Most commands have a module of their own.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from mediarel.index import search
from mediarel.index.index_file import archive_name, site, usual
from mediarel.model.parts import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mediarel.attachments.files import Files
    from mediarel.index.fill import Progress
    from mediarel.index.protocol import Index
    from mediarel.index.search import Page, Row
    from mediarel.query.tree import Query
    from mediarel.store.protocol import Store


Answer = TypeVar("Answer")


class Archive:
    """An archive. All data is in the store, and most data is read from the index.

    `open_files` returns the storage of attached files; most commands never need it.
    `now` returns the present time in RFC 3339, UTC. `author` returns the user name for
    the history. `progress` is called during long work with a label, the amount done and
    the total. If the total is unknown, both numbers are 0 during the work. When the
    work is done, both are 1. `confirm_change` is called before each change. It raises
    an error to refuse the change. `cache` is the user's cache folder.
    """

    def __init__(  # noqa: PLR0913 - all that an archive needs
        self,
        store: Store,
        index: Index,
        open_files: Callable[[], Files],
        *,
        now: Callable[[], str],
        author: Callable[[], str],
        progress: Progress = lambda *_: None,
        confirm_change: Callable[[], None] = lambda: None,
        cache: Path | None = None,
    ) -> None:
        self.store = store
        self.index = index
        self._open_files = open_files
        self.now = now
        self.author = author
        self.progress = progress
        self.confirm_change = confirm_change
        self.cache = cache

    @cached_property
    def files(self) -> Files:
        """The storage of the attached files."""
        return self._open_files()

    def asked(self, ask: Callable[[], Answer]) -> Answer:
        """Call `ask` and return its result. `ask` reads a consistent snapshot.

        If the index turns out to be damaged, `ask` is called a second time.
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
        """Return one page of the search results.

        The page has `size` rows, beginning with row `start` of all results. It also has
        the years of all results.
        """
        return search.page(self.index, query, sort=sort, start=start, size=size)

    def has_one_type(self, query: Query) -> bool:
        """Return True if all statements that match `query` have the same type."""
        return search.has_one_type(self.index, query)

    def name(self) -> str:
        """Return the name of the archive. Return "" if it has no name."""
        return archive_name(self.index)

    def usual(self) -> dict[str, str]:
        """Return the default value of each field for new statements."""
        return usual(self.index)

    def site(self) -> dict[str, Any]:
        """Return the stored settings of the site. To check them, use `read_site`."""
        return site(self.index)

    def values(self, field: str) -> list[str]:
        """Return all values of a field, most common first.

        The index must have a table of the field's values (`Field.is_whole`).
        """
        return search.values(self.index, field)

    def count_attached(self, query: Query) -> int:
        """Count the statements that match `query` and have attached files."""
        if not self.files.may_be_there():
            return 0
        return len(search.ids_holding(self.index, query, b'"sha256":'))

    def standings(self, rows: Iterable[Row]) -> dict[int, str]:
        """Return the status of each row that is not published.

        The status is `draft`, `withdrawn` or `embargoed`. The keys are ids.
        """
        now = self.now()
        found = {
            number: word
            for number, status, embargo in search.not_public(self.index)
            if (word := standing(status, embargo, now))
        }
        return {row.id: found[row.id] for row in rows if row.id in found}
