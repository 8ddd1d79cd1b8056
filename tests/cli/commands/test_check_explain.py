"""`check --explain`: what the kinds of findings mean.

- of each kind that is found, the gravest first, with the exit code of a check
- of one kind, found or not, without an archive
- the table has every kind that the code finds, and each says three things
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, refused
from mediarel.check.finding import KINDS
from tampering import change_place, tamper

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen


def test_what_is_found_is_explained(run: Run, store: Path) -> None:
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
def test_one_kind(screen: Screen, columns: int) -> None:
    """Without an archive too; no line is longer than the screen."""
    done = screen("check", "--explain", "gap", columns=columns)

    assert done.code == 0
    assert done.out.splitlines()[0] == "gap"
    assert "mediarel restore --from BACKUP" in " ".join(done.out.split())


def test_a_kind_that_there_is_not(run: Run) -> None:
    done = run("check", "--explain", "spelings")

    assert "'spelings'" in refused(done, 2)
    assert all(kind.name in done.err for kind in KINDS)


@pytest.mark.usefixtures("store")
def test_a_word_too_many(run: Run) -> None:
    done = run("check", "spelling")

    refused(done, 2)
    assert "mediarel check --explain KIND" in done.err


def test_every_kind_is_in_the_table() -> None:
    """What the code finds, and nothing else; each once."""
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "src/mediarel").rglob("*.py"))
        if path.name != "kinds.py"
    )
    named = {kind.name for kind in KINDS}

    assert len(named) == len(KINDS)
    assert set(re.findall(r'kind="(\w+)"', code)) <= named
    assert [name for name in named if f'"{name}"' not in code] == []
    assert all(kind.means and kind.matters and kind.to_do for kind in KINDS)
