"""The server that tests have: each its own schema, and nothing left of it.

- a schema is another for each test, and is gone after it
- the server goes with the process that started it, however that ends
- a crash of it loses nothing that was kept
- without PostgreSQL a test is skipped, but fails where all are wanted
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import ROOT
from postgres import PATIENCE, Server, server_program

DIES = """
import os, signal
from postgres import Server
with Server.started() as server:
    print(server.folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("time", ["once", "again"])
def test_each_test_has_a_schema_of_its_own(
    postgres: Server, address: str, time: str
) -> None:
    """What one test makes in it, the next does not meet."""
    schema = address.partition("#")[2]

    postgres.run(f"CREATE SCHEMA {schema}; CREATE TABLE {schema}.made (time TEXT)")

    made = postgres.run("SELECT nspname FROM pg_namespace WHERE nspname ~ '^test_'")
    assert made == [(schema,)], time


def test_schema_that_is_in_use_is_removed(postgres: Server) -> None:
    """A command that was left hanging in its transaction is ended."""
    name = postgres.new_schema()
    postgres.run(f"CREATE SCHEMA {name}; CREATE TABLE {name}.held ()")
    with postgres.connected() as left:
        left.cursor().execute(f"LOCK TABLE {name}.held")

        postgres.remove_schema(name)

    assert not postgres.run(f"SELECT FROM pg_namespace WHERE nspname = '{name}'")


def test_server_is_gone_after_its_block() -> None:
    with Server.started() as server:
        lines = (server.folder / "data" / "postmaster.pid").read_text("utf-8")

    assert not server.folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(lines.split()[0]), 0)


def test_server_is_gone_after_its_process_was_killed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", DIES],
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == -signal.SIGKILL, done.stderr
    folder = Path(done.stdout.strip())
    end = time.monotonic() + PATIENCE
    while folder.exists():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_was_kept_is_there_after_a_crash() -> None:
    with Server.started() as server:
        server.run("CREATE TABLE kept (number INTEGER); INSERT INTO kept VALUES (7)")

        server.stop(signal.SIGKILL)
        server.start()

        assert server.run("SELECT number FROM kept") == [(7,)]


@pytest.mark.parametrize(
    ("wanted", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)]
)
def test_without_postgresql_a_test_does_not_pass(
    monkeypatch: pytest.MonkeyPatch, wanted: str, outcome: type[BaseException]
) -> None:
    """It says which package has what is missing."""
    monkeypatch.setenv("MEDIAREL_TEST_ALL", wanted)
    monkeypatch.setenv("MEDIAREL_TEST_SERVER", "1")

    with pytest.raises(outcome, match="no such-a-server: apt-get install postgresql"):
        server_program("such-a-server")
