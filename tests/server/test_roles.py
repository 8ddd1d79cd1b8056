"""Test the permissions of readers, editors and admins."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege, UndefinedTable

from conftest import Run, refused
from mediarel.postgres.row_writer import FEW
from mediarel.postgres.schema import EXPECT, INDEXES, TABLES
from mediarel.postgres.setup import EDITED, roles_of, roles_sql
from postgres import DATABASE, Server
from samples import ALL

PEOPLE = {"rith": "reader", "eang": "editor", "dara": "admin", "nuon": ""}
# SQL that an admin may run, but not an editor.
ALTERING = (
    "UPDATE entry SET by = 'other'",
    "DELETE FROM entry",
    "DELETE FROM touched",
    "DELETE FROM file",
    "DELETE FROM piece",
    "INSERT INTO entry (number, role) VALUES (8, 'other')",
    "UPDATE document SET json = '{}'",
    "UPDATE statement SET headline = ''",
    "DELETE FROM counter",
    "INSERT INTO counter SELECT * FROM counter WHERE FALSE",
    "UPDATE version SET number = 9",
    *(f"TRUNCATE {table}" for table in ("document", "entry", "counter")),
    "DROP TABLE entry",
    "ALTER TABLE document ADD COLUMN further TEXT",
    "ALTER TABLE entry DROP COLUMN role",
    "ALTER TABLE entry ALTER COLUMN role DROP DEFAULT",
    "CREATE TABLE further (id BIGINT)",
    "CREATE SCHEMA further",
    "CREATE FUNCTION further() RETURNS VOID LANGUAGE SQL AS ''",
)
EDITING = (
    "LOCK TABLE counter IN EXCLUSIVE MODE",
    "UPDATE counter SET change = change + 1, id = id + 1",
    "INSERT INTO document VALUES (2, '{}')",
    "DELETE FROM document WHERE id = 1",
    "INSERT INTO statement (id) VALUES (2)",
    "DELETE FROM statement",
    "INSERT INTO checksum VALUES (2, 'a')",
    "INSERT INTO name VALUES (2, 'program', 'Of Land', 'of land', 1)",
    "INSERT INTO name VALUES (1, 'a', 'a', 'a', 1) ON CONFLICT DO NOTHING",
    "INSERT INTO frequency VALUES ('a', 1) ON CONFLICT (word) DO UPDATE SET word = 'a'",
    "DELETE FROM frequency",
    "INSERT INTO meta VALUES ('name', 'A')",
    "DELETE FROM called",
    "INSERT INTO other VALUES (1, 'archive', '1', '{}')",
    "UPDATE other SET json = '{}'",
    "INSERT INTO entry (number, at, by, command) VALUES (2, 'now', 'me', 'add')",
    "INSERT INTO touched VALUES (2, 2, 1)",
    "INSERT INTO file VALUES ('b', 1, '.pdf')",
    "INSERT INTO piece VALUES ('a', 1, 'x')",
)
READING = (EXPECT, *(f"TABLE {table}" for table in (*EDITED, "version")))

ROWS = """
INSERT INTO document VALUES (1, '{}');
INSERT INTO entry (number) VALUES (1);
INSERT INTO file VALUES ('a', 1, '');
"""


class Office:
    """A schema with tables and some rows, and the people who use it."""

    def __init__(self, server: Server, schema: str) -> None:
        self.server = server
        self.schema = schema
        self.roles = roles_of(schema)
        self._connections: dict[str, Any] = {}
        path = f"SET search_path TO {schema};"
        server.run(f"CREATE SCHEMA {schema}; {path} {TABLES}{INDEXES} {ROWS}")

    def person(self, name: str, kind: str) -> None:
        """Create a person with the role `kind`, without a role if `kind` is empty."""
        role = getattr(self.roles, kind) if kind else ""
        given = f" IN ROLE {role}" if role else ""
        self.server.run(f"CREATE ROLE {name} LOGIN{given}")

    def done_by(self, name: str, sql: str, *, keep: bool = True) -> list[Any]:
        """Run `sql` as a person and return the rows; `keep` saves the changes."""
        connection = self._connection_of(name)
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET search_path TO {self.schema}")
                cursor.execute(sql)
                rows = cursor.fetchall() if cursor.description else []
            if keep:
                connection.commit()
        finally:
            connection.rollback()
        return rows

    def _connection_of(self, name: str) -> Any:
        if name not in self._connections:
            place = self.server
            self._connections[name] = psycopg2.connect(
                host=str(place.folder), port=place.port, user=name, dbname=DATABASE
            )
        return self._connections[name]

    def close(self) -> None:
        """Close all connections."""
        for connection in self._connections.values():
            connection.close()


def remove_roles(server: Server, *names: str) -> None:
    """Remove roles and their permissions."""
    those = ", ".join(names)
    server.run(f"DROP OWNED BY {those}; DROP ROLE {those}")


@pytest.fixture(scope="module")
def office(postgres: Server) -> Iterator[Office]:
    """Return an archive with a person for each role, and one without a role."""
    schema = postgres.new_schema()
    made = Office(postgres, schema)
    postgres.run(roles_sql(schema))
    for name, kind in PEOPLE.items():
        made.person(name, kind)
    yield made
    made.close()
    postgres.remove_schema(schema)
    remove_roles(postgres, *PEOPLE, *made.roles)


@pytest.mark.parametrize(
    ("who", "sql"),
    [
        *((who, sql) for who in ("rith", "eang", "dara") for sql in READING),
        *((who, sql) for who in ("eang", "dara") for sql in EDITING),
        *(("dara", sql) for sql in ALTERING),
    ],
)
def test_role_may(office: Office, who: str, sql: str) -> None:
    office.done_by(who, sql, keep=False)


@pytest.mark.parametrize(
    ("who", "sql"),
    [
        *(("rith", sql) for sql in (*EDITING, *ALTERING)),
        *(("eang", sql) for sql in ALTERING),
    ],
)
def test_role_may_not(office: Office, who: str, sql: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        office.done_by(who, sql, keep=False)


@pytest.mark.parametrize("sql", [*READING, *EDITING])
def test_person_without_a_role_sees_no_tables(office: Office, sql: str) -> None:
    with pytest.raises(UndefinedTable):
        office.done_by("nuon", sql)


def test_each_table_has_permissions(office: Office) -> None:
    """Editors may change all tables except `version`."""
    found = office.server.run(
        "SELECT tablename FROM pg_tables WHERE schemaname = %s", office.schema
    )

    assert {name for (name,) in found} == {*EDITED, "version"}


def test_admin_can_add_permissions_for_new_tables(office: Office) -> None:
    office.done_by("dara", "CREATE TABLE newer (id BIGINT)")
    with pytest.raises(InsufficientPrivilege):
        office.done_by("rith", "SELECT * FROM newer")

    office.done_by("dara", roles_sql(office.schema))

    assert office.done_by("rith", "SELECT * FROM newer") == []
    owned = office.server.run(
        "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = %s", office.schema
    )
    assert owned == [(office.roles.admin,)]


def test_running_the_sql_again_revokes_other_permissions(office: Office) -> None:
    office.server.run(
        f"GRANT ALL ON {office.schema}.entry, {office.schema}.document TO PUBLIC;"
        f" GRANT UPDATE (json) ON {office.schema}.entry TO {office.roles.editor}"
    )

    office.server.run(roles_sql(office.schema))

    for sql in ("UPDATE entry SET json = ''", "TRUNCATE document"):
        with pytest.raises(InsufficientPrivilege):
            office.done_by("eang", sql)


def test_reserved_and_long_schema_names(postgres: Server) -> None:
    """Names are quoted, and the three role names are different."""
    long = "a" * 63
    for schema in ("user", long):
        postgres.run(
            f'CREATE SCHEMA "{schema}"; SET search_path TO "{schema}"; {TABLES}'
        )

        postgres.run(roles_sql(schema))

        roles = roles_of(schema)
        assert len({name.encode()[:63] for name in roles}) == 3
        postgres.run(f'DROP SCHEMA "{schema}" CASCADE')
        remove_roles(postgres, *roles)


COMMANDS_READING = (
    "list",
    "search radio",
    "search --sort best sonand*",
    "show 3",
    "quote 'immediate release'",
    "cite 3",
    "stats",
    "timeline",
    "log",
    "log 3",
    "export --format json",
    "files 3",
    "duplicates",
    "signatories",
    "publish site site",
)
COMMANDS_EDITING = (
    "add --date 2014 --program CLEC --title 'On land' --tag land",
    "edit 10 --title 'On water' --add-tag water",
    "attach 10 a.txt",
    "files 10 --to copies",
    "attach 10 a.txt --remove",
    "correct 3 --place Kampot --why 'It was issued in Kampot.' --yes",
    "withhold 3 'Mam Sonando' --yes",
    "edit 4 --language km",
    "edit 4 --translation-of 3",
    "withdraw 6 --replaced-by 7 --why 'The first names a wrong date.' --yes",
    "withdraw 5 --why 'It was issued by mistake.' --yes",
    "configure --name Ours",
    "remove 8 --yes",
    "undo --yes",
    "redo --yes",
    "restore 8 --yes",
    "import many.json",
    "undo --yes",
)


A_FILE = "INSERT INTO file VALUES (%s, 0, '')"


@pytest.fixture
def people(postgres: Server, address: str, run: Run, home: Path) -> Iterator[Server]:
    """Return a server whose archive has a person for each role."""
    schema = address.partition("#")[2]
    assert run("init", address, "--sample").code == 0
    postgres.run(roles_sql(schema))
    roles = roles_of(schema)
    for kind, role in roles._asdict().items():
        postgres.run(f"CREATE ROLE the_{kind} LOGIN IN ROLE {role}")
    (home / "a.txt").write_text("A text.", encoding="utf-8")
    many = [{"date": "2015", "program": "X", "title": f"N{n}"} for n in range(FEW * 3)]
    (home / "many.json").write_text(json.dumps(many), encoding="utf-8")
    yield postgres
    postgres.remove_schema(schema)
    gone = ", ".join([*(f"the_{kind}" for kind in roles._fields), *roles])
    postgres.run(f"DROP OWNED BY {gone}; DROP ROLE {gone}")


def log_in_as(
    who: str, people: Server, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run the next commands as `who`."""
    url = people.url(address.partition("#")[2], user=who)
    monkeypatch.setenv("MEDIAREL_ARCHIVE", url)


