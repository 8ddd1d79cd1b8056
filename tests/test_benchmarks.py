"""Test the benchmarks: the generated archives, and the rows in the README."""

import subprocess
import sys
from pathlib import Path

from conftest import ROOT
from mediarel.store.tiny.layout import layout
from mediarel.store.tiny.read import read_snapshot

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
