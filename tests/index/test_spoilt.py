"""Test all commands with an index that a different program has changed.

`spoiling.py` defines the damage and the requirements.
"""

import os
from pathlib import Path

import pytest

from conftest import Run
from samples import ALL, sample
from spoiling import Sweep, kept_archive

# For more damage: MEDIAREL_SPOIL=1000 pytest tests/index/test_spoilt.py
DAMAGES = int(os.environ.get("MEDIAREL_SPOIL", "40" if ALL else "20"))


@pytest.mark.parametrize("is_seen", [True, False] if ALL else [False])
def test_output_with_a_damaged_index_is_correct(
    run: Run, store: Path, home: Path, *, is_seen: bool
) -> None:
    sweep = Sweep(kept_archive(store, home / "cache" / "mediarel", run), run)
    wrong = [
        told
        for seed in sample(range(DAMAGES))
        for told in sweep.wrongs(seed, is_seen=is_seen)
    ]

    assert wrong == []


def test_changes_with_a_damaged_index_are_correct(
    run: Run, store: Path, home: Path
) -> None:
    sweep = Sweep(kept_archive(store, home / "cache" / "mediarel", run), run)
    wrong = [
        told
        for seed in sample(range(DAMAGES // 4))
        for told in sweep.wrongs_of_changes(seed)
    ]

    assert wrong == []
