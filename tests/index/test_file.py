"""The index: made from the store, kept, mended, and never missed.

- fresh: read as it is; stale: only what changed is taken in
- damaged in any way, of another version, of another program: made anew
- locked, or no place to write: the same answers from memory, and a word of it
- several processes at once; what a process that died has left
- many statements, taken in by two threads
- progress is told
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from tinydb import TinyDB

from archives import Desk, content, draft, open_files, opened
from finding import parsed
from mediarel.errors import DamagedError
from mediarel.index.index import SqliteIndex
from mediarel.index.search import page
from mediarel.query.tree import both
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RADIO = parsed("radio OR zeppelin")


def answers(index: SqliteIndex) -> list[int]:
    """Return the ids of all statements, and again of those about radio."""
    everything = page(index, both(), sort="id", start=0, size=None).rows
    radio = page(index, RADIO, sort="id", start=0, size=None).rows
    index.close()
    return [row.id for row in (*everything, *radio)]


ALL = [1, 2, 3, 4, 5, 6, 7, 8, 9, 3, 5]


@pytest.fixture
def folder(home: Path) -> Path:
    """Return the folder of the index."""
    return home / "index"


@pytest.fixture
def index(store: Path, folder: Path) -> SqliteIndex:
    """Return an index that was made and let go."""
    made = SqliteIndex(FileStore(store), folder)
    assert answers(made) == ALL
    return made


def file_in(folder: Path) -> Path:
    """Return the one file in `folder`."""
    (file,) = folder.iterdir()
    return file


def test_a_fresh_index_is_read_as_it_is(index: SqliteIndex, folder: Path) -> None:
    """Nothing is written to it."""
    before = file_in(folder).stat()

    assert answers(index) == ALL
    assert file_in(folder).stat() == before or (
        file_in(folder).stat().st_mtime_ns == before.st_mtime_ns
    )


def _noise(path: Path) -> None:
    path.write_bytes(os.urandom(50_000))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def _hole(path: Path) -> None:
    """Spoil all pages but the first, which is all that opening looks at."""
    data = bytearray(path.read_bytes())
    data[8192:] = bytes(len(data) - 8192)
    path.write_bytes(data)


def _another_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = '0 fts5 1.0' WHERE key = 'version'")


def _another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE meta (other)")


@pytest.mark.parametrize(
    "spoil", [_noise, _empty, _cut, _hole, _another_version, _another_program]
)
def test_a_spoilt_index_is_made_anew(
    index: SqliteIndex, folder: Path, spoil: Callable[[Path], None]
) -> None:
    """It answers as if nothing had been, and so does the next that opens it."""
    spoil(file_in(folder))

    assert answers(index) == ALL
    assert answers(index) == ALL


def _spoil_documents(path: Path) -> None:
    """Spoil where the documents begin, which opening does not look at."""
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        named = "SELECT rootpage FROM sqlite_master WHERE name = 'document'"
        (page,) = connection.execute(named).fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : page * size] = bytes(size)
    path.write_bytes(data)


def test_an_export_from_a_spoilt_index(store: Path) -> None:
    """What is read one by one is whole as well, each statement once."""
    with opened(store) as archive:
        archive.import_drafts(draft(f"Number {number}.") for number in range(300))
    _spoil_documents(file_in(store.parent / "cache"))

    with opened(store) as archive:
        ids = [each.id for each in archive.statements(both())]

    assert sorted(ids) == list(range(1, 310))


def test_it_is_for_the_user_alone(store: Path, home: Path, folder: Path) -> None:
    """It holds full texts: the file, its folder, and a folder of an earlier time."""
    before = os.umask(0)
    try:
        folder.mkdir(mode=0o755)
        answers(SqliteIndex(FileStore(store), folder))
        answers(SqliteIndex(FileStore(store), home / "new"))
    finally:
        os.umask(before)

    for place in (folder, home / "new"):
        assert place.stat().st_mode & 0o777 == 0o700
        assert file_in(place).stat().st_mode & 0o777 == 0o600


def test_a_store_that_cannot_be_indexed_leaves_nothing_open(
    store: Path, home: Path, folder: Path
) -> None:
    """Neither the file nor the index in memory: Python 3.13 warns of both."""
    store.write_text('{"statements": {"1": {}}, "history": {}}', encoding="utf-8")
    (home / "file").write_text("not a folder")
    before = open_files()
    for place in (folder, home / "file" / "cache"):
        index = SqliteIndex(FileStore(store), place)
        with pytest.raises(DamagedError):
            index.prepare()

    assert open_files() == before


def test_many_changes_take_no_longer_each(store: Path, folder: Path) -> None:
    """What is asked of SQLite grows with them, and no faster: counted in its steps."""

    def steps(changes: int) -> int:
        tables = content(store)
        first = tables["history"]["1"]
        entries = {
            str(n): {**first, "added": {"1": "0"}} for n in range(2, changes + 1)
        }
        tables["history"] = {"1": first, **entries}
        store.write_text(json.dumps(tables), encoding="utf-8")
        counted = 0

        def count() -> int:
            nonlocal counted
            counted += 1
            return 0

        def connect(*arguments: Any, **more: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = original(*arguments, **more)
            connection.set_progress_handler(count, 100)
            return connection

        with pytest.MonkeyPatch.context() as patch:
            original = sqlite3.connect
            patch.setattr(sqlite3, "connect", connect)
            index = SqliteIndex(FileStore(store), folder / str(changes))
            index.prepare()
            index.close()
        return counted

    few = steps(500)

    assert steps(4000) < 16 * few


def test_a_locked_index_is_done_without(
    index: SqliteIndex, store: Path, folder: Path
) -> None:
    """While another writes it for long, a stale one is made in memory, and said so."""
    with TinyDB(store) as db:
        db.table("statements").remove(doc_ids=[1])
    told: list[str] = []
    with closing(sqlite3.connect(file_in(folder), isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        impatient = SqliteIndex(
            FileStore(store), folder, tell=told.append, patience=0.05
        )
        found = answers(impatient)

    assert found == ALL[1:]
    assert told == [f"Can't save the index in {folder} (database is locked)."]
    assert answers(index) == ALL[1:]


def test_a_change_does_not_wait_for_a_locked_index(
    index: SqliteIndex, store: Path, folder: Path
) -> None:
    """It is kept all the same, and the next reader takes it in."""
    impatient = SqliteIndex(FileStore(store), folder, patience=0.05)
    archive = Desk(
        FileStore(store),
        impatient,
        now=lambda: "2024-01-01T00:00:00Z",
        author=lambda: "sok",
    )
    with closing(sqlite3.connect(file_in(folder), isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        archive.remove([1])
    impatient.close()

    assert answers(index) == ALL[1:]


def test_no_place_to_write(store: Path, home: Path) -> None:
    """The same answers from memory, and a word of it."""
    told: list[str] = []
    (home / "file").write_text("not a folder")
    homeless = SqliteIndex(FileStore(store), home / "file" / "cache", tell=told.append)

    assert answers(homeless) == ALL
    assert told[0].startswith(f"Can't save the index in {home / 'file' / 'cache'}")


def test_several_processes_make_it_at_once(store: Path, home: Path) -> None:
    """Each answers rightly, and what they leave is one index."""
    command = [sys.executable, "-m", "mediarel", "list", "--archive", str(store)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    counts = [len(process.communicate()[0].splitlines()) for process in running]

    assert counts == [9] * 6
    assert [file.suffix for file in (home / "cache" / "mediarel").iterdir()] == [
        ".sqlite"
    ]


def test_another_program_wrote_all_anew(store: Path, folder: Path) -> None:
    """So much is not taken in one by one: the index is made anew, in its place."""
    with opened(store) as archive:
        archive.import_drafts(draft(f"Number n{n} of the radio.") for n in range(1500))
    index = SqliteIndex(FileStore(store), folder)
    before = answers(index)
    (file,) = folder.iterdir()
    inode = file.stat().st_ino
    index.close()
    tables = json.loads(store.read_bytes())
    tables["statements"]["1509"]["text"] = "Nothing of it."
    store.write_text(json.dumps(tables), "utf-8")
    index = SqliteIndex(FileStore(store), folder)

    assert before[-1] == 1509
    assert answers(index) == before[:-1]
    assert file.stat().st_ino != inode


def test_many_are_taken_in_and_progress_is_told(store: Path, folder: Path) -> None:
    """Thousands, as a whole and again as a change, are all found."""
    with opened(store) as archive:
        archive.import_drafts(
            draft(f"Number n{number}, of the {'radio' if number % 2 else 'land'}.")
            for number in range(2500)
        )
        known = archive.page(RADIO, size=0).total
        some = [row.id for row in archive.page(parsed("n1999")).rows]
    told: list[tuple[str, int, int]] = []
    index = SqliteIndex(
        FileStore(store), folder, progress=lambda *what: told.append(what)
    )
    found = answers(index)

    assert known == 1252
    assert some == [2009]
    assert found[:2509] == list(range(1, 2510))
    assert len(found) == 2509 + 1252
    counted = [0, *range(500, 2509, 500), 2509]
    assert told == [
        ("Reading the archive", 0, 0),
        *[("Building the index", done, 2509) for done in counted],
        ("Finishing the index", 0, 0),
        ("Finishing the index", 1, 1),
    ]
