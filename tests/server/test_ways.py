"""Test connections through pgbouncer and to two hosts, and docs/shared-archive.md."""

import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from conftest import ROOT, Run, refused, unmeasured
from mediarel.postgres.setup import roles_of
from postgres import PATIENCE, Server, as_server
from programs import program
from samples import in_the_checks

ADD = ("--date=2020", "--program=P", "--type=T")
POOLER = """
[databases]
mediarel = host={folder} port={port} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own}
auth_type = any
unix_socket_dir =
pool_mode = transaction
default_pool_size = 2
"""
# Run the commands of a desk in one process.
AT_DESK = """
import sys
from mediarel.cli.app import run

desk, archive = sys.argv[1:]
for nth in range(3):
    for command in (
        ["add", f"--title={desk}.{nth}", *{add}, "--allow-duplicate"],
        ["list", "signatory:nobody OR date:2020"],
        ["edit", "1", f"--title={desk}.{nth}"],
        ["search", "sonando", "--format", "json"],
        ["show", "1"],
        ["log", "1"],
        ["stats"],
    ):
        code = run([*command, "--archive", archive])
        if code:
            sys.exit(f"{command}: {code}")
"""


def free_port() -> int:
    """Return a port on which no process listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def pooled(server: Server) -> Iterator[int]:
    """Run pgbouncer with two connections to `server`; yield its port."""
    own = free_port()
    settings = server.folder / "pooler.ini"
    filled = POOLER.format(
        folder=server.folder, port=server.port, user=server.user, own=own
    )
    settings.write_text(filled, encoding="utf-8")
    command = [program("pgbouncer", "pgbouncer"), "-q", str(settings)]
    with (server.folder / "pooler.log").open("ab") as log:
        process = subprocess.Popen(command, stderr=log, **as_server())
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", own)).close()
                break
            time.sleep(0.02)
        yield own
    finally:
        process.kill()  # at SIGTERM, it waits until all clients have left
        process.wait()


@in_the_checks
def test_six_clients_share_two_pooled_connections(
    address: str, postgres: Server, run: Run
) -> None:
    """In transaction mode, settings of a connection are lost between transactions."""
    assert run("init", address, "--sample").code == 0
    schema = address.partition("#")[2]
    with pooled(postgres) as port:
        through = f"postgresql://{postgres.user}@127.0.0.1:{port}/mediarel#{schema}"
        script = AT_DESK.replace("{add}", repr(ADD))
        desks = [
            subprocess.Popen(
                [sys.executable, "-c", script, f"desk {n}", through],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=unmeasured(),
                text=True,
            )
            for n in range(6)
        ]
        told = [each.communicate()[1] for each in desks]

        assert [each.returncode for each in desks] == [0] * 6, told
        assert run("check", "--archive", through).code == 0

    assert run("list", "date:2020", "--archive", address).out.count("\n") == 18


@pytest.fixture(scope="module")
def reached() -> Iterator[Server]:
    """Return a server that accepts TCP connections."""
    port = str(free_port())
    with Server.started(listen_addresses="127.0.0.1", port=port) as running:
        yield running


def url_of_two_hosts(first: int, server: Server, schema: str) -> str:
    """Return a URL with two hosts; `server` is the second."""
    hosts = f"127.0.0.1:{first},127.0.0.1:{server.port}"
    asked = f"target_session_attrs=read-write&user={server.user}"
    return f"postgresql://{hosts}/mediarel?{asked}#{schema}"


def test_first_host_is_down(reached: Server, run: Run) -> None:
    address = url_of_two_hosts(free_port(), reached, "down")

    assert run("init", address, "--sample").code == 0
    assert run("list", "--archive", address).out.count("\n") == 9
    assert run("add", "--title=T", *ADD, "--archive", address).out == "10\n"


@in_the_checks
def test_first_host_does_not_answer(reached: Server, run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = url_of_two_hosts(silent.getsockname()[1], reached, "silent")
        assert run("init", reached.url("silent")).code == 0
        began = time.monotonic()

        assert run("add", "--title=T", *ADD, "--archive", address).out == "1\n"
        assert time.monotonic() - began < 15


@in_the_checks
def test_first_host_is_read_only(reached: Server, run: Run) -> None:
    """A standby server allows only reading."""
    port = str(free_port())
    only_read = {"default_transaction_read_only": "on"}
    assert run("init", reached.url("read")).code == 0
    with Server.started(listen_addresses="127.0.0.1", port=port) as other:
        other.stop()
        other.settings |= only_read
        other.start()
        address = url_of_two_hosts(other.port, reached, "read")

        assert run("add", "--title=T", *ADD, "--archive", address).out == "1\n"
        assert run("list", "--archive", address).out.count("\n") == 1


PAGE = (ROOT / "docs" / "shared-archive.md").read_text(encoding="utf-8")
SHELL = re.compile(r"^```sh (?:server|desk)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ADDED = ("add", "--date=2014", "--program=CLEC", "--title=A fault")
# Make the server report an error at each write of a statement.
FAILS = """
CREATE FUNCTION fails() RETURNS TRIGGER LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'It failed' USING ERRCODE = '{}'; END $$;
CREATE TRIGGER fails BEFORE INSERT ON document FOR EACH ROW EXECUTE FUNCTION fails()
"""


@pytest.mark.usefixtures("store")
def test_each_command_of_the_page_works(
    run: Run, address: str, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands of Debian and PostgreSQL are left out."""
    monkeypatch.setenv("MEDIAREL_ARCHIVE", address)
    commands = [
        line.replace("postgresql:///mediarel", address)
        .replace("postgresql:///drill", address)
        .partition(" | ")
        for block in SHELL.findall(PAGE)
        for line in block.splitlines()
        if line.startswith("mediarel ")
    ]
    assert len(commands) > 12
    for command, _, receiver in commands:
        done = run(*shlex.split(command, comments=False)[1:])
        assert done.code == 0, f"{command}\n{done.err}"
        if "psql" in receiver:
            postgres.run(done.out)

    assert "On water" in run("list").out
    assert Path("back/statements.json").exists()
    for role in roles_of(address.partition("#")[2]):
        postgres.run(f"DROP OWNED BY {role} CASCADE; DROP ROLE {role}")


@pytest.mark.parametrize(
    ("state", "code", "told"),
    [
        ("53100", 7, "the disk is full"),
        ("0A000", 1, "is read-only, because it is a standby"),
        ("25006", 1, "is read-only, because it is a standby"),
        ("42501", 7, "this role has no permission"),
        ("3F000", 7, "there is no archive at"),
    ],
)
def test_an_error_of_the_server_is_explained_as_on_the_page(  # noqa: PLR0913, PLR0917 - fixtures
    run: Run, address: str, postgres: Server, state: str, code: int, told: str
) -> None:
    run("init", address, "--sample")
    postgres.run_in(address, FAILS.format(state))

    assert told in refused(run(*ADDED, "--archive", address), code)
    assert f"| `{told}` | {code} |" in PAGE
    assert run("list", "--archive", address).out.count("\n") == 9
