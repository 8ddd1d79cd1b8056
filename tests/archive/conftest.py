"""The archive that is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import Desk, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def archive(store: Path) -> Iterator[Desk]:
    """Yield the archive of the nine statements."""
    with opened(store) as archive:
        yield archive
