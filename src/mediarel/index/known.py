"""What an index knows of its store, whether that is so, and whether it is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.documents import proved_documents
from mediarel.index.proof import WrongIndexError, proved
from mediarel.index.revision import revision_in
from mediarel.index.schema import NAMED, PROVED, SIGNED
from mediarel.store.delta import delta
from mediarel.store.protocol import Known

if TYPE_CHECKING:
    import sqlite3

    from mediarel.store.protocol import Snapshot

_WITH_PROOF = (
    f"SELECT {PROVED}, proof FROM statement",  # noqa: S608 - our own words
    f"SELECT {NAMED}, fingerprint_proof FROM statement",  # noqa: S608 - the same
    "SELECT number, field, shown, folded, proof FROM name",
    "SELECT folded, name, organisation, words, place, proof FROM called",
    f"SELECT {SIGNED}, proof FROM entry",  # noqa: S608 - the same
    "SELECT number, id, proof FROM touched",
)
_WITH_FINGERPRINT = (
    "SELECT id, json, fingerprint FROM statement LEFT JOIN document USING (id)",
    "SELECT number, json, fingerprint FROM entry",
)


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


def require_sound(connection: sqlite3.Connection) -> None:
    """Raise WrongIndexError where a row is not proved, or the parts do not fit.

    Raises what else damage raises.
    """
    if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
        raise WrongIndexError("its tables do not fit together")
    for sql in _WITH_PROOF:
        proved(connection.execute(sql))
    for sql in _WITH_FINGERPRINT:
        for _ in proved_documents(connection.execute(sql)):
            pass
    # It writes nothing, but SQLite takes it for a change.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    connection.rollback()
