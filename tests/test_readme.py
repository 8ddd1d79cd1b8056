"""Test README's first commands and its picture."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, SAMPLE
from programs import program

README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURE = ROOT / "docs" / "list.svg"


def test_first_commands_are_in_separate_blocks() -> None:
    """A user who copies the first block must not run the tests."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)

    shown, checked = blocks[:2]
    assert shown.count("\n") == checked.count("\n") == 1
    assert shown.endswith("-e . && .venv/bin/mediarel list --year 2012\n")
    assert checked in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_sample_in_the_repository_is_the_tested_one() -> None:
    """Following the README may change the copy in the working folder."""
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


def test_picture_is_up_to_date(tmp_path: Path) -> None:
    """To draw it again: `python docs/picture.py`."""
    drawn = tmp_path / "list.svg"
    script = ROOT / "docs" / "picture.py"

    subprocess.run([sys.executable, script, drawn], check=True, capture_output=True)

    assert "](docs/list.svg)" in README
    assert drawn.read_text(encoding="utf-8") == PICTURE.read_text(encoding="utf-8")


def test_picture_loads_nothing_from_the_web() -> None:
    svg = PICTURE.read_text(encoding="utf-8")

    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"url\((?!#)|@import|href|<script|<image", svg)
