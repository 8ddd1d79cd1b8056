"""Test the permissions of readers, editors and admins in commands."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Run, refused
from mediarel.postgres.roles import roles_of, roles_sql
from mediarel.postgres.row_writer import FEW
from postgres import Server
from samples import ALL

READING = (
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
EDITING = (
    "add --date 2014 --program CLEC --title 'On land' --tag land",
    "edit 10 --title 'On water' --add-tag water",
    "attach 10 a.txt",
    "files 10 --to copies",
    "attach 10 a.txt --remove",
    "correct 3 --place Kampot --why 'It was issued in Kampot.' --yes",
    "withhold 3 'Mam Sonando' --yes",
    "edit 4 --language km",
    "edit 4 --translation-of 3 --keep",
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

    commands = EDITING if ALL else EDITING[:7]
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

    for command in READING:
        done = run(*shlex.split(command))
        assert done.code == 0, f"{command}\n{done.err}"


def test_reader_can_not_change_anything(
    people: Server, address: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run("export", "--format", "json", "--archive", address).out
    log_in_as("the_reader", people, address, monkeypatch)

    error = refused(run(*shlex.split(EDITING[0])), 7)
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
