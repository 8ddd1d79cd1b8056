"""Restoring one statement: to a change, to its removal, and where it can't be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import draft
from mediarel.errors import MisuseError, NoSuchStatementError, NotFoundError

if TYPE_CHECKING:
    from archives import Desk


def test_it_is_as_it_was_after_a_change(archive: Desk) -> None:
    """Its own fields are; its time of change is new."""
    added = archive.add(draft("Ten."))
    at = next(archive.changes()).number
    archive.edit([10], lambda _: {"title": "T"})

    result = archive.restore(10, at=at)

    assert result.after.fields() == added.fields()
    assert result.after.modified > added.modified
    assert archive.get([10]) == [result.after]


def test_a_removed_one_is_as_before_its_removal(archive: Desk) -> None:
    """Wholly: with its uuid and its times."""
    removed = archive.remove([9])

    result = archive.restore(9)

    assert (result.before, [result.after]) == (None, removed)


def test_what_is_so_already_writes_nothing(archive: Desk) -> None:
    """The newest change is the one that was there before."""
    archive.add(draft("Ten."))
    newest = next(archive.changes())

    archive.restore(10, at=newest.number)

    assert next(archive.changes()) == newest


def test_what_it_refuses(archive: Desk) -> None:
    """One that is there and no change, one that never was, one that came later."""
    at = next(archive.changes()).number
    archive.add(draft("Ten."))

    with pytest.raises(MisuseError, match="the change to go back to"):
        archive.restore(10)
    with pytest.raises(NoSuchStatementError):
        archive.restore(11)
    with pytest.raises(NotFoundError, match=r"change \d+ added it"):
        archive.restore(10, at=at)
