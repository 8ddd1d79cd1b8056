"""Reading statements and changes whole: in which order, and what is not there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from archives import EVERYTHING, draft, opened, unseen
from finding import parsed
from mediarel.errors import DamagedError
from mediarel.index.excerpt import Excerpt
from mediarel.index.proof import proof_of
from mediarel.store import quick_fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    from archives import Desk


def test_statements_are_of_one_moment(archive: Desk, store: Path) -> None:
    """What another command adds while they are read is not among them."""
    statements = archive.statements(EVERYTHING, sort="id")
    first = next(statements)
    with opened(store) as another:
        another.add(draft("Meanwhile."))

    assert [first.id, *(each.id for each in statements)] == list(range(1, 10))


def test_an_excerpt_of_what_is_gone_is_its_headline(archive: Desk) -> None:
    """Another may have removed it since the page was made."""
    query = parsed("sonando")
    page = archive.page(query)
    first, second = page.rows
    archive.remove([first.id])

    gone, there = archive.excerpts(page, query)

    assert gone == Excerpt(first.headline, ())
    assert there.marks
    assert second.id != first.id


def test_a_change_that_can_t_be_read_is_damage(archive: Desk, store: Path) -> None:
    """Where the index has one, it is no mistake in what was given."""
    archive.index.prepare()
    (path,) = (store.parent / "cache").glob("*.sqlite")
    entry = b'{"why": "-"}'
    fingerprint = quick_fingerprint(entry)
    with unseen(path), closing(sqlite3.connect(path)) as index, index:
        proof = proof_of(1, fingerprint, "", "", "")
        index.execute(
            "UPDATE entry SET json = ?, fingerprint = ?, proof = ?,"
            " at = '', by = '', command = ''",
            (entry, fingerprint, proof),
        )

    with pytest.raises(DamagedError, match="record 1 of 'history'"):
        list(archive.changes())
