"""Provide an open archive for the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archives import Desk, opened
from mediarel.store.tiny.file import FileStore


@pytest.fixture
def archive(store: Path) -> Iterator[Desk]:
    """Yield the open archive with the nine sample statements."""
    with opened(store) as archive:
        yield archive


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Yield an empty archive."""
    path = tmp_path / "statements.json"
    FileStore.create(path)
    with opened(path) as archive:
        yield archive
