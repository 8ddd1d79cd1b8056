"""Test removing statements that have changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from archives import Desk, content
from mediarel.archive.lookup import records
from mediarel.archive.session import ChangedMeanwhileError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_statement_changed_meanwhile_is_not_removed(archive: Desk) -> None:
    seen = records(archive, [1])
    archive.edit([1], lambda _: {"title": "Other"})

    with pytest.raises(ChangedMeanwhileError):
        archive.remove([1], seen=seen)

    assert archive.get([1])[0].title == "Other"


def test_a_statement_with_different_formatting_only_is_removed(
    store: Path, archive: Desk
) -> None:
    """Another program wrote the file, with the same values."""
    seen = records(archive, [1])
    store.write_text(json.dumps(content(store)), encoding="utf-8")

    (removed,) = archive.remove([1], seen=seen)

    assert removed.document() == json.loads(seen[1])
