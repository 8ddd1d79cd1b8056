"""Define the protocol of an index, for files and servers.

If the archive is a file, the index is a separate file (`index.py`). On a server, the
tables of the archive are also its index. Most SQL in this package works for both. This
SQL uses the tables of `schema.py`, and `?` for each parameter. If SQLite and PostgreSQL
need different SQL, a `Dialect` provides the SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
    from pathlib import Path

    from mediarel.index.index import LostChange
    from mediarel.index.sql import Sql
    from mediarel.query.tree import Query
    from mediarel.store.protocol import Delta, Revision, Snapshot

Rows = Callable[[str, Sequence[str | int]], list[Any]]

Answer = TypeVar("Answer")
Given = ParamSpec("Given")


class Scored(NamedTuple):
    """The parts of an SQL query that finds statements and their scores.

    `source` is the part after FROM: the table `statement` with an additional column
    `score`. `rest` is a query that becomes the condition after WHERE. A lower score is
    better. If a statement contains a searched word, the score is below 0.
    """

    source: Sql
    rest: Query


class Dialect(Protocol):
    """The SQL that is different in SQLite and PostgreSQL."""

    def words(self, query: Query) -> Sql:
        """Return an SQL condition for the statements that match these words."""

    def scored(self, query: Query) -> Scored | None:
        """Return SQL that finds the matching statements and their scores.

        Return None if the query has no words. The score is BM25 over the searched
        words. Each word counts once, even if the query repeats the word.
        """

    def holding(self, column: str) -> str:
        """Return an SQL condition that is true if a column contains the parameter."""

    def vocabulary(self, rows: Rows) -> str:
        """Return SQL that selects all folded words of the index.

        The columns are `word`, and `statements`: the number of statements that contain
        the word. `rows` runs a query in the index.
        """


class Index(Protocol):
    """An index for reading and searching a store.

    The first use opens and updates the index. So does the first use after `close`.
    """

    @property
    def folder(self) -> Path:
        """The folder for data that can be rebuilt, such as the index."""

    @property
    def dialect(self) -> Dialect:
        """The SQL dialect."""

    def close(self) -> None:
        """Close the file or the connection."""

    def prepare(self) -> None:
        """Bring the index up to date."""

    def asked(self, ask: Callable[[], Answer]) -> Answer:
        """Call `ask`, and return its result. All queries in `ask` read one snapshot.

        If the index is wrong, `ask` is called a second time.
        """

    def rows(
        self,
        sql: str,
        parameters: Sequence[str | int] = (),
        read: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> list[Any]:
        """Run a query on the current state of the store, and return the rows.

        `read` converts the rows, and raises WrongIndexError if a proof fails.
        """

    def roles(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the database roles that made these changes, keyed by change number."""

    def records(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the id and the raw JSON of each statement, in the order of `ids`.

        Unknown ids are ignored.
        """

    def stream(
        self, selected: str, parameters: Sequence[str | int] = ()
    ) -> Iterator[tuple[int, bytes]]:
        """Return an iterator over the id and the raw JSON of each selected statement.

        `selected` is an SQL query. Its first column must be an id, and the last two
        columns a fingerprint and a proof. All statements are from one snapshot. Errors
        of the store are raised before the first statement.
        """

    def contradicts(self, snapshot: Snapshot) -> bool:
        """Return True if the index differs from a snapshot of the same revision."""

    def lost_change(self) -> LostChange | None:
        """Return the last change that the store has lost, or None.

        A change is lost if an older copy has replaced the archive.
        """

    def forget_lost_changes(self) -> None:
        """Accept the present state of the store, although changes are lost."""

    def discard(self) -> None:
        """Delete the index; it is rebuilt on next use."""

    def update(self, before: Revision, delta: Delta) -> None:
        """Apply the changes of the store since the revision `before` to the index."""


def in_one_snapshot(
    read: Callable[Concatenate[Index, Given], Answer],
) -> Callable[Concatenate[Index, Given], Answer]:
    """Decorate the function `read`, so that all of its queries read one snapshot.

    If the index is wrong, it is rebuilt, and `read` is called again.
    """

    @wraps(read)
    def asked(index: Index, /, *args: Given.args, **kwargs: Given.kwargs) -> Answer:
        return index.asked(lambda: read(index, *args, **kwargs))

    return asked
