"""The archive that is checked."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from archives import draft
from checked import on
from conftest import SAMPLE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a store of nine statements and three changes, on three days.

    The 3rd was edited on the first day, the 9th removed on the last.
    """
    path = tmp_path / "data" / "statements.json"
    path.parent.mkdir()
    shutil.copyfile(SAMPLE, path)
    with on("2027-01-01", path) as archive:
        archive.edit([3], lambda _: {"tags": ["radio"], "place": "Phnom Penh city"})
    with on("2027-01-02", path) as archive:
        archive.add(draft("We ask for water."))
    with on("2027-01-03", path) as archive:
        archive.remove([9])
    return path
