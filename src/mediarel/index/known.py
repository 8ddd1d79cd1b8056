"""What an index knows of its store, and whether that is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.revision import revision_in
from mediarel.store.delta import delta
from mediarel.store.protocol import Known

if TYPE_CHECKING:
    import sqlite3

    from mediarel.store.protocol import Snapshot


def known_in(connection: sqlite3.Connection) -> Known:
    """Return what the index knows of the store: the fingerprints that it holds."""
    return Known(
        dict(connection.execute("SELECT id, fingerprint FROM statement")),
        dict(connection.execute("SELECT number, fingerprint FROM entry")),
    )


def contradicts(connection: sqlite3.Connection, snapshot: Snapshot) -> bool:
    """Tell whether the index says it is of `snapshot`, and holds something else."""
    if revision_in(connection) != snapshot.revision:
        return False
    other = delta(snapshot, known_in(connection))
    return bool(other.statements or other.history)
