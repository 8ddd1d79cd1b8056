"""Bringing an archive on a server up to date with a newer program.

The records and the history are as they were. What follows from them is made anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.proof import proof_of
from mediarel.index.upkeep import link_all
from mediarel.postgres.connection import LONG, Connection, streamed
from mediarel.postgres.faults import NewerServerError, NoServerStoreError
from mediarel.postgres.schema import VERSION, other_tables, put_about
from mediarel.postgres.transaction import LOCK
from mediarel.postgres.writing import Writer
from mediarel.store.about import about_of
from mediarel.store.delta import quick_fingerprint
from mediarel.store.records import read_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mediarel.address import Address
    from mediarel.index.fill import Progress

# What follows from the documents and the history.
_DERIVED = (
    *("statement", "listed", "called", "address", "translation", "release"),
    *("name", "touched", "meta", "frequency"),
)
_SIGNED = """
UPDATE entry SET fingerprint = ?, at = ?, by = ?, command = ?, proof = ?
WHERE number = ? AND (fingerprint, at, by, command) IS DISTINCT FROM (?, ?, ?, ?)
"""
_COUNTED = """
UPDATE counter SET change = (SELECT coalesce(max(number), 0) FROM entry),
id = greatest(id, ?, (SELECT coalesce(max(id), 0) FROM document))
"""
# What changes the tables themselves, by the version that they have before it.
MIGRATIONS: dict[int, Callable[[Connection], None]] = {}


def upgrade(address: Address, progress: Progress = lambda *_: None) -> int:
    """Bring the archive at `address` up to this program's version, all or nothing.

    What follows from the statements and the history is made anew at any rate. Returns
    the version that it was of.

    Raises NewerServerError, NoServerStoreError or AccessError.
    """
    connection = Connection(address)
    try:
        with connection.making():
            version = _version(connection)
            connection.allow(LONG)
            connection.rows(LOCK)
            for before in range(version, VERSION):
                if before in MIGRATIONS:
                    MIGRATIONS[before](connection)
            connection.rows(f"UPDATE version SET number = {VERSION}")  # noqa: S608 - a number
            _fill(connection, progress)
            connection.commit()
        return version
    finally:
        connection.close()


def _version(connection: Connection) -> int:
    address = connection.address
    there = connection.rows("SELECT to_regclass(?)", [f'"{address.schema}".version'])
    if there == [(None,)]:
        raise NoServerStoreError(address)
    version = int(connection.rows("SELECT number FROM version")[0][0])
    if version > VERSION:
        raise NewerServerError(address, version, VERSION)
    return version


def _fill(connection: Connection, progress: Progress) -> None:
    """Make anew what follows from the documents and the history."""
    run = connection.rows
    run(f"TRUNCATE {', '.join(_DERIVED)}")
    run("UPDATE counter SET statements = 0, tokens = 0")
    ((count,),) = run("SELECT count(*) FROM document")
    writer = Writer(connection, progress)
    writer.index(_documents(connection), count)
    last_id = 0
    for number, raw in _entries(connection):
        change = read_entry(number, raw, ignore_unknown=True)
        writer.put_touched(number, change.ids)
        signed = (quick_fingerprint(raw), change.at, change.by, change.command)
        run(_SIGNED, [*signed, proof_of(number, *signed), number, *signed])
        last_id = max(last_id, change.last_id)
    run(_COUNTED, [last_id])
    put_about(connection, about_of(other_tables(connection)))
    link_all(run)


def _documents(connection: Connection) -> Iterator[tuple[int, bytes]]:
    selected = "SELECT id, json FROM document ORDER BY id"
    for number, json in streamed(connection, "documents", selected):
        yield number, json.encode()


def _entries(connection: Connection) -> Iterator[tuple[int, bytes]]:
    selected = "SELECT number, json FROM entry ORDER BY number"
    for number, json in streamed(connection, "entries", selected):
        yield number, json.encode()
