"""Provide the archive that the tests of `check` use."""

import shutil
from pathlib import Path

import pytest

from archives import draft
from checked import on
from conftest import SAMPLE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return an archive of nine statements and three changes, on three days.

    Statement 3 was edited on the first day, statement 9 removed on the last.
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
