"""Test repairing archives with random damage, created and checked by `sweep.py`."""

from pathlib import Path

import pytest

from samples import sample
from sweep import sweep

pytestmark = pytest.mark.many_times

EACH = 50
DAMAGES = 1000


@pytest.mark.parametrize("first", range(0, DAMAGES, EACH))
def test_repair_restores_what_any_source_verifies(tmp_path: Path, first: int) -> None:
    wrong = []
    for seed in sample(range(first, first + EACH)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        wrong += sweep(folder, seed)

    assert wrong == []
