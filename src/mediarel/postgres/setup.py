"""Create, fill and upgrade the tables of an archive on a server, and create its roles.

reader  can read all data
editor  can also change statements, which adds to the history; can't change existing
        entries of the history or delete attached files
admin   owns the schema and its tables, so can upgrade the archive and restore a backup

Nobody can log in with these roles. A server administrator grants the roles to users. A
role exists for the whole server, so its name begins with the name of the schema.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import NamedTuple

from mediarel import errors
from mediarel.address import Address
from mediarel.index.fill import Progress, link_all, signed_row
from mediarel.index.proof import proof_of
from mediarel.postgres import schema
from mediarel.postgres.connection import (
    LONG,
    Connection,
    NoAnswerError,
    NoServerStoreError,
    streamed,
    wrong_version,
)
from mediarel.postgres.row_writer import DERIVED, Writer
from mediarel.postgres.store import LOCK, ServerTransaction
from mediarel.store import FORM, records
from mediarel.store.contents import Contents, Entry, Tally, tallied, tally_of
from mediarel.store.protocol import Document
from mediarel.store.sound import checksum, verified
from mediarel.store.tiny.layout import encoded

_FEW = 10  # entries per fetch: the entry of a large import is large
_SUMS = 500  # checksums per INSERT
_ENTRY = "entry (number, fingerprint, at, by, command, json, proof, role)"
_FILLED = (
    "SELECT change > 0 OR EXISTS (SELECT FROM document) OR EXISTS (SELECT FROM entry)"
    " FROM counter"
)
_PUT_COUNTS = (
    "UPDATE counter SET change = ?,"
    " id = greatest(?, (SELECT coalesce(max(id), 0) FROM document))"
)
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
# Only one process at a time creates a schema. A second process waits, and then finds
# the schema.
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('mediarel'), hashtext(?))"
_THERE = "SELECT to_regclass(?), current_setting('server_encoding')"


def contents_of(connection: Connection) -> Contents:
    """Return all data of an archive on a server, read in the open transaction."""
    read = partial(streamed, connection)
    documents = read("documents", "SELECT id, json FROM document ORDER BY id")
    history = "SELECT number, json, role FROM entry ORDER BY number"
    return Contents(
        schema.other_tables(connection),
        ((number, json.encode()) for number, json in documents),
        (Entry(n, json.encode(), role) for n, json, role in read("h", history, _FEW)),
        read("checksums", "SELECT id, sum FROM checksum ORDER BY id"),
    )


def count(connection: Connection) -> int:
    """Return the number of statements in an archive on a server."""
    return int(connection.rows("SELECT count(*) FROM document")[0][0])


class ServerStoreExistsError(errors.RefusedError):
    """The new archive can't be created, because an archive already exists there."""

    def __init__(self, address: Address) -> None:
        super().__init__(
            f"an archive already exists at {address}",
            "Nothing was changed. Add the name of a new schema to the URL: #NAME",
        )


def make(address: Address, settings: Mapping[str, object] | None = None) -> None:
    """Create an empty archive at `address` with these settings.

    Raises ServerStoreExistsError, RefusedError or AccessError.
    """
    connection = Connection(address)
    try:
        with making(connection, settings):
            connection.commit()
    finally:
        connection.close()


@contextmanager
def making(
    connection: Connection,
    settings: Mapping[str, object] | None = None,
) -> Iterator[ServerTransaction]:
    """Create an empty archive, and yield a transaction that can add data.

    The archive exists only after the transaction is committed. Raises
    ServerStoreExistsError, RefusedError or AccessError.
    """
    with connection.change(of_tables=True):
        make_tables(connection)
        document = encoded(records.with_about({}, {"form": FORM, **(settings or {})}))
        put_all_about(connection, {"archive": {"1": document}})
        yield ServerTransaction(connection, lambda *_: None)


def make_tables(connection: Connection) -> None:
    """Create the schema and its tables in the open transaction.

    Raises ServerStoreExistsError or RefusedError.
    """
    address = connection.address
    connection.rows(_ALONE, [address.schema])
    ((there, encoding),) = connection.rows(_THERE, [f'"{address.schema}".version'])
    if there:
        raise ServerStoreExistsError(address)
    if encoding != "UTF8":
        raise errors.RefusedError(
            f"the database of {address} has the encoding {encoding}, not UTF-8",
            "Create a database with UTF-8: CREATE DATABASE mediarel"
            " TEMPLATE template0 ENCODING 'UTF8'.",
        )
    connection.rows(f'CREATE SCHEMA IF NOT EXISTS "{address.schema}"')
    connection.rows(f"{schema.TABLES}{schema.INDEXES}")


def put_all_about(
    connection: Connection, others: Mapping[str, Mapping[str, Document]]
) -> None:
    """Write all tables except statements, history and checksums.

    The settings are also written to the tables that queries read.
    """
    schema.put_others(connection, others)
    schema.put_about(connection, records.about_of(others))


