"""Create and upgrade the tables of an archive on a server."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from mediarel.errors import RefusedError
from mediarel.index.proof import proof_of
from mediarel.index.upkeep import link_all
from mediarel.postgres.connection import LONG, Connection, streamed
from mediarel.postgres.faults import NewerServerError, NoServerStoreError
from mediarel.postgres.row_writer import Writer
from mediarel.postgres.schema import (
    INDEXES,
    TABLES,
    VERSION,
    other_tables,
    put_about,
    put_others,
)
from mediarel.postgres.transaction import LOCK, ServerTransaction
from mediarel.store.about import about_of, with_about
from mediarel.store.contents import quick_fingerprint
from mediarel.store.records import read_entry
from mediarel.store.tiny.layout import encoded
from mediarel.store.tiny.migrations import migrated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mediarel.address import Address
    from mediarel.index.fill import Progress
    from mediarel.store.protocol import Document


# Tables derived from the documents and the history.
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
# Migrations of the tables, by the version they start from.
MIGRATIONS: dict[int, Callable[[Connection], None]] = {}
# Serialises the creation of one schema: a second process waits, then finds it.
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('mediarel'), hashtext(?))"
_NOTHING: Mapping[str, object] = MappingProxyType({})
_THERE = "SELECT to_regclass(?), current_setting('server_encoding')"


class ServerStoreExistsError(RefusedError):
    """A new archive was to be created where one already exists."""

    def __init__(self, address: Address) -> None:
        super().__init__(
            f"there is an archive at {address} already",
            "Name another schema, behind a # in the address. It was left as it is.",
        )


def make(address: Address, said: Mapping[str, object] = _NOTHING) -> None:
    """Create an empty archive at `address` with the metadata `said`.

    Raises ServerStoreExistsError, RefusedError or AccessError.
    """
    connection = Connection(address)
    try:
        with making(connection, said):
            connection.commit()
    finally:
        connection.close()


@contextmanager
def making(
    connection: Connection,
    said: Mapping[str, object] = _NOTHING,
    progress: Progress = lambda *_: None,
) -> Iterator[ServerTransaction]:
    """Create an empty archive, and yield a transaction that may fill it.

    Committing the transaction creates the archive together with its contents.

    Raises ServerStoreExistsError, RefusedError or AccessError.
    """
    with connection.making():
        refuse_made(connection)
        make_tables(connection)
        put_empty(connection, said)
        yield ServerTransaction(connection, progress)


def refuse_made(connection: Connection) -> None:
    """Raise an error if the tables exist or can't be created.

    Raises ServerStoreExistsError or RefusedError.
    """
    address = connection.address
    connection.rows(_ALONE, [address.schema])
    ((there, encoding),) = connection.rows(_THERE, [f'"{address.schema}".version'])
    if there:
        raise ServerStoreExistsError(address)
    if encoding != "UTF8":
        raise RefusedError(
            f"the database of {address} is in {encoding}, which has not all letters",
            "Make another for the archive: CREATE DATABASE mediarel"
            " TEMPLATE template0 ENCODING 'UTF8'.",
        )


def make_tables(connection: Connection) -> None:
    """Create the schema with its tables, in the open transaction."""
    schema = connection.address.schema
    connection.rows(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    connection.rows(f"{TABLES}{INDEXES}")


def put_empty(connection: Connection, said: Mapping[str, object]) -> None:
    """Write the metadata of an empty archive: its format version, and `said`."""
    empty: dict[str, dict[str, Document]] = {"statements": {}, "history": {}}
    tables = migrated(Path(str(connection.address)), empty)
    others = {name: table for name, table in tables.items() if name not in empty}
    if said:
        others["archive"]["1"] = encoded(with_about(others, said))
    put_all_about(connection, others)


def put_all_about(
    connection: Connection, others: Mapping[str, Mapping[str, Document]]
) -> None:
    """Write the tables that mediarel doesn't parse, and the archive's metadata."""
    put_others(connection, others)
    put_about(connection, about_of(others))


def upgrade(address: Address, progress: Progress = lambda *_: None) -> int:
    """Upgrade the archive at `address` to this program's version, in one transaction.

    All rows derived from the statements and the history are rebuilt. Returns the
    earlier version.

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
            connection.rows(f"UPDATE version SET number = {VERSION}")
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
    """Rebuild the rows derived from the documents and the history."""
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
