"""Build the SQL that creates the roles of an archive on a server.

reader  can read all data
editor  can also change statements, which adds to the history; can't change existing
        entries of the history or delete attached files
admin   owns the schema and its tables, so can upgrade the archive and restore a backup

Nobody can log in with these roles. A server administrator grants the roles to users. A
role exists for the whole server, so its name begins with the name of the schema.
"""

from typing import NamedTuple

_LONGEST = 63  # bytes of a name; PostgreSQL cuts off the rest

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
        *(f"{schema[: _LONGEST - 1 - len(kind)]}_{kind}" for kind in Roles._fields)
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
