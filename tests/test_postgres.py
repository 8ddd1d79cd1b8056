"""Test the PostgreSQL servers of the tests."""

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


def test_server_ends_after_its_process_was_killed() -> None:
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
def test_missing_postgresql_skips_or_fails_a_test(
    monkeypatch: pytest.MonkeyPatch, wanted: str, outcome: type[BaseException]
) -> None:
    """The message names the package to install."""
    monkeypatch.setenv("MEDIAREL_TEST_ALL", wanted)
    monkeypatch.setenv("MEDIAREL_TEST_PROGRAMS", "1")

    with pytest.raises(outcome, match="no such-a-server: apt-get install postgresql"):
        server_program("such-a-server")
