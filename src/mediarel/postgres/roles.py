"""The roles of an archive on a server, as the SQL that makes them.

reader  may read all of it
editor  may also change statements, by adding to the history; can't alter the history
        or delete attached files, which the history may need
admin   owns the schema and all that is in it, and so may bring it up to date, and a
        backup of it back

They can't log in themselves: whoever looks after the server gives them to people. A
role is of the whole server, so its name begins with the schema's.
"""

from __future__ import annotations

from typing import NamedTuple

_LONGEST = 63  # bytes of a name; PostgreSQL cuts off the rest

# What an editor may do with each table; all else in the schema they may only read.
_ROWS = "INSERT, DELETE"
_COUNTS = "INSERT, UPDATE, DELETE"
# The columns of a change. Who made it, `role`, is left to the server.
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
    """What the roles of an archive are called."""

    reader: str
    editor: str
    admin: str


def roles_of(schema: str) -> Roles:
    """Return the names of the roles of the archive in `schema`.

    Of a very long name its end is left out, as PostgreSQL would cut off ours.
    """
    return Roles(
        *(f"{schema[: _LONGEST - 1 - len(kind)]}_{kind}" for kind in Roles._fields)
    )


def roles_sql(schema: str, roles: Roles | None = None) -> str:
    """Return the SQL that makes the roles of the archive in `schema`.

    It is to be run by a superuser, when the tables are there. Run again, it does no
    harm, and gives the roles what they should have of tables that are new; then an
    admin may run it, too.
    """
    made = roles or roles_of(schema)
    parts = (
        _about(schema, made),
        "BEGIN;",
        *map(_create, made),
        _give(made.reader, made.editor),
        _own(schema, made.admin),
        _revoke(schema, made),
        _grant(schema, made),
        "COMMIT;",
    )
    return "".join(f"{part}\n" for part in parts)


def _about(schema: str, roles: Roles) -> str:
    return f"""\
-- The roles of the archive in the schema {quoted(schema)}. Who is given
--   {quoted(roles.reader)} may read all of it,
--   {quoted(roles.editor)} may also change it, but not its history,
--   {quoted(roles.admin)} may do all with it, and bring it up to date.
-- This may be run again at any time."""


def _create(name: str) -> str:
    """Return the SQL that makes the role `name` where it is not there."""
    return f"""\
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {literal(name)}) THEN
        CREATE ROLE {quoted(name)} NOLOGIN;
    END IF;
END $$;"""


def _give(role: str, to: str) -> str:
    """Return the SQL that makes who has the role `to` have `role` as well."""
    return f"""\
DO $$ BEGIN
    IF NOT pg_has_role({literal(to)}, {literal(role)}, 'MEMBER') THEN
        GRANT {quoted(role)} TO {quoted(to)};
    END IF;
END $$;"""


def _own(schema: str, admin: str) -> str:
    """Return the SQL that makes `admin` the owner of the schema and all in it.

    Whoever made the tables stays an admin of them.
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
    -- So that a backup of the schema can be brought back.
    IF NOT has_database_privilege({owner}, here, 'CREATE') THEN
        EXECUTE format('GRANT CREATE ON DATABASE %I TO %I', here, {owner});
    END IF;
END $$;
ALTER SCHEMA {quoted(schema)} OWNER TO {quoted(admin)};"""


def _revoke(schema: str, roles: Roles) -> str:
    """Return the SQL that takes back what others than the admin have been given."""
    whom = f"FROM PUBLIC, {quoted(roles.reader)}, {quoted(roles.editor)}"
    return f"""\
REVOKE ALL ON SCHEMA {quoted(schema)} {whom};
REVOKE ALL ON ALL TABLES IN SCHEMA {quoted(schema)} {whom};"""


def _grant(schema: str, roles: Roles) -> str:
    """Return the SQL that lets reader and editor do what they may."""
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
    """Return `name` as SQL has a name: quoted, for some are words of SQL."""
    return '"{}"'.format(name.replace('"', '""'))


def literal(text: str) -> str:
    """Return `text` as SQL has a text."""
    return "'{}'".format(text.replace("'", "''"))
