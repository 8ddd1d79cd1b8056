"""An archive on a server, as an index: what is asked of it is asked of its tables.

They are the archive itself, changed as one with it: there is nothing to bring up to
date and nothing to prove.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from mediarel.index.proof import WrongIndexError
from mediarel.postgres.dialect import PostgresDialect
from mediarel.postgres.faults import changed_row_error
from mediarel.postgres.matching import by_index
from mediarel.postgres.page import page
from mediarel.postgres.store import records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mediarel.index.search import Page
    from mediarel.postgres.connection import Connection
    from mediarel.query.tree import Query
    from mediarel.store.protocol import About, Revision, Snapshot

Answer = TypeVar("Answer")
_LOT = 500  # rows that are fetched at once


class ServerIndex:
    """The tables behind `connection`; `folder` is the user's, for copies of files."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder
        self.dialect = PostgresDialect()

    def close(self) -> None:
        """Hang up, unless a change is under way."""
        if not self.connection.is_open:
            self.connection.close()

    def prepare(self) -> None:
        """Do nothing: the tables are always up to date."""

    def asked(self, ask: Callable[[], Answer]) -> Answer:
        """Return what `ask` answers: all that it reads is of one moment."""
        with self.connection.moment():
            return ask()

    def rows(
        self,
        sql: str,
        parameters: Sequence[str | int] = (),
        read: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> list[Any]:
        """Return the rows that `sql` selects, which pass through `read`.

        Raises DamagedError where one is not as it was written.
        """
        try:
            return list(read(self.connection.rows(by_index(sql), parameters)))
        except WrongIndexError as error:
            raise self._damage(error) from error

    def page(self, query: Query, *, sort: str, start: int, size: int | None) -> Page:
        """Return `size` statements (all with None) from `start` on."""
        return page(self, query, sort=sort, start=start, size=size)

    def roles(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return by which role of the server these changes were made."""
        sql = "SELECT number, role FROM entry WHERE number = ANY(?) AND role NOTNULL"
        return dict(self.connection.rows(sql, [list(numbers)]))

    def records(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the raw statements with `ids`, in their order, without the unknown."""
        return records(self.connection, list(ids))

    def stream(
        self, selected: str, parameters: Sequence[str | int] = ()
    ) -> Iterator[tuple[int, bytes]]:
        """Return the raw statements that `selected` selects, one by one.

        All are of one moment. Its rows begin with an id.
        """
        streamed = self._streamed(selected, parameters)
        next(streamed)  # what is wrong is told before the first
        return streamed  # type: ignore[return-value]

    def contradicts(self, snapshot: Snapshot) -> bool:
        """Tell that it does not: it is the archive itself."""
        del snapshot
        return False

    def discard(self) -> None:
        """Do nothing: there is nothing that could be made anew."""

    def update(
        self,
        before: Revision,
        after: Revision,
        statements: Mapping[int, bytes | memoryview | None],
        history: Mapping[int, bytes],
        about: About | None = None,
    ) -> None:
        """Do nothing: the change has been written as one with the archive."""

    def _streamed(
        self, selected: str, parameters: Sequence[str | int]
    ) -> Iterator[tuple[int, bytes] | None]:
        connection = self.connection
        with connection.moment():
            cursor = by_index(f"DECLARE wanted NO SCROLL CURSOR FOR {selected}")
            connection.rows(cursor, parameters)
            yield None
            while rows := connection.rows(f"FETCH {_LOT} FROM wanted"):
                yield from records(connection, [row[0] for row in rows])
            connection.rows("CLOSE wanted")

    def _damage(self, error: WrongIndexError) -> Exception:
        return changed_row_error(self.connection.address, error)
