"""Adding a statement if no id is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import draft, opened
from mediarel.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path


def test_no_id_is_left(store: Path) -> None:
    """An id as high as can be is not followed by one that could not be read."""
    text = store.read_text("utf-8")
    store.write_text(text.replace('    "9": {', f'    "{10**18 - 1}": {{'), "utf-8")

    with opened(store) as archive, pytest.raises(RefusedError, match="no ID is left"):
        archive.add(draft("Another one."))
