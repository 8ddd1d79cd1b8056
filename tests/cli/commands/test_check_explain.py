"""Test `mediarel check --explain`."""

import re
from pathlib import Path

import pytest

from conftest import ROOT, Run, Screen, refused
from mediarel.check.finding import KINDS
from tampering import change_place, tamper


def test_found_kinds_are_explained(run: Run, store: Path) -> None:
    run("edit", "3", "--program=Clec")
    tamper(store, change_place)

    done = run("check", "--explain")

    lines = [line.split("\t") for line in done.out.splitlines()]
    assert done.code == 5
    assert [line[0] for line in lines] == ["changed", "spelling"]
    assert [len(line) for line in lines] == [4, 4]
    assert "mediarel check --fix" in lines[1][3]
    assert done.err.startswith("9 statements, 2 changes: 1 error, 1 warning")


@pytest.mark.parametrize("columns", [40, 100])
def test_kind_is_explained_without_an_archive(screen: Screen, columns: int) -> None:
    done = screen("check", "--explain", "gap", columns=columns)

    assert done.code == 0
    assert done.out.splitlines()[0] == "gap"
    assert "mediarel restore --from BACKUP" in " ".join(done.out.split())


def test_unknown_kind_is_refused(run: Run) -> None:
    done = run("check", "--explain", "spelings")

    assert "'spelings'" in refused(done, 2)
    assert ", spelling, " in done.err


def test_table_explains_every_kind_in_the_code() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "src/mediarel").rglob("*.py"))
        if "publish" not in str(path)
    )
    named = {kind.name for kind in KINDS}

    assert len(named) == len(KINDS)
    assert set(re.findall(r'kind="(\w+)"', code)) <= named
    assert [name for name in named if f'"{name}"' not in code] == []
    assert all(kind.means and kind.matters and kind.to_do for kind in KINDS)
