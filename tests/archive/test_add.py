"""Test adding a statement when no id is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import draft, opened
from mediarel.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path


def test_adding_is_refused_if_no_higher_id_is_valid(store: Path) -> None:
    text = store.read_text("utf-8")
    store.write_text(text.replace('    "9": {', f'    "{10**18 - 1}": {{'), "utf-8")

    with opened(store) as archive, pytest.raises(RefusedError, match="no ID is left"):
        archive.add(draft("Another one."))
