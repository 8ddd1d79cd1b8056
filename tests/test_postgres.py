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
from postgres import PATIENCE, server_program

DIES = """
import os, signal
from postgres import Server
with Server.started() as server:
    print(server.folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_server_is_gone_after_its_process_was_killed() -> None:
    server_program("initdb")  # or the test is skipped
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


@pytest.mark.parametrize(
    ("wanted", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)]
)
def test_without_postgresql_a_test_does_not_pass(
    monkeypatch: pytest.MonkeyPatch, wanted: str, outcome: type[BaseException]
) -> None:
    """It says which package has what is missing."""
    monkeypatch.setenv("MEDIAREL_TEST_ALL", wanted)
    monkeypatch.setenv("MEDIAREL_TEST_PROGRAMS", "1")

    with pytest.raises(outcome, match="no such-a-server: apt-get install postgresql"):
        server_program("such-a-server")
