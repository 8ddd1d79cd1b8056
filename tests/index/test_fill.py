"""Test filling the index, and replacing many statements."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archives import EVERYTHING, Desk, draft, opened, tick
from finding import parsed
from mediarel.errors import DamagedError
from mediarel.index.index import SqliteIndex
from mediarel.index.search import page
from mediarel.store.tiny.file import FileStore


@pytest.mark.parametrize(
    ("sound", "broken", "told"),
    [
        ('"date": "2012-07-16"', '"date": "2012-13-16"', r"line \d+: record 3 of"),
        ('"last_id": 9', '"last_id": "nine"', r"line \d+: record 1 of 'history'"),
    ],
)
def test_invalid_record_is_reported_with_its_line(
    store: Path, sound: str, broken: str, told: str
) -> None:
    text = store.read_text("utf-8")
    assert sound in text
    store.write_text(text.replace(sound, broken, 1), encoding="utf-8")

    with opened(store) as archive, pytest.raises(DamagedError, match=told):
        archive.index.prepare()


def edit_all(archive: Desk) -> None:
    archive.edit(range(1, 10), lambda _: {"text": "Zeppelin."})


def link_and_remove(archive: Desk) -> None:
    one, two = archive.get([1, 2])
    archive.edit([3, 4], lambda _: {"translation_of": one.uuid})
    archive.edit([5], lambda _: {"translation_of": two.uuid})
    archive.remove([2, 4])


def remove_few(archive: Desk) -> None:
    archive.import_drafts([draft(f"No. {number}") for number in range(30)])
    archive.remove(range(1, 5))


def undo_all(archive: Desk) -> None:
    archive.remove(range(1, 10))
    archive.undo()


@pytest.mark.parametrize("change", [edit_all, link_and_remove, remove_few, undo_all])
def test_updated_index_equals_a_new_index(
    store: Path, home: Path, change: Callable[[Desk], None]
) -> None:
    kept = SqliteIndex(FileStore(store), home / "kept")
    again = SqliteIndex(FileStore(store), home / "anew")
    with closing(kept), closing(again):
        change(Desk(FileStore(store), kept, now=tick, author=lambda: "sok"))

        assert answers(kept) == answers(again)


def answers(index: SqliteIndex) -> list[object]:
    """Return the rows about statements, and the results of some queries."""
    tables = ("document", "statement", "listed", "release")
    rows = [sorted(index.rows(f"SELECT * FROM {table}"), key=repr) for table in tables]  # noqa: S608 - our own SQL
    queries = (EVERYTHING, parsed("radio"), parsed("zeppelin OR eviction"))
    return [
        *rows,
        *(page(index, query, sort="id", start=0, size=None) for query in queries),
    ]
