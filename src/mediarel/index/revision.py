"""What an index says of itself: its version, and the revision that it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from mediarel.store.protocol import Revision


def version_in(connection: sqlite3.Connection) -> str | None:
    """Return the version of the index, None where it does not say one."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    return str(row[0]) if row else None


def revision_in(connection: sqlite3.Connection) -> Revision:
    """Return the revision of the store that the index holds."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'revision'")
    row = found.fetchone()
    return str(row[0]) if row else ""


def put_meta(connection: sqlite3.Connection, key: str, value: str | int) -> None:
    """Write what the index says of itself under `key`."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def put_revision(connection: sqlite3.Connection, revision: Revision) -> None:
    """Write the revision of the store that the index holds."""
    put_meta(connection, "revision", revision)
