"""Run third-party validators of the files that mediarel writes.

`tests/tools/install` installs programs that are not Python packages into `.tools`.
Without a program a test is skipped; it fails if all tests run.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from programs import lacking, only_in_full, program

TOOLS = Path(__file__).parents[1] / ".tools"
_INSTALL = "run tests/tools/install"


def tool(path: str) -> Path:
    """Return the file or folder at `path` among the installed tools."""
    only_in_full(path)
    found = TOOLS / path
    if not found.exists():
        lacking(f"there is no {path}: {_INSTALL}")
    return found


def node(script: str, *arguments: str, given: str = "") -> Any:
    """Return the JSON that a Node.js script prints; it can use npm packages."""
    command = [program("node", "nodejs"), "-e", script, "--", *arguments]
    tool("node_modules")
    done = subprocess.run(
        command, cwd=TOOLS, input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def module(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module as a program, like `python -m`."""
    return subprocess.run(
        [sys.executable, "-m", name, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
