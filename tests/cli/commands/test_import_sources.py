"""Test `mediarel import` of statements with several URLs."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Run

A, B, C = (f"https://{host}.example/read/7" for host in ("harbour", "river", "hill"))
FIRST = {
    "date": "2019-03-09",
    "program": "Harbour Watch",
    "type": "Letter",
    "title": "On water",
    "sources": [A, B],
}


@pytest.fixture
def empty(run: Run, home: Path) -> Path:
    """Return the store of an empty archive in the current folder."""
    run("init")
    return home / "data" / "statements.json"


def rows(*given: dict[str, Any], name: str = "rows.json") -> str:
    Path(name).write_text(json.dumps(given), encoding="utf-8")
    return name


def sources(store: Path) -> list[list[str]]:
    there = json.loads(store.read_bytes())["statements"]
    return [each["sources"] for each in there.values()]


@pytest.mark.parametrize("known_by", [[A], [B], [C, B], [A, C]])
def test_a_statement_is_recognised_by_any_of_its_urls(
    run: Run, empty: Path, known_by: list[str]
) -> None:
    run("import", rows(FIRST))
    again = {**FIRST, "title": "On the water of Kampot", "sources": known_by}

    done = run("import", rows(again))

    assert sources(empty) == [[A, B]]
    assert "Nothing added. Already in the archive: 1 statement." in done.err


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ([C], [A, B, C]),
        ([C, A], [A, B, C]),
        ([B], [A, B]),
        ([], [A, B]),
        ([f"{A}/?utm_source=x"], [A, B]),
        ([A.replace("https", "http")], [A, B]),
    ],
)
def test_update_adds_further_urls_and_keeps_the_others(
    run: Run, empty: Path, given: list[str], left: list[str]
) -> None:
    run("import", rows(FIRST))

    done = run("import", rows({**FIRST, "sources": given}), "--update", "--yes")

    assert done.code == 0
    assert sources(empty) == [left]
    assert ("Updated from the files: 1." in done.err) == (len(left) > 2)
