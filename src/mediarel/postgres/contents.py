"""All that an archive on a server holds, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.postgres.about import other_tables
from mediarel.postgres.streaming import streamed
from mediarel.store.contents import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mediarel.postgres.connection import Connection
    from mediarel.store.protocol import Document

_FEW = 10  # entries: that of an import is as long as it has statements


class ServerContents:
    """What the archive behind `connection` holds, within the transaction there."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def others(self) -> Mapping[str, Mapping[str, Document]]:
        """Return the tables that are not read, with `archive` first among them."""
        return other_tables(self._connection)

    def statements(self) -> Iterator[tuple[int, Document]]:
        """Yield id and record of each statement, in the order of their ids."""
        selected = "SELECT id, json FROM document ORDER BY id"
        for number, json in streamed(self._connection, "documents", selected):
            yield number, json.encode()

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of the history, the oldest first."""
        selected = "SELECT number, json, role FROM entry ORDER BY number"
        for number, json, role in streamed(self._connection, "entries", selected, _FEW):
            yield Entry(number, json.encode(), role)

    def checksums(self) -> Iterator[tuple[int, str]]:
        """Yield id and checksum, in the order of their ids."""
        selected = "SELECT id, sum FROM checksum ORDER BY id"
        yield from streamed(self._connection, "checksums", selected)
