"""Removing: some, none, and what was changed meanwhile."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from archives import Desk, content
from mediarel.archive.lookup import records
from mediarel.archive.session import ChangedMeanwhileError

if TYPE_CHECKING:
    from pathlib import Path


def test_removal_of_what_changed_meanwhile(archive: Desk) -> None:
    """What is removed is what was seen, or nothing is."""
    seen = records(archive, [1])
    archive.edit([1], lambda _: {"title": "Other"})

    with pytest.raises(ChangedMeanwhileError):
        archive.remove([1], seen=seen)

    assert archive.get([1])[0].title == "Other"


def test_removal_of_what_was_only_written_in_another_way(
    store: Path, archive: Desk
) -> None:
    """By another program: what it says is what was seen."""
    seen = records(archive, [1])
    store.write_text(json.dumps(content(store)), encoding="utf-8")

    (removed,) = archive.remove([1], seen=seen)

    assert removed.document() == json.loads(seen[1])
