"""Test `mediarel undo` without a number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.usefixtures("store")


def test_repeated_undo_reverts_one_change_each(run: Run, store: Path) -> None:
    before = json.loads(store.read_bytes())["statements"]
    run("edit", "3", "--title", "Release him")
    run("remove", "5", "--yes")

    removal, title = run("undo"), run("undo")

    after = json.loads(store.read_bytes())["statements"]
    for document in (*after.values(), *before.values()):
        document.pop("modified")
    assert removal.err.startswith("Undid change 3: restored 5.")
    assert title.err.startswith("Undid change 2: title of statement 3 as before.")
    assert list(after) == list(before)
    assert after == before


def test_nothing_to_undo_is_refused(run: Run, home: Path) -> None:
    run("init", "empty")

    done = run("undo", "--archive", str(home / "empty"))

    assert done.code == 1
    assert done.err == (
        "Error: there is no change left to undo\nHint: See all changes: mediarel log\n"
    )
