"""Write the records, the history entry and the index rows of a change to a server."""

from collections.abc import Iterable, Iterator, Mapping

from mediarel import errors
from mediarel.history.change import Change
from mediarel.index.fill import Progress, link_all
from mediarel.postgres.connection import LONG, Connection
from mediarel.postgres.faults import NoAnswerError
from mediarel.postgres.row_writer import FEW, Writer
from mediarel.postgres.schema import other_tables, put_about, put_archive
from mediarel.postgres.store import records
from mediarel.store.protocol import Document, Revision
from mediarel.store.records import about_after, about_of
from mediarel.store.tiny.layout import encoded

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
