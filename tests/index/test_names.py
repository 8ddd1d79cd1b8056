"""The values of a field, commonest first: of one value and of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finding import archive_of
from mediarel.index.names import values

if TYPE_CHECKING:
    from pathlib import Path


def test_the_commonest_comes_first(tmp_path: Path) -> None:
    """Those that are as common stand by their letters; what is gone is not there."""
    three = (
        {"text": "a", "program": "LICADHO", "tags": ["radio", "land"]},
        {"text": "b", "program": "ADHOC", "tags": ["land"]},
        {"text": "c", "program": "LICADHO", "tags": ["arrest"]},
        {"text": "d", "program": "Nobody", "tags": ["gone"]},
    )
    with archive_of(tmp_path, three) as archive:
        archive.remove([4])

        assert values(archive.index, "program") == ["LICADHO", "ADHOC"]
        assert values(archive.index, "tags") == ["land", "arrest", "radio"]
