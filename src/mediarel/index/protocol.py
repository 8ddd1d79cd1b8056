"""Define the protocol of an index, for files and servers.

For a file, the index is a separate file (`index.py`). On a server, the tables of the
archive are also its index. Most modules of this package use SQL that works for both,
with the tables of `schema.py`. `?` marks a parameter. The `dialect` provides the SQL
that is different.
"""

from __future__ import annotations

from functools import wraps
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    NamedTuple,
    ParamSpec,
    Protocol,
    TypeVar,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mediarel.index.sql import Sql
    from mediarel.query.tree import Query, Words
    from mediarel.store.protocol import About, Revision, Snapshot

    Rows = Callable[[str, Sequence[str | int]], list[Any]]


Answer = TypeVar("Answer")
Given = ParamSpec("Given")


class Scored(NamedTuple):
    """SQL for rows with scores: lower is better, below 0 if a searched word matches.

    `source` is the text after FROM, for rows of `statement` with a `score`. The results
    are the rows that also match `rest`.
    """

    source: Sql
    rest: Query


class Dialect(Protocol):
    """The differences between the kinds of SQL."""

    @property
    def least(self) -> str:
        """The SQL function for the least of its arguments."""

    @property
    def greatest(self) -> str:
        """The SQL function for the greatest of its arguments."""

    def words(self, query: Query) -> Sql:
        """Return the SQL condition for rows of `statement` that match these words."""

    def with_passage(self, passage: Words) -> Sql:
        """Return SQL that selects the ids of the statements that contain `passage`.

        Some statements may be missing if too many contain the words of the passage.
        """

    def scored(self, query: Query) -> Scored | None:
        """Return SQL for the matching statements with scores, or None without words.

        The score is BM25 over the searched words; each word counts once, even if the
        query repeats it.
        """

    def holding(self, column: str) -> str:
        """Return an SQL condition: `column` contains the text of a parameter."""

    def all_words(self, rows: Rows) -> list[str]:
        """Return all folded words, in order.

        Here and in the next methods, `rows` runs queries in the index.
        """

    def known(self, rows: Rows, tokens: Iterable[str]) -> set[str]:
        """Return the `tokens` that are in the index."""

    def uses(self, rows: Rows, token: str) -> int:
        """Return the number of statements with `token`."""


class Index(Protocol):
    """An index, opened on first use, and again after `close`."""

    @property
    def folder(self) -> Path:
        """The folder for data that can be rebuilt."""

    @property
    def dialect(self) -> Dialect:
        """The SQL dialect."""

    def close(self) -> None:
        """Close the file or the connection."""

    def prepare(self) -> None:
        """Bring the index up to date."""

    def asked(self, ask: Callable[[], Answer]) -> Answer:
        """Return the result of `ask`, which reads a consistent snapshot.

        If the index is wrong, `ask` is called a second time.
        """

    def rows(
        self,
        sql: str,
        parameters: Sequence[str | int] = (),
        read: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> list[Any]:
        """Return the rows that `sql` selects, from the present state of the store.

        `read` reads the rows, and raises WrongIndexError if a proof fails.
        """

    def roles(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the server roles that made these changes, if any."""

    def records(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the raw statements with `ids`, in order, without unknown ids."""

    def stream(
        self, selected: str, parameters: Sequence[str | int] = ()
    ) -> Iterator[tuple[int, bytes]]:
        """Return the raw statements that `selected` selects, one by one.

        The first column of `selected` must be an id, and the last two a fingerprint and
        a proof. The statements are a consistent snapshot. Errors of the store are
        raised before the first statement.
        """

    def contradicts(self, snapshot: Snapshot) -> bool:
        """Return whether the index has the revision of `snapshot`, but other data."""

    def discard(self) -> None:
        """Delete the index; it is rebuilt on next use."""

    def update(
        self,
        before: Revision,
        after: Revision,
        statements: Mapping[int, bytes | memoryview | None],
        history: Mapping[int, bytes],
        about: About | None = None,
    ) -> None:
        """Update the index from revision `before` to `after` with the changes."""


def in_one_snapshot(
    read: Callable[Concatenate[Index, Given], Answer],
) -> Callable[Concatenate[Index, Given], Answer]:
    """Return a function like `read` that runs all queries in one snapshot.

    If the index is wrong, it is rebuilt, and `read` is called again.
    """

    @wraps(read)
    def asked(index: Index, /, *args: Given.args, **kwargs: Given.kwargs) -> Answer:
        return index.asked(lambda: read(index, *args, **kwargs))

    return asked
