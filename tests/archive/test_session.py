"""Test changing an archive in a session."""

import json
from pathlib import Path

import pytest

from archives import Desk, content, draft, opened, tick
from mediarel.archive.lookup import get_by_id
from mediarel.archive.session import ChangedMeanwhileError
from mediarel.errors import RefusedError
from mediarel.index.index import SqliteIndex
from mediarel.store.tiny.file import FileStore


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
        FileStore(store, notify=told.append), index, now=tick, author=lambda: "sok"
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