def upgrade(address: Address, progress: Progress = lambda *_: None) -> int:
    """Upgrade the archive at `address` to the format version of this program.

    In one transaction, the checksums are renewed, and all rows that are derived from
    the statements and the history are rebuilt. Returns the earlier version. Raises
    NewerArchiveError, NoServerStoreError or AccessError.
    """
    connection = Connection(address)
    try:
        with connection.change(of_tables=True):
            version = _version(connection)
            connection.allow(LONG)
            connection.rows(LOCK)
            connection.rows(f"UPDATE version SET number = {schema.VERSION}")
            _migrate(connection)
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
    if version > schema.VERSION:
        raise wrong_version(address, version)
    return version


def _migrate(connection: Connection) -> None:
    """Update an archive of an earlier format version: renew checksums that match."""
    contents = contents_of(connection)
    others = contents.others
    if records.about(others)["form"] == FORM:
        return
    kept = dict(contents.checksums)
    for number, raw in verified(contents.statements, kept).items():
        sql = "UPDATE checksum SET sum = ? WHERE id = ?"
        connection.rows(sql, [checksum(raw), number])
    history = {str(entry.number): entry.raw for entry in contents.entries}
    last = records.last_change_of(history)
    said = {"form": FORM, records.LAST_CHANGE: last and last._asdict()}
    schema.put_archive(connection, encoded(records.with_about(others, said)))


def _fill(connection: Connection, progress: Progress) -> None:
    """Rebuild all rows that are derived from the documents and the history."""
    run = connection.rows
    run(f"TRUNCATE {', '.join(_DERIVED)}")
    run("UPDATE counter SET statements = 0, tokens = 0")
    writer = Writer(connection, progress)
    contents = contents_of(connection)
    writer.add(contents.statements, count(connection), DERIVED)
    last_id = 0
    for entry in contents.entries:
        change = records.read_entry(entry.number, entry.raw, ignore_unknown=True)
        writer.put_touched(change)
        signed = signed_row(change, entry.raw)
        run(_SIGNED, [*signed[1:], proof_of(*signed), *signed])
        last_id = max(last_id, change.last_id)
    run(_COUNTED, [last_id])
    schema.put_about(connection, records.about_of(schema.other_tables(connection)))
    link_all(run)


def fill(
    connection: Connection,
    contents: Contents,
    size: int,
    *,
    before_commit: Callable[[], None] = lambda: None,
    progress: Progress = lambda *_: None,
) -> Tally:
    """Write all contents to an archive in one transaction.

    Return the counts and the digest of the contents. The archive must be missing or
    empty. `size` is the number of statements. Before the commit, `before_commit` is
    called, and the written rows are read back. Raises ServerStoreExistsError,
    RefusedError or AccessError.
    """
    contents, tally = tallied(contents)
    with _begun(connection):
        connection.allow(LONG)
        connection.rows("DELETE FROM other")
        put_all_about(connection, contents.others)
        writer = Writer(connection, progress)
        writer.add(contents.statements, size, ("document", *DERIVED))
        checksums = iter(contents.checksums)
        while some := list(islice(checksums, _SUMS)):
            writer.insert("checksum", some)
        ends = load_entries(writer, contents.entries)
        link_all(connection.rows)
        connection.rows(_PUT_COUNTS, ends)
        before_commit()
        progress("Verifying the copy", 0, 0)
        if tally_of(contents_of(connection)) != tally():
            raise errors.AccessError(
                f"{connection.address}: the copied data could not be verified",
                "Nothing was copied. Check the server for errors, then try again.",
            )
        try:
            connection.commit()
        except NoAnswerError:
            address = connection.address
            look = errors.Command("check", "--quick", "--archive", address)
            raise errors.AccessError(
                f"{address}: the connection was lost while the copy was saved; the"
                " copy is either complete or missing",
                errors.Hint("When the server is back, check the copy: ", look),
            ) from None
    return tally()


@contextmanager
def _begun(connection: Connection) -> Iterator[None]:
    """Begin a change that fills an archive. Create the archive if it is missing."""
    try:
        is_there = bool(connection.rows(_FILLED))
    except NoServerStoreError:
        is_there = False
    if is_there:
        with connection.change():
            ((is_filled,),) = connection.locked(LOCK, _FILLED)
            if is_filled:
                raise ServerStoreExistsError(connection.address)
            yield
    else:
        with connection.change(of_tables=True):
            make_tables(connection)
            connection.rows(LOCK)
            yield


def load_entries(writer: Writer, entries: Iterable[Entry]) -> tuple[int, int]:
    """Write the entries of the history with their roles.

    The ids of the statements that each change affected are also written. Returns the
    number of the last change, and the highest id in all changes. Raises
    InvalidFieldError.
    """
    number = last_id = 0
    for entry in entries:
        change = records.read_entry(entry.number, entry.raw)
        signed = signed_row(change, entry.raw)
        json, proof = bytes(entry.raw).decode(), proof_of(*signed)
        writer.insert(_ENTRY, [(*signed, json, proof, entry.role)])
        writer.put_touched(change)
        number = change.number
        last_id = max([last_id, change.last_id, *change.ids])
    return number, last_id


