"""The archive that is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mediarel.archive.archive import Archive


@pytest.fixture
def archive(store: Path) -> Iterator[Archive]:
    """Yield the archive of the nine statements."""
    with opened(store) as archive:
        yield archive
