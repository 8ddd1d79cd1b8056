"""The benchmarks: what the maker makes, and that every row can be measured.

- the same seed makes the same file, another seed another
- mediarel reads it, finds it laid out as its own, and writes it no differently
- planted words stand in exactly their share of the statements
- each row has a function of its own name and its line in the README
- what is measured of a shared archive has its line too, and can be measured
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from tinydb import TinyDB

from conftest import ROOT
from mediarel.history.change import digest, read_change
from mediarel.model.statement import read_statement
from mediarel.store.tiny.layout import layout
from mediarel.store.tiny.read import read_snapshot

if TYPE_CHECKING:
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
    """Return the path of an archive that the maker made in `folder`."""
    script(BENCHMARKS / "make.py", str(size), str(folder), *options)
    return folder / "data" / "statements.json"


def script(path: Path, *arguments: str) -> str:
    """Return what the script at `path` prints."""
    done = subprocess.run(
        [sys.executable, path, *arguments], capture_output=True, check=True, text=True
    )
    return done.stdout


def uuids(path: Path) -> set[str]:
    """Return the uuids in the archive at `path`, as stock TinyDB reads them."""
    with TinyDB(path) as db:
        return {document["uuid"] for document in db.table("statements")}


def test_the_same_seed_makes_the_same_file(tmp_path: Path) -> None:
    """Down to the byte, uuids and all."""
    first, second = (made(tmp_path / name, 30) for name in "ab")

    assert first.read_bytes() == second.read_bytes()


def test_another_seed_makes_other_statements(tmp_path: Path) -> None:
    """None of the uuids is there again."""
    first = uuids(made(tmp_path / "a", 30))
    second = uuids(made(tmp_path / "b", 30, "--seed", "2"))

    assert len(first) == len(second) == 30
    assert not first & second


def test_mediarel_reads_what_was_made(tmp_path: Path, run: Run) -> None:
    """Every statement is listed, and 2012 has some at any size."""
    path = made(tmp_path)

    everything = run("list", "--archive", str(path))
    of_2012 = run("list", "--year", "2012", "--archive", str(path))

    assert (everything.code, len(everything.out.splitlines())) == (0, 200)
    assert (of_2012.code, len(of_2012.out.splitlines())) == (0, 7)


def test_it_is_laid_out_as_mediarel_lays_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It passes the quick check, and written again by the store it is the same."""
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


def test_its_statements_and_history_are_as_the_archive_keeps_them(
    tmp_path: Path,
) -> None:
    """A statement read is a statement written; the history has its digest."""
    tables = read_snapshot(made(tmp_path))
    (change,) = (
        read_change(int(number), msgspec.json.decode(raw))
        for number, raw in tables.history.items()
    )

    for number, raw in tables.statements.items():
        kept = msgspec.json.decode(raw)
        statement = read_statement(int(number), kept)

        assert statement.document() == kept
        assert change.added[statement.id] == digest(statement)
    assert change.last_id == len(change.added) == 200


@pytest.mark.parametrize(("size", "rare", "common"), [(200, 2, 30), (9, 1, 1)])
def test_planted_words_stand_in_their_share_alone(
    tmp_path: Path, run: Run, size: int, rare: int, common: int
) -> None:
    """As many hold both words as hold either: 1 and 15 in 100, or at least one."""
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


def test_flat_rows_say_what_the_archive_says(tmp_path: Path) -> None:
    """One JSON object a line, for each statement, with lists joined."""
    path = made(tmp_path, 30, "--rows", str(tmp_path / "rows.jsonl"))
    lines = (tmp_path / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    rows = {row["id"]: row for row in map(json.loads, lines)}
    statements = json.loads(path.read_text(encoding="utf-8"))["statements"]

    assert list(rows) == [int(number) for number in statements]
    for number, kept in statements.items():
        row = rows[int(number)]
        assert all(row[name] == kept[name] for name in ("date", "title", "text"))
        assert row["signatories"] == "; ".join(kept["signatories"])
        assert row["tags"] == "; ".join(kept["tags"])


def test_every_row_has_its_function_and_its_place_in_the_readme() -> None:
    """Those that share a function share its runs."""
    listed = script(BENCHMARKS / "run.py", "--rows").splitlines()
    functions = dict(line.split("\t") for line in listed)
    readme = (BENCHMARKS / "README.md").read_text(encoding="utf-8")

    assert tuple(functions) == ROWS
    assert len(set(functions.values())) == len(ROWS) - 3
    for name in ROWS:
        assert f"\n| `{name}` |" in readme


def test_what_is_measured_of_a_shared_archive_stands_in_the_readme() -> None:
    names = script(BENCHMARKS / "shared.py", "--rows").splitlines()
    readme = (BENCHMARKS / "README.md").read_text(encoding="utf-8")

    assert {"load", "list", "add", "desks"} <= set(names)
    assert [name for name in names if f"`{name}`" not in readme] == []


def test_a_shared_archive_can_be_measured() -> None:
    """On a server that is made for it, with few of all."""
    place = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        asked = ("--size", "20", "--runs", "1", "--only", "list", "--only", "add")
        said = script(BENCHMARKS / "shared.py", str(place), *asked)
    finally:
        shutil.rmtree(place)

    assert said.count("desk ") == 3
