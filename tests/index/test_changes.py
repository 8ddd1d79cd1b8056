"""The history as the index has it: entries newest first, signatures oldest first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archives import draft, opened
from mediarel.index import indexed_history

if TYPE_CHECKING:
    from pathlib import Path


def test_entries_are_newest_first(store: Path) -> None:
    """All of them, those of one statement, or no more than asked for."""
    with opened(store) as archive:
        first = archive.add(draft("One."))
        archive.add(draft("Two."))
        archive.edit([first.id], lambda _: {"title": "T"})
        newest, *_ = numbers = [
            n for n, _ in indexed_history.entries(archive.index, None, 3)
        ]

        assert numbers == [newest, newest - 1, newest - 2]
        assert [
            n for n, _ in indexed_history.entries(archive.index, first.id, None)
        ] == [
            newest,
            newest - 2,
        ]
        ((number, entry),) = indexed_history.entries(archive.index, first.id, 1)

    assert number == newest
    assert json.loads(bytes(entry))["changed"] == {
        str(first.id): {"title": [None, "T"]}
    }


def test_signatures_are_oldest_first(store: Path) -> None:
    """When a statement was touched, by whom and by what command."""
    with opened(store) as archive:
        added = archive.add(draft("One."))
        ((edited),) = archive.edit([added.id], lambda _: {"title": "T"})

        newest = indexed_history.ends(archive.index)[1][0]
        assert indexed_history.signatures(archive.index, added.id) == [
            (newest - 1, added.created, "sok", "test"),
            (newest, edited.after.modified, "sok", "test"),
        ]
