"""Read and change an archive on a server through the interface of a store."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.index.sql import lots
from mediarel.postgres.connection import LONG, Connection, streamed
from mediarel.postgres.schema import other_tables
from mediarel.store.protocol import Document, Revision, Snapshot
from mediarel.store.sound import block_of
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mediarel.index.fill import Progress
    from mediarel.postgres.transaction import ServerTransaction


_REVISION = "SELECT change FROM counter"
_RECORDS = "SELECT id, json FROM document ORDER BY id"


class ServerStore(NamedTuple):
    """An archive on a server.

    `notify` is called with messages for the user.
    """

    connection: Connection
    progress: Progress = lambda *_: None
    notify: Callable[[str], None] = lambda _: None

    @property
    def location(self) -> str:
        """The address of the archive, without a password."""
        return str(self.connection.address)

    def revision(self) -> Revision:
        """Return the current revision: the number of the newest change."""
        return str(self.connection.rows(_REVISION)[0][0])

    def is_at(self, revision: Revision) -> bool:
        """Return whether the store has not changed since `revision`."""
        return self.revision() == revision

    def read(self) -> Snapshot:
        """Return all data of the store, from one snapshot."""
        with self.moment() as snapshot:
            return snapshot

    @contextmanager
    def moment(self) -> Iterator[Snapshot]:
        """Yield a snapshot of the store. It is consistent with queries in the block."""
        connection = self.connection
        with connection.moment():
            connection.allow(LONG)
            yield Snapshot(
                str(connection.rows(_REVISION)[0][0]),
                _raw(streamed(connection, "records", _RECORDS)),
                _raw(connection.rows("SELECT number, json FROM entry ORDER BY number")),
                _blocks(connection.rows("SELECT id, sum FROM checksum ORDER BY id")),
                other_tables(connection),
            )

    @contextmanager
    def transaction(self) -> Iterator[ServerTransaction]:
        """Lock the store for a transaction.

        Changes that are not committed are discarded. Raises AccessError or BusyError.
        """
        from mediarel.postgres.transaction import ServerTransaction  # noqa: PLC0415

        with self.connection.change():
            yield ServerTransaction(self.connection, self.progress)

    def damaged_record(self, table: str, number: int, what: str) -> errors.DamagedError:
        """Return the error for a damaged record or entry."""
        kind = {"statements": "statement", "history": "change"}.get(table, table)
        return errors.DamagedError(
            f"{self.location}, {kind} {number}: {what}",
            errors.Hint("List all problems: ", errors.Command("check")),
        )


def _raw(rows: Iterable[tuple[int, str]]) -> dict[str, Document]:
    return {str(number): json.encode() for number, json in rows}


def _blocks(rows: list[tuple[int, str]]) -> dict[str, Document]:
    """Group checksums into blocks, as in a file.

    The rows must be sorted by id.
    """
    blocks: dict[str, dict[str, str]] = {}
    for number, sum_ in rows:
        blocks.setdefault(block_of(number), {})[str(number)] = sum_
    return {block: encoded(sums) for block, sums in blocks.items()}


def records(connection: Connection, ids: list[int]) -> Iterator[tuple[int, bytes]]:
    """Yield the id and the raw JSON of each statement, in the order of `ids`.

    Unknown ids are ignored.
    """
    sql = "SELECT id, json FROM document WHERE id = ANY(?)"
    for some in lots(ids):
        found = dict(connection.rows(sql, [some]))
        yield from ((n, found[n].encode()) for n in some if n in found)
