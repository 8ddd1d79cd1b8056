"""`mediarel import`: the addresses of a statement, of which it may have several.

- known again by any of them
- a further one joins the list, and none is lost: with --update, with the whole text,
  of an entry that is given twice
- what is there already under another writing is no further one
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
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
    """Return the store of an empty archive, nearest to where we are."""
    run("init")
    return home / "data" / "statements.json"


def rows(*given: dict[str, Any], name: str = "rows.json") -> str:
    Path(name).write_text(json.dumps(given), encoding="utf-8")
    return name


def sources(store: Path) -> list[list[str]]:
    there = json.loads(store.read_bytes())["statements"]
    return [each["sources"] for each in there.values()]


@pytest.mark.parametrize("known_by", [[A], [B], [C, B], [A, C]])
def test_it_is_known_by_any(run: Run, empty: Path, known_by: list[str]) -> None:
    """And left as it is."""
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
def test_an_update_adds_what_is_further(
    run: Run, empty: Path, given: list[str], left: list[str]
) -> None:
    """Behind those that are there, of which none goes; also where it says no other."""
    run("import", rows(FIRST))

    done = run("import", rows({**FIRST, "sources": given}), "--update", "--yes")

    assert done.code == 0
    assert sources(empty) == [left]
    assert ("Updated from the files: 1." in done.err) == (len(left) > 2)


def test_without_an_update_a_further_one_is_told(run: Run, empty: Path) -> None:
    run("import", rows(FIRST))

    done = run("import", rows({**FIRST, "sources": [C]}))

    assert sources(empty) == [[A, B]]
    assert "Not changed, but different in the files: 1." in done.err


def test_of_one_that_is_given_twice_both_count(run: Run, empty: Path) -> None:
    """As where two pages list it, each with its own address."""
    other = {**FIRST, "sources": [C, B]}

    run("import", rows(FIRST, name="a.json"), rows(other, name="b.json"))

    assert sources(empty) == [[A, B, C]]


def test_the_whole_text_brings_its_address(run: Run, empty: Path) -> None:
    listed = {**FIRST, "text": "Water is life. We …", "excerpt": True, "sources": [A]}
    run("import", rows(listed))
    whole = {**listed, "text": "Water is life. We say so." * 9, "excerpt": False}

    run("import", rows({**whole, "sources": [A, C]}))

    assert sources(empty) == [[A, C]]


def test_an_address_that_two_have_is_of_none(run: Run, empty: Path) -> None:
    """Though another of theirs is its own."""
    second = {**FIRST, "date": "2019-05", "title": "On land", "sources": [C, B]}
    run("import", rows(FIRST, name="a.json"), rows(second, name="b.json"))
    by_both = {**FIRST, "title": "On salt", "sources": [B]}
    by_own = {**second, "title": "On the land", "sources": [B, C]}

    run("import", rows(by_both))
    done = run("import", rows(by_own))

    assert sources(empty) == [[A, B], [C, B], [B]]
    assert "Already in the archive: 1 statement" in done.err
