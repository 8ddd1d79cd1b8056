"""Archives that were hurt at random, and then repaired.

What is hurt, what is taken away and what must hold afterwards stands in `sweep.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from samples import sample
from sweep import sweep

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.many_times

EACH = 50
DAMAGES = 1000


@pytest.mark.parametrize("first", range(0, DAMAGES, EACH))
def test_damage(tmp_path: Path, first: int) -> None:
    """What any source proves is there again, and nothing wrong is called right."""
    wrong = []
    for seed in sample(range(first, first + EACH)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        wrong += sweep(folder, seed)

    assert wrong == []
