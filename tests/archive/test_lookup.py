"""Test reading complete statements and changes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archives import Desk, unseen
from finding import parsed
from mediarel.errors import DamagedError
from mediarel.index.excerpt import Excerpt
from mediarel.index.proof import proof_of
from mediarel.store import quick_fingerprint


def test_the_excerpt_of_a_removed_statement_is_its_headline(archive: Desk) -> None:
    """A different command may remove a statement after the page was read."""
    query = parsed("sonando")
    page = archive.page(query)
    first, second = page.rows
    archive.remove([first.id])

    gone, there = archive.excerpts(page, query)

    assert gone == Excerpt(first.headline, ())
    assert there.marks
    assert second.id != first.id


def test_an_unreadable_change_is_reported_as_damage(archive: Desk, store: Path) -> None:
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
