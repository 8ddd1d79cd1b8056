"""Provide an open archive for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import Desk, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def archive(store: Path) -> Iterator[Desk]:
    """Yield the open archive with the nine sample statements."""
    with opened(store) as archive:
        yield archive
