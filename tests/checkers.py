"""Programs of others that say whether what we write is valid.

`tests/tools/install` puts into `.tools` what is no package of Python. A test that lacks
one is skipped, but in the checks it fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from programs import lacking, only_in_full, program

TOOLS = Path(__file__).parents[1] / ".tools"
_INSTALL = "run tests/tools/install"


def tool(path: str) -> Path:
    """Return the file or folder at `path` in the folder of the tools."""
    only_in_full(path)
    found = TOOLS / path
    if not found.exists():
        lacking(f"there is no {path}: {_INSTALL}")
    return found


def node(script: str, *arguments: str, given: str = "") -> Any:
    """Return what a script of Node.js prints as JSON; it finds the packages of npm."""
    command = [program("node", "nodejs"), "-e", script, "--", *arguments]
    tool("node_modules")
    done = subprocess.run(
        command, cwd=TOOLS, input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def module(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python's that is a program, as `python -m` does."""
    return subprocess.run(
        [sys.executable, "-m", name, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
