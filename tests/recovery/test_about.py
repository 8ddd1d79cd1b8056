"""What an archive says of itself, and the changes of that, come through a repair.

- entries that changed the archive's name or names of organisations stay as they were
- what is lost of it is made again from the history, or from a backup and the history
- what the history can't say any more is named
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from repairs import repaired, spoil, tables

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

NAME = "Our releases"
NAMES = [["CLEC", "ADHOC"]]


@pytest.fixture
def named(run: Run, store: Path) -> Path:
    """Return the store of an archive with a name, and an organisation of two names."""
    run("edit", "1", "--add-signatory", "CLEC", "--add-signatory", "ADHOC")
    run("signatories", "merge", "CLEC", "ADHOC")
    assert run("edit", "--archive-name", NAME).code == 0
    return store


def without_closing_quote(store: Path) -> None:
    """Take away the quote that closes the text of a statement, as a slip would."""
    text = json.dumps(tables(store)["statements"]["3"]["text"], ensure_ascii=False)
    spoil(store, text, text[:-1])


def said(store: Path) -> dict[str, Any]:
    document: dict[str, Any] = tables(store)["archive"]["1"]
    return document


def told_in_log(run: Run) -> list[str]:
    return [line.split("\t")[-1] for line in run("log", "--all").out.splitlines()]


def test_changes_of_the_archive_itself_stay(run: Run, named: Path) -> None:
    """Damage elsewhere leaves them as they were: `log` says what they did."""
    history, about = tables(named)["history"], said(named)
    log = told_in_log(run)
    without_closing_quote(named)

    done = repaired(run, named)

    assert "Change saved, but other than it was" not in done.err
    assert {n: tables(named)["history"][n] for n in history} == history
    assert said(named) == about
    assert told_in_log(run)[1:] == log


def test_they_can_be_taken_back_after_it(run: Run, named: Path) -> None:
    """An undo finds the last of them, and not the import before."""
    without_closing_quote(named)
    repaired(run, named)

    first = run("undo", "--yes")
    assert said(named)["name"] != NAME
    second = run("undo", "--yes")

    assert (first.code, second.code) == (0, 0)
    assert "organisations" not in said(named)
    assert len(tables(named)["statements"]) == 9
    assert run("check").code == 0


def test_damage_of_the_history_leaves_it(run: Run, named: Path) -> None:
    """What an entry says that it changed is not taken for what the archive says."""
    about = said(named)
    spoil(named, '"command": "edit"', '"command": edit"')

    done = repaired(run, named)

    assert said(named) == about
    assert "table archive" not in done.err
