"""Test README, docs/reliability.md, the benchmarks and their README."""

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import ROOT, SAMPLE
from mediarel.store.tiny.layout import layout
from mediarel.store.tiny.read import read_snapshot
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


PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
# Modules that cause damage; a test that imports one is about a fault.
BREAKING = ("faults", "hurts", "sweep", "upkeep")


class Row(NamedTuple):
    """A row of the tables: its text and the tests it names."""

    said: str
    tests: list[str]


def rows() -> list[Row]:
    """Return the rows of all tables."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    cells = [line.strip("| ").rsplit(" | ", maxsplit=1) for line in lines]
    return [
        Row(said, re.findall("`([^`]+)`", test)) for said, test in cells if "`" in test
    ]


ROWS = rows()


def test_named_tests_exist() -> None:
    for path in (path for row in ROWS for path in row.tests):
        content = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(r"^(def test_|Test\w+ = )", content, re.MULTILINE), path
    assert len(ROWS) == len([r for r in PAGE.splitlines() if r.endswith(".py` |")])


def test_every_fault_test_is_named() -> None:
    named = {path for row in ROWS for path in row.tests}
    imports = re.compile(rf"^from ({'|'.join(BREAKING)}) import", re.MULTILINE)

    breaking = {
        place.relative_to(ROOT).as_posix()
        for place in (ROOT / "tests").rglob("test_*.py")
        if imports.search(place.read_text(encoding="utf-8"))
    }

    assert breaking - named - {"tests/test_readme.py"} == set()


BENCHMARKS = ROOT / "benchmarks"


def made(folder: Path, size: int = 200, *options: str) -> Path:
    """Return the path of an archive generated in `folder`."""
    script(BENCHMARKS / "make.py", str(size), str(folder), *options)
    return folder / "data" / "statements.json"


def script(path: Path, *arguments: str) -> str:
    """Return the output of the script at `path`."""
    done = subprocess.run(
        [sys.executable, path, *arguments], capture_output=True, check=True, text=True
    )
    return done.stdout


def test_same_seed_makes_the_same_file(tmp_path: Path) -> None:
    first, second = (made(tmp_path / name, 30) for name in "ab")

    assert first.read_bytes() == second.read_bytes()


def test_generated_file_has_the_layout_of_mediarel(tmp_path: Path) -> None:
    """Writing the file again changes nothing."""
    path = made(tmp_path)
    before = path.read_bytes()
    tables = read_snapshot(path)
    again = layout(
        {
            **tables.others,
            "statements": tables.statements,
            "history": tables.history,
            "checksums": tables.checksums,
        }
    )

    assert b"".join(again) == before


def test_every_row_has_a_function_and_a_line_in_the_readme() -> None:
    """Some rows have a common function and common runs."""
    listed = script(BENCHMARKS / "run.py", "--rows").splitlines()
    functions = dict(line.split("\t") for line in listed)
    readme = (BENCHMARKS / "README.md").read_text(encoding="utf-8")

    for name in functions:
        assert f"\n| `{name}` |" in readme


def test_every_row_of_a_shared_archive_is_in_the_readme() -> None:
    names = script(BENCHMARKS / "shared.py", "--rows").splitlines()
    readme = (BENCHMARKS / "README.md").read_text(encoding="utf-8")

    assert {"load", "list", "add", "desks"} <= set(names)
    assert [name for name in names if f"`{name}`" not in readme] == []
