"""The README: every command in it works as it stands on the shipped archive.

- the commands of a task run one after the other in a copy of this folder
- the two commands to begin with are what they are known to be
- the table is what `list` shows
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from conftest import Screen

README = (ROOT / "README.md").read_text(encoding="utf-8")
FIRST, *TASKS = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def copy(home: Path) -> Path:
    """Give a folder with all that the README's commands name."""
    for name in ("data", "src"):
        shutil.copytree(
            ROOT / name,
            home / name,
            ignore=shutil.ignore_patterns("__pycache__", ".*"),
        )
    return home


@pytest.mark.parametrize("commands", TASKS, ids=lambda text: text.split("\n")[0])
def test_every_command_works(copy: Path, commands: str) -> None:
    """The commands of each task end well, one after the other."""
    binaries = Path(sys.executable).parent

    for command in commands.strip().splitlines():
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=copy,
            env={**os.environ, "PATH": f"{binaries}:{os.environ['PATH']}"},
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            check=False,
        )

        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert done.stdout or done.stderr, f"{command} says nothing"


def test_the_two_commands_to_begin_with() -> None:
    """The first lists the shipped archive; the second is what the checks run."""
    shown, checked = FIRST.strip().splitlines()

    assert shown.endswith("-e . && .venv/bin/mediarel list --year 2012")
    assert checked in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.usefixtures("store")
def test_the_table_is_what_is_shown(screen: Screen) -> None:
    """The picture of the table is what a terminal of 80 columns shows."""
    table = README.split("\n```\n", 2)[1]

    shown = screen("list", "--year", "2012").out

    assert [line.rstrip() for line in table.splitlines()] == shown.splitlines()