def test_editor_can_run_all_commands_that_change_statements(
    people: Server, address: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log shows the role."""
    log_in_as("the_editor", people, address, monkeypatch)

    commands = COMMANDS_EDITING if ALL else COMMANDS_EDITING[:7]
    for command in commands:
        done = run(*shlex.split(command))
        assert done.code == 0, f"{command}\n{done.err}"

    lines = run("log").out.splitlines()
    assert len(lines) > len(commands) - 3
    assert all("(as the_editor)" in line for line in lines[:-1])


def test_reader_can_run_all_commands_that_read(
    people: Server, address: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in_as("the_reader", people, address, monkeypatch)

    for command in COMMANDS_READING:
        done = run(*shlex.split(command))
        assert done.code == 0, f"{command}\n{done.err}"


def test_reader_can_not_change_anything(
    people: Server, address: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run("export", "--format", "json", "--archive", address).out
    log_in_as("the_reader", people, address, monkeypatch)

    error = refused(run(*shlex.split(COMMANDS_EDITING[0])), 7)
    assert "this role has no permission" in error

    assert run("export", "--format", "json").out == before


def test_only_an_admin_can_upgrade(people: Server, address: str, run: Run) -> None:
    schema = address.partition("#")[2]
    people.run_in(address, "UPDATE version SET number = number - 1")
    editors, admins = (people.url(schema, user=f"the_{k}") for k in ("editor", "admin"))

    assert run("init", editors, "--upgrade").code == 7
    done = run("init", admins, "--upgrade")

    assert done.code == 0, done.err
    assert run("list", "--archive", editors).code == 0


def test_only_an_admin_can_delete_files(people: Server, address: str, run: Run) -> None:
    schema = address.partition("#")[2]
    digest = "b" * 64
    people.run_in(address, A_FILE, digest)
    editors, admins = (people.url(schema, user=f"the_{k}") for k in ("editor", "admin"))

    done = run("check", "--prune", "--yes", "--archive", editors)
    assert (done.code, "this role has no permission" in done.err) == (7, True), done
    assert people.run_in(address, "TABLE file") == [(digest, 0, "")]

    assert run("check", "--prune", "--yes", "--archive", admins).code == 0
    assert people.run_in(address, "TABLE file") == []
