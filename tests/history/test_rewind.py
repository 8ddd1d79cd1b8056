"""Rewinding a statement: change by change, as far as its history fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mediarel.history.ledger import HistoryMismatchError, rewind

if TYPE_CHECKING:
    from archives import Desk


@pytest.fixture
def now(archive: Desk) -> dict[str, Any]:
    """Return statement 10, whose title was edited twice since it was added."""
    archive.edit([10], lambda _: {"title": "T"})
    archive.edit([10], lambda _: {"title": "Title", "tags": ["a"]})
    return archive.get([10])[0].document()


@pytest.mark.parametrize(
    ("back", "title", "tags"),
    [(0, "Title", ["a"]), (1, "T", ["a", "b"]), (2, "Ten", ["a", "b"])],
)
def test_each_change_that_is_passed_is_undone(
    archive: Desk, now: dict[str, Any], back: int, title: str, tags: list[str]
) -> None:
    """What it set is as it was before it; all else stays."""
    then = rewind(10, now, archive.changes(10, most=back) if back else [])

    assert then is not None
    assert (then["title"], then["tags"], then["text"]) == (title, tags, now["text"])


def test_before_it_was_added_it_was_not_there(
    archive: Desk, now: dict[str, Any]
) -> None:
    """The modified time is no part of what must fit."""
    assert rewind(10, now, archive.changes(10)) is None


def test_before_its_removal_it_was_there(archive: Desk, now: dict[str, Any]) -> None:
    """Whole, as the removal kept it."""
    archive.remove([10])

    assert rewind(10, None, archive.changes(10, most=1)) == now


def test_what_something_else_changed_stops_it(
    archive: Desk, now: dict[str, Any]
) -> None:
    """At the first change that left something else than there is."""
    changes = list(archive.changes(10))

    with pytest.raises(HistoryMismatchError, match="now has another title"):
        rewind(10, now | {"title": "Other"}, changes)
    with pytest.raises(HistoryMismatchError, match="has changed since"):
        rewind(10, now | {"text": "Other."}, changes)
    with pytest.raises(HistoryMismatchError, match="no longer exists"):
        rewind(10, None, changes)