_LONGEST_ROLE = 63  # bytes of a name; PostgreSQL cuts off the rest

# The rights of an editor on each table. Tables that are not listed are read-only.
_ROWS = "INSERT, DELETE"
_COUNTS = "INSERT, UPDATE, DELETE"
# The columns of an entry. The server fills in `role`, the author of the change.
OF_AN_ENTRY = ("number", "fingerprint", "at", "by", "command", "json", "proof")
EDITED = {
    "document": _ROWS,
    "statement": _ROWS,
    "listed": _ROWS,
    "called": _ROWS,
    "address": _ROWS,
    "translation": _ROWS,
    "release": _ROWS,
    "checksum": _ROWS,
    "file": "INSERT",
    "piece": "INSERT",
    "frequency": _COUNTS,
    "meta": _COUNTS,
    "other": _COUNTS,
    "counter": "UPDATE",
    "name": "INSERT",
    "touched": "INSERT",
    "entry": f"INSERT ({', '.join(OF_AN_ENTRY)})",
}


class Roles(NamedTuple):
    """The names of the roles of an archive."""

    reader: str
    editor: str
    admin: str


def roles_of(schema: str) -> Roles:
    """Return the names of the roles of the archive in a schema.

    If the name of the schema is very long, it is shortened. Otherwise PostgreSQL would
    cut off the end of the role's name.
    """
    return Roles(
        *(f"{schema[: _LONGEST_ROLE - 1 - len(kind)]}_{kind}" for kind in Roles._fields)
    )


def roles_sql(schema: str) -> str:
    """Return the SQL that creates the roles of the archive in a schema.

    A superuser must run the SQL after the tables are created. Later, a superuser or an
    admin can run it again, to grant rights on new tables to the roles.
    """
    made = roles_of(schema)
    parts = (
        "BEGIN;",
        *map(_create, made),
        _give(made.reader, made.editor),
        _own(schema, made.admin),
        _revoke(schema, made),
        _grant(schema, made),
        "COMMIT;",
    )
    return "".join(f"{part}\n" for part in parts)


def _create(name: str) -> str:
    """Return the SQL that creates a role if it is missing."""
    return f"""\
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {literal(name)}) THEN
        CREATE ROLE {quoted(name)} NOLOGIN;
    END IF;
END $$;"""


def _give(role: str, to: str) -> str:
    """Return the SQL that grants the role named `role` to the role named `to`."""
    return f"""\
DO $$ BEGIN
    IF NOT pg_has_role({literal(to)}, {literal(role)}, 'MEMBER') THEN
        GRANT {quoted(role)} TO {quoted(to)};
    END IF;
END $$;"""


def _own(schema: str, admin: str) -> str:
    """Return the SQL that makes the admin the owner of the schema and its tables.

    The role that created the tables becomes a member of the admin role.
    """
    within, owner = literal(quoted(schema)), literal(admin)
    return f"""\
DO $$
DECLARE
    maker NAME := (SELECT pg_get_userbyid(nspowner) FROM pg_namespace
        WHERE oid = {within}::regnamespace);
    it TEXT;
    here NAME := current_database();
BEGIN
    IF NOT pg_has_role(maker, {owner}, 'MEMBER') THEN
        EXECUTE format('GRANT %I TO %I', {owner}, maker);
    END IF;
    FOR it IN
        SELECT oid::regclass FROM pg_class
        WHERE relnamespace = {within}::regnamespace AND relkind = 'r'
            AND pg_get_userbyid(relowner) <> {owner}
    LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO %I', it, {owner});
    END LOOP;
    -- The admin needs this to restore a backup of the schema.
    IF NOT has_database_privilege({owner}, here, 'CREATE') THEN
        EXECUTE format('GRANT CREATE ON DATABASE %I TO %I', here, {owner});
    END IF;
END $$;
ALTER SCHEMA {quoted(schema)} OWNER TO {quoted(admin)};"""


def _revoke(schema: str, roles: Roles) -> str:
    """Return the SQL that revokes all rights, except the rights of the admin."""
    whom = f"FROM PUBLIC, {quoted(roles.reader)}, {quoted(roles.editor)}"
    return f"""\
REVOKE ALL ON SCHEMA {quoted(schema)} {whom};
REVOKE ALL ON ALL TABLES IN SCHEMA {quoted(schema)} {whom};"""


def _grant(schema: str, roles: Roles) -> str:
    """Return the SQL that grants the rights of the reader and the editor."""
    within, reader = quoted(schema), quoted(roles.reader)
    given = [
        f"GRANT USAGE ON SCHEMA {within} TO {reader};",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {within} TO {reader};",
    ]
    for table, rights in EDITED.items():
        where = f"{within}.{quoted(table)}"
        given.append(f"GRANT {rights} ON {where} TO {quoted(roles.editor)};")
    return "\n".join(given)


def quoted(name: str) -> str:
    """Quote a name as an SQL identifier."""
    return '"{}"'.format(name.replace('"', '""'))


def literal(text: str) -> str:
    """Quote a text as an SQL string literal."""
    return "'{}'".format(text.replace("'", "''"))
