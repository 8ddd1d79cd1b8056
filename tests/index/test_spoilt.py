"""An index that something else has changed: what each command says is true.

How it is spoilt, and what must hold, stands in `spoiling.py`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from samples import sample
from spoiling import Sweep, kept_archive

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

# More of them: MEDIAREL_SPOIL=1000 pytest tests/index/test_spoilt.py
DAMAGES = int(os.environ.get("MEDIAREL_SPOIL", "40"))


@pytest.mark.parametrize("is_seen", [True, False], ids=["seen", "unseen"])
def test_what_is_told_is_true(
    run: Run, store: Path, home: Path, *, is_seen: bool
) -> None:
    """As without an index, to the byte; unseen, nothing wrong of a statement."""
    sweep = Sweep(kept_archive(store, home / "cache" / "mediarel", run), run)
    wrong = [
        told
        for seed in sample(range(DAMAGES))
        for told in sweep.wrongs(seed, is_seen=is_seen)
    ]

    assert wrong == []


def test_what_is_changed_is_so(run: Run, store: Path, home: Path) -> None:
    """A change is made, and what is told after it is as without an index."""
    sweep = Sweep(kept_archive(store, home / "cache" / "mediarel", run), run)
    wrong = [
        told
        for seed in sample(range(DAMAGES // 4))
        for told in sweep.wrongs_of_changes(seed)
    ]

    assert wrong == []
