"""Provide an open archive with a history."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archives import Desk, draft, opened


@pytest.fixture
def archive(store: Path) -> Iterator[Desk]:
    """Yield the archive of nine statements, with a tenth added."""
    with opened(store) as archive:
        archive.add(draft("The tenth.", title="Ten", tags=["a", "b"]))
        yield archive
