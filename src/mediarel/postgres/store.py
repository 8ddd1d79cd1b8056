"""Read and change an archive on a server through the interface of a store.

A transaction writes the records, the history entry and the index rows of a change.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.index.fill import link_all
from mediarel.index.sql import lots
from mediarel.postgres.connection import LONG, Connection, NoAnswerError, streamed
from mediarel.postgres.row_writer import FEW, Writer
from mediarel.postgres.schema import other_tables, put_about, put_archive
from mediarel.store.protocol import Document, Revision, Snapshot
from mediarel.store.records import about_after, about_of
from mediarel.store.sound import block_of
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mediarel.history.change import Change
    from mediarel.index.fill import Progress


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


# Writers wait for each other, up to their time limit. Readers never wait.
LOCK = "LOCK TABLE counter IN EXCLUSIVE MODE"
_STATE = "SELECT change, (SELECT max(id) FROM document) FROM counter"
_LOT = 500  # entries per fetch


class ServerTransaction:
    """A transaction that locks an archive on a server."""

    def __init__(self, connection: Connection, progress: Progress) -> None:
        self._connection = connection
        self._progress = progress
        ((self._change, highest),) = connection.locked(LOCK, _STATE)
        self._highest = highest or 0
        self._others: dict[str, dict[str, Document]] | None = None

    @property
    def revision(self) -> Revision:
        """The revision of the store before the change."""
        return str(self._change)

    def records(self, ids: Iterable[int]) -> dict[int, Document]:
        """Return the existing records with these ids."""
        return dict(records(self._connection, list(ids)))

    def entries(self) -> Iterator[tuple[int, Document]]:
        """Yield the number and the entry of each change, newest first.

        Entries are read on demand.
        """
        # Most callers need only the newest entry, so the first fetch gets one entry.
        below, lot = self._change + 1, 1
        while rows := self._connection.rows(
            "SELECT number, json FROM entry WHERE number < ?"
            f" ORDER BY number DESC LIMIT {lot}",
            [below],
        ):
            for number, json in rows:
                yield number, json.encode()
            below, lot = rows[-1][0], min(2 * lot, _LOT)

    def highest_id(self) -> int:
        """Return the highest id of all records. Return 0 if there are no records."""
        return self._highest

    def others(self) -> dict[str, dict[str, Document]]:
        """Return all tables except statements, history and checksums."""
        if self._others is None:
            self._others = other_tables(self._connection)
        return self._others

    def checksums(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the stored checksums of the statements with these ids."""
        wanted = list(ids)
        sql = "SELECT id, sum FROM checksum WHERE id = ANY(?)"
        return dict(self._connection.rows(sql, [wanted])) if wanted else {}

    def commit(
        self, change: Change, entry: Document, written: Mapping[int, Document | None]
    ) -> Revision:
        """Write a change completely or not at all, and return the new revision.

        `entry` is the entry of `change` for the history. `written` contains the changed
        records. The value None removes a record. If the connection is lost during the
        commit, mediarel connects again and checks whether the change was made. Raises
        AccessError.
        """
        connection = self._connection
        if len(written) > FEW:
            connection.allow(LONG)
        writer = Writer(connection, self._progress)
        writer.replace(written, self._highest)
        link_all(connection.rows)
        writer.put_entry(change, entry)
        self._say(change)
        connection.rows(
            "UPDATE counter SET change = ?, id = ?", [change.number, change.last_id]
        )
        try:
            connection.commit()
        except NoAnswerError:
            self._require_made(change.number, entry)
        return str(change.number)

    def _say(self, change: Change) -> None:
        """Write the changed settings of the archive, and the number of the change."""
        others = self.others()
        others["archive"]["1"] = encoded(about_after(others, change))
        put_archive(self._connection, others["archive"]["1"])
        if change.archive:
            put_about(self._connection, about_of(others))

    def _require_made(self, number: int, entry: Document) -> None:
        """Raise NoAnswerError if the change was not made.

        Raises AccessError if the server does not answer.
        """
        connection = self._connection
        connection.close()
        try:
            with connection.change():
                # Wait for the lock until the server has ended the lost session.
                connection.rows(f"{LOCK}; SELECT 1")
                sql = "SELECT json FROM entry WHERE number = ?"
                rows = connection.rows(sql, [number])
        except errors.MediarelError:  # also if the server is busy or a standby
            raise errors.AccessError(
                f"{connection.address}: the connection was lost while change {number}"
                " was saved; it is not known if the change was made",
                errors.Hint(
                    "When the server is back, check the newest change: ",
                    errors.Command("log"),
                ),
            ) from None
        if [(bytes(entry).decode(),)] != rows:
            raise NoAnswerError(connection.address, in_change=True)
