"""Accepting what was done outside, as long as that is still what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import content, opened
from mediarel.archive.session import OvertakenError
from mediarel.check.check import check
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from pathlib import Path


def by_hand(store: Path) -> None:
    """Change a place as an editor does."""
    text = store.read_text("utf-8").replace('"Phnom Penh"', '"Kampot"', 1)
    store.write_text(text, encoding="utf-8")


def test_it_is_a_change_of_its_kind(store: Path) -> None:
    """The statement stays as it is, and all is well after it."""
    by_hand(store)
    file = FileStore(store)
    with opened(store) as archive:
        archive.accept(check(file, archive.index, archive.files).outside)
        (newest, *_) = archive.changes()

        assert newest.kind == "accept"
        assert check(file, archive.index, archive.files).count("error") == 0
    assert '"Kampot"' in store.read_text("utf-8")


def test_not_where_the_store_changed_since(store: Path) -> None:
    """What was found then is not what would be accepted now."""
    by_hand(store)
    with opened(store) as archive:
        outside = check(FileStore(store), archive.index, archive.files).outside
        archive.edit([9], lambda _: {"tags": ["radio"]})
        before = content(store)

        with pytest.raises(OvertakenError):
            archive.accept(outside)

    assert content(store) == before
