"""A session: what it reads, what it commits, and what it refuses or warns of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from archives import Desk, content, draft, tick
from mediarel.archive.session import open_session
from mediarel.errors import RefusedError
from mediarel.history.change import ChangeSet
from mediarel.index.index import SqliteIndex
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from pathlib import Path


def test_a_commit_is_one_change_of_the_history(archive: Desk, store: Path) -> None:
    """However much it does; the index has it at once."""
    before = len(content(store)["history"])
    with open_session(archive, "a command") as session:
        nine = session.statements([9])[9]
        committed = session.commit(
            ChangeSet("edit", added=[draft("New.")], removed=[nine])
        )
    newest = next(archive.changes())

    assert len(content(store)["history"]) == before + 1
    assert (newest.kind, newest.command, newest.ids) == ("edit", "a command", [9, 10])
    assert archive.get([10]) == list(committed.added)


def test_without_a_commit_nothing_is_written(archive: Desk, store: Path) -> None:
    """Nor where an error ends it."""
    before = store.read_bytes()
    with open_session(archive, "test"):
        pass

    assert store.read_bytes() == before


def test_a_uuid_is_not_there_twice(archive: Desk) -> None:
    """What is there under another id is not restored."""
    (nine,) = archive.remove([9])
    archive.add(draft("Again.", uuid=nine.uuid))

    with (
        open_session(archive, "test") as session,
        pytest.raises(RefusedError, match="9 is in the archive already, as 10"),
    ):
        session.commit(ChangeSet("restore", restored=[nine]))


def test_a_change_outside_is_warned_of(archive: Desk, store: Path) -> None:
    """Before the statement is changed again, as its earlier text may be lost."""
    archive.edit([1], lambda _: {"title": "T"})
    tables = content(store)
    tables["statements"]["1"]["title"] = "By hand"
    store.write_text(json.dumps(tables), "utf-8")
    told: list[object] = []
    index = SqliteIndex(FileStore(store), store.parent / "cache")
    theirs = Desk(
        FileStore(store, tell=told.append), index, now=tick, author=lambda: "sok"
    )

    theirs.edit([1], lambda _: {"title": "U"})
    index.close()

    assert "Statement 1 had been changed outside mediarel" in str(told)
