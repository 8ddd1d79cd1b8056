"""Provide an open archive with a history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import Desk, draft, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def archive(store: Path) -> Iterator[Desk]:
    """Yield the archive of nine statements, with a tenth added."""
    with opened(store) as archive:
        archive.add(draft("The tenth.", title="Ten", tags=["a", "b"]))
        yield archive
