"""Test changing an archive in a session."""

import json
from pathlib import Path

import pytest

from archives import Desk, content, draft, opened, tick
from mediarel.archive.lookup import get_by_id
from mediarel.archive.session import ChangedMeanwhileError, open_session
from mediarel.errors import RefusedError
from mediarel.history.change import ChangeSet
from mediarel.index.index import SqliteIndex
from mediarel.store.tiny.file import FileStore


def test_statement_that_exists_under_another_id_is_not_restored(archive: Desk) -> None:
    (nine,) = archive.remove([9])
    archive.add(draft("Again.", uuid=nine.uuid))

    with (
        open_session(archive, "test") as session,
        pytest.raises(RefusedError, match="statement 9 is already in the archive"),
    ):
        session.commit(ChangeSet("restore", restored=[nine]))


def test_editing_a_statement_changed_outside_mediarel_prints_a_warning(
    archive: Desk, store: Path
) -> None:
    """Without the warning, the earlier content might be lost."""
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


def test_adding_is_refused_if_no_higher_id_is_valid(store: Path) -> None:
    text = store.read_text("utf-8")
    store.write_text(text.replace('    "9": {', f'    "{10**18 - 1}": {{'), "utf-8")

    with opened(store) as archive, pytest.raises(RefusedError, match="no ID is left"):
        archive.add(draft("Another one."))


def test_a_statement_changed_meanwhile_is_not_removed(archive: Desk) -> None:
    seen = get_by_id(archive, [1])
    archive.edit([1], lambda _: {"title": "Other"})

    with pytest.raises(ChangedMeanwhileError):
        archive.remove([1], expected=seen)

    assert archive.get([1])[0].title == "Other"


def test_a_statement_with_different_formatting_only_is_removed(
    store: Path, archive: Desk
) -> None:
    """A different program rewrote the file with the same values."""
    seen = get_by_id(archive, [1])
    store.write_text(json.dumps(content(store)), encoding="utf-8")

    (removed,) = archive.remove([1], expected=seen)

    assert removed == seen[1]
