"""Test the benchmarks: the generated archives, and the rows in the README."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from mediarel.store.tiny.layout import layout
from mediarel.store.tiny.read import read_snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

BENCHMARKS = ROOT / "benchmarks"
ROWS = (
    *("list-terminal", "list-pipe", "list-large", "show-large"),
    *("search-rare", "search-common", "search-rare-table", "search-common-table"),
    "quote",
    *("stats-large", "stats-signatory", "stats-crossed"),
    *("add-nine", "add-medium", "add-large", "add-large-far", "add-large-memory"),
    *("first-index", "take-in", "remove-all", "undo-removal", "undo-import"),
    *("import-csv", "import-csv-memory", "import-html", "import-text"),
    *("export-csv", "export-jsonl"),
    *("site-first", "site-again", "site-memory"),
    "memory-nine",
)


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


def test_generated_file_has_the_layout_of_mediarel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writing it again changes nothing."""
    path = made(tmp_path)
    before = path.read_bytes()
    monkeypatch.setattr(
        "mediarel.store.tiny.read.validate", lambda *_: pytest.fail("validated")
    )

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


@pytest.mark.parametrize(("size", "rare", "common"), [(200, 2, 30), (9, 1, 1)])
def test_planted_words_have_their_share_of_statements(
    tmp_path: Path, run: Run, size: int, rare: int, common: int
) -> None:
    path = str(made(tmp_path, size))
    found = {
        query: len(run("search", query, "--archive", path).out.splitlines())
        for pair in (("quarry", "petition"), ("river", "hearing"))
        for query in (" ".join(pair), " OR ".join(pair))
    }

    assert found == {
        "quarry petition": rare,
        "quarry OR petition": rare,
        "river hearing": common,
        "river OR hearing": common,
    }


def test_every_row_has_a_function_and_a_line_in_the_readme() -> None:
    """Some rows share a function and its runs."""
    listed = script(BENCHMARKS / "run.py", "--rows").splitlines()
    functions = dict(line.split("\t") for line in listed)
    readme = (BENCHMARKS / "README.md").read_text(encoding="utf-8")

    assert tuple(functions) == ROWS
    assert len(set(functions.values())) == len(ROWS) - 3
    for name in ROWS:
        assert f"\n| `{name}` |" in readme


def test_every_row_of_a_shared_archive_is_in_the_readme() -> None:
    names = script(BENCHMARKS / "shared.py", "--rows").splitlines()
    readme = (BENCHMARKS / "README.md").read_text(encoding="utf-8")

    assert {"load", "list", "add", "desks"} <= set(names)
    assert [name for name in names if f"`{name}`" not in readme] == []
