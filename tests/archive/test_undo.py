"""Undoing and redoing as changes of an archive: by turns, and when overtaken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import content, draft
from mediarel.archive.session import OvertakenError
from mediarel.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from archives import Desk


def test_undo_and_redo_say_their_kind(archive: Desk) -> None:
    """And the change that they are about."""
    archive.edit([1], lambda _: {"title": "T"})
    edited = next(archive.changes())

    archive.undo()
    undone = next(archive.changes())
    archive.redo()
    redone = next(archive.changes())

    assert (undone.kind, undone.undoes) == ("undo", edited.number)
    assert (redone.kind, redone.redoes) == ("redo", undone.number)
    assert archive.get([1])[0].title == "T"


def test_an_undo_of_all_kinds_leaves_what_was(archive: Desk, store: Path) -> None:
    """An addition, an edit and a removal are gone, but for the times of change."""
    before = archive.get(list(range(1, 10)))
    archive.add(draft("Ten."))
    archive.edit([1], lambda _: {"title": "T"})
    archive.remove([2])

    for _ in range(3):
        archive.undo()

    after = archive.get(list(range(1, 10)))
    assert [each.fields() for each in after] == [each.fields() for each in before]
    assert list(content(store)["statements"]) == [str(each.id) for each in before]


def test_another_change_overtakes_an_undo(archive: Desk) -> None:
    """What was shown to the person is no longer what would be undone."""
    archive.add(draft("Ten."))
    expected = archive.next_undo()
    archive.add(draft("Eleven."))

    with pytest.raises(OvertakenError):
        archive.undo(expected=expected)

    assert [each.id for each in archive.get([10, 11])] == [10, 11]


def test_only_the_newest_undo_is_redone(archive: Desk) -> None:
    """After another change there is nothing to redo."""
    archive.add(draft("Ten."))
    archive.undo()
    archive.add(draft("Eleven."))

    with pytest.raises(RefusedError, match="nothing to redo"):
        archive.redo()
