"""`mediarel undo`: the newest change that stands, then the one before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.usefixtures("store")


def test_undo_until_there_is_nothing(run: Run, store: Path) -> None:
    """Each undo takes back one change; the statements are then as they were."""
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


def test_nothing_to_undo(run: Run, home: Path) -> None:
    """It is refused, not passed over."""
    run("init", "empty")

    done = run("undo", "--archive", str(home / "empty"))

    assert done.code == 1
    assert done.err == (
        "Error: there is no change left to undo\nHint: See all changes: mediarel log\n"
    )
