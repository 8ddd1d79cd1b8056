"""The README: the two commands to begin with, and the picture.

- the commands are what they are known to be
- the archive that is shipped is the one that all is shown and tested on
- the picture is what `list` shows now, and loads nothing from anywhere
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, SAMPLE
from programs import program

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURE = ROOT / "docs" / "list.svg"


def test_the_two_commands_to_begin_with() -> None:
    """The first lists the shipped archive; the second is what the checks run.

    Each has a block of its own: whoever copies the first doesn't run the tests.
    """
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)

    shown, checked = blocks[:2]
    assert shown.count("\n") == checked.count("\n") == 1
    assert shown.endswith("-e . && .venv/bin/mediarel list --year 2012\n")
    assert checked in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_shipped_archive_is_the_one_that_is_tested() -> None:
    """As it is recorded: following the README in this folder may have changed it."""
    git = program("git", "git")
    if not (ROOT / ".git").exists():
        pytest.skip("this is a copy without its record")

    recorded = subprocess.run(
        [git, "show", ":data/statements.json"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout

    assert recorded == SAMPLE.read_bytes()


def test_the_picture_is_what_is_shown(tmp_path: Path) -> None:
    """Drawn again it is the same; where it is not: `python docs/picture.py`."""
    drawn = tmp_path / "list.svg"
    script = ROOT / "docs" / "picture.py"

    subprocess.run([sys.executable, script, drawn], check=True, capture_output=True)

    assert "](docs/list.svg)" in README
    assert drawn.read_text(encoding="utf-8") == PICTURE.read_text(encoding="utf-8")


def test_the_picture_loads_nothing() -> None:
    """It names no host but that of SVG's own name, and no file."""
    svg = PICTURE.read_text(encoding="utf-8")

    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"url\((?!#)|@import|href|<script|<image", svg)
