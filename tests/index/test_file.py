"""Test building, updating and rebuilding the file of the index."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from tinydb import TinyDB

from archives import EVERYTHING, Desk, draft, open_files, opened, shown, tick
from finding import parsed
from mediarel.errors import DamagedError
from mediarel.index import fill
from mediarel.index.index import SqliteIndex
from mediarel.index.index_file import refuse_journal, remove_leftovers
from mediarel.index.search import page
from mediarel.query.tree import both
from mediarel.store.protocol import Delta
from mediarel.store.tiny.file import FileStore

RADIO = parsed("radio OR zeppelin")


def answers(index: SqliteIndex) -> list[int]:
    """Return the ids of all statements, and of the statements about radio."""
    everything = page(index, both(), sort="id", start=0, size=None).rows
    radio = page(index, RADIO, sort="id", start=0, size=None).rows
    index.close()
    return [row.id for row in (*everything, *radio)]


ALL = [1, 2, 3, 4, 5, 6, 7, 8, 9, 3, 5]


@pytest.fixture
def folder(home: Path) -> Path:
    return home / "index"


@pytest.fixture
def index(store: Path, folder: Path) -> SqliteIndex:
    """Return an index that was built and closed."""
    made = SqliteIndex(FileStore(store), folder)
    assert answers(made) == ALL
    return made


def file_in(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def _noise(path: Path) -> None:
    path.write_bytes(os.urandom(50_000))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def _hole(path: Path) -> None:
    """Overwrite all pages except the first, which is checked on opening."""
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
def test_damaged_index_is_rebuilt(
    index: SqliteIndex, folder: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(file_in(folder))

    assert answers(index) == ALL
    assert answers(index) == ALL


def _spoil_documents(path: Path) -> None:
    """Overwrite the first page of documents, which is not checked on opening."""
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        named = "SELECT rootpage FROM sqlite_master WHERE name = 'document'"
        (page,) = connection.execute(named).fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : page * size] = bytes(size)
    path.write_bytes(data)


def test_export_from_a_damaged_index_is_complete(store: Path) -> None:
    with opened(store) as archive:
        archive.import_drafts(draft(f"Number {number}.") for number in range(300))
    _spoil_documents(file_in(store.parent / "cache"))

    with opened(store) as archive:
        ids = [each.id for each in archive.statements(both())]

    assert sorted(ids) == list(range(1, 310))


def test_index_is_private_to_its_user(store: Path, home: Path, folder: Path) -> None:
    """The index contains complete texts."""
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


def test_invalid_store_leaves_no_open_files(
    store: Path, home: Path, folder: Path
) -> None:
    """This covers the index in a file and in memory."""
    store.write_text('{"statements": {"1": {}}, "history": {}}', encoding="utf-8")
    (home / "file").write_text("not a folder")
    before = open_files()
    for place in (folder, home / "file" / "cache"):
        index = SqliteIndex(FileStore(store), place)
        with pytest.raises(DamagedError):
            index.prepare()

    assert open_files() == before


def test_locked_index_is_replaced_by_one_in_memory(
    index: SqliteIndex, store: Path, folder: Path
) -> None:
    with TinyDB(store) as db:
        db.table("statements").remove(doc_ids=[1])
    told: list[str] = []
    with closing(sqlite3.connect(file_in(folder), isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        impatient = SqliteIndex(
            FileStore(store), folder, notify=told.append, patience=0.05
        )
        found = answers(impatient)

    assert found == ALL[1:]
    assert told == [f"Can't save the index in {folder} (database is locked)."]
    assert answers(index) == ALL[1:]


def test_change_does_not_wait_for_a_locked_index(
    index: SqliteIndex, store: Path, folder: Path
) -> None:
    """The next reader updates the index."""
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


def test_index_is_in_memory_if_the_folder_is_read_only(store: Path, home: Path) -> None:
    told: list[str] = []
    (home / "file").write_text("not a folder")
    homeless = SqliteIndex(
        FileStore(store), home / "file" / "cache", notify=told.append
    )

    assert answers(homeless) == ALL
    assert told[0].startswith(f"Can't save the index in {home / 'file' / 'cache'}")


def test_several_processes_build_one_index(store: Path, home: Path) -> None:
    command = [sys.executable, "-m", "mediarel", "list", "--archive", str(store)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    counts = [len(process.communicate()[0].splitlines()) for process in running]

    assert counts == [9] * 3
    assert [f.suffix for f in (home / "cache" / "mediarel").iterdir()] == [".sqlite"]


def test_progress_is_reported_per_batch(
    store: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fill, "_LOT", 4)
    told: list[tuple[str, int, int]] = []
    index = SqliteIndex(
        FileStore(store), folder, progress=lambda *what: told.append(what)
    )

    assert answers(index) == ALL
    assert told == [
        ("Reading the archive", 0, 0),
        *[("Building the index", done, 9) for done in (0, 4, 8, 9)],
        ("Finishing the index", 0, 0),
        ("Finishing the index", 1, 1),
    ]


def make(path: Path, *, hours_ago: float) -> Path:
    """Create an empty file that was modified `hours_ago`."""
    path.touch()
    then = time.time() - hours_ago * 3600
    os.utime(path, (then, then))
    return path


def test_new_journal_prevents_replacing_the_index(tmp_path: Path) -> None:
    """SQLite would replay the journal into the new file."""
    journal = make(tmp_path / "a.sqlite-journal", hours_ago=0.5)

    with pytest.raises(BlockingIOError, match="another process"):
        refuse_journal(tmp_path / "a.sqlite")

    assert journal.exists()


def test_old_journal_is_removed(tmp_path: Path) -> None:
    journal = make(tmp_path / "a.sqlite-journal", hours_ago=2)

    refuse_journal(tmp_path / "a.sqlite")
    refuse_journal(tmp_path / "a.sqlite")

    assert not journal.exists()


def test_only_old_leftovers_of_this_index_are_removed(tmp_path: Path) -> None:
    old = make(tmp_path / "a.1.tmp", hours_ago=2)
    new = make(tmp_path / "a.2.tmp", hours_ago=0)
    other = make(tmp_path / "b.1.tmp", hours_ago=2)

    remove_leftovers(tmp_path / "a.sqlite")

    assert [each.exists() for each in (old, new, other)] == [False, True, True]


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

        assert rows_and_answers(kept) == rows_and_answers(again)


def rows_and_answers(index: SqliteIndex) -> list[object]:
    """Return the rows about statements, and the results of some queries."""
    tables = ("document", "statement", "listed", "release")
    rows = [sorted(index.rows(f"SELECT * FROM {table}"), key=repr) for table in tables]  # noqa: S608 - our own SQL
    queries = (EVERYTHING, parsed("radio"), parsed("zeppelin OR eviction"))
    return [
        *rows,
        *(page(index, query, sort="id", start=0, size=None) for query in queries),
    ]


NINE = [9, 8, 7, 6, 5, 4, 3, 2, 1]


@pytest.fixture
def archive(store: Path) -> Iterator[Desk]:
    with opened(store) as archive:
        assert sorted(shown(archive)) == sorted(NINE)
        archive.index.close()
        yield archive


@pytest.fixture
def index_file(archive: Desk) -> Path:
    (path,) = archive.index.folder.iterdir()
    return path


def is_rebuilt(archive: Desk, index_file: Path) -> bool:
    """Query the index, and return whether it was rebuilt."""
    before = index_file.stat().st_ino
    kept = index_file.with_suffix(".kept")  # so that the inode is not reused
    os.link(index_file, kept)
    archive.index.close()
    assert sorted(shown(archive)) == sorted(NINE)
    kept.unlink()
    return index_file.stat().st_ino != before


def test_unchanged_index_is_not_rebuilt(archive: Desk, index_file: Path) -> None:
    assert not is_rebuilt(archive, index_file)


def test_changed_index_is_rebuilt(archive: Desk, index_file: Path) -> None:
    """The changed byte is in a part that SQLite reserves and does not use."""
    with index_file.open("r+b") as file:
        file.seek(72)  # reserved for later versions of SQLite
        file.write(b"\x01")

    assert is_rebuilt(archive, index_file)
    assert not is_rebuilt(archive, index_file)


def test_index_without_its_time_is_rebuilt(archive: Desk, index_file: Path) -> None:
    """The process that wrote the file died before it set the time."""
    os.utime(index_file)

    assert is_rebuilt(archive, index_file)


def test_reader_waits_until_the_writer_sets_the_time(
    archive: Desk, index_file: Path
) -> None:
    right = index_file.stat().st_mtime_ns
    os.utime(index_file)
    timer = Timer(0.05, os.utime, (index_file,), {"ns": (right, right)})
    timer.start()

    assert not is_rebuilt(archive, index_file)
    timer.join()


def test_file_system_without_times_keeps_the_index(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuse)
    with opened(store) as archive:
        archive.index.prepare()
        (index_file,) = archive.index.folder.iterdir()

        assert not is_rebuilt(archive, index_file)
        archive.remove([9])
        archive.undo()
        assert not is_rebuilt(archive, index_file)


def test_changed_index_is_not_updated(archive: Desk, index_file: Path) -> None:
    """An update would set the time and so hide the change."""
    archive.index.prepare()
    with index_file.open("r+b") as file:
        file.seek(-4, os.SEEK_END)
        file.write(b"\x01\x02\x03\x04")
    before = index_file.read_bytes()
    revision = archive.store.revision()
    archive.index.update(revision, Delta(revision, {1: None}, {}))

    assert index_file.read_bytes() == before
    assert is_rebuilt(archive, index_file)


def test_index_is_not_rebuilt_after_a_change(archive: Desk, index_file: Path) -> None:
    archive.add(draft("Another."))
    archive.remove([10])

    assert not is_rebuilt(archive, index_file)
