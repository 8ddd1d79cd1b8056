"""The values of a field, commonest first: of one value and of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finding import archive_of
from mediarel.index.vocabulary import counted, values

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


def test_who_signed_and_where_are_counted_too(tmp_path: Path) -> None:
    """They are found by their words; a name that is there twice counts once."""
    two = (
        {"text": "a", "place": "Phnom Penh", "signatories": ["CLEC", "LICADHO"]},
        {"text": "b", "place": "Phnom Penh", "signatories": ["CLEC", "clec", "CLEC"]},
        {"text": "c", "signatories": []},
    )
    with archive_of(tmp_path, two) as archive:
        signatories = counted(archive.index, "signatories")

        assert signatories == [
            ("CLEC", "clec", 2),
            ("LICADHO", "licadho", 1),
            ("clec", "clec", 1),
        ]
        assert counted(archive.index, "place") == [("Phnom Penh", "phnom penh", 2)]
