"""Test salvaging records from the saved files of the index."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archives import draft, opened
from conftest import Run
from mediarel.index.index_file import SavedIndex, saved_in
from mediarel.store.tiny.file import FileStore


@pytest.fixture
def kept(store: Path) -> Path:
    """Return the index file of an archive of 309 statements and 3 changes."""
    with opened(store) as archive:
        archive.import_drafts(draft(f"No. {n}. {'Long. ' * n}") for n in range(300))
        archive.remove([5])
    (file,) = (store.parent / "cache").iterdir()
    return file


def saved(store: Path) -> SavedIndex:
    """Return the contents of the only index file of `store`."""
    (one,) = saved_in(store.parent / "cache", FileStore(store).location)
    return one


def test_all_records_and_entries_are_returned(store: Path, kept: Path) -> None:
    snapshot = FileStore(store).read()
    found = saved(store)

    assert found.name == kept.name
    assert found.statements == {
        int(k): bytes(v) for k, v in snapshot.statements.items()
    }
    assert found.history == {int(k): bytes(v) for k, v in snapshot.history.items()}


def test_files_of_all_versions_are_read_newest_first(store: Path, kept: Path) -> None:
    """Other archives and temporary files are ignored."""
    stem = kept.name[:8]
    for name in (f"{stem}-0-fts5-1.sqlite", f"{stem}-1.tmp", "0badf00d-0.sqlite"):
        shutil.copy(kept, kept.with_name(name))
    os.utime(kept.with_name(f"{stem}-0-fts5-1.sqlite"), (1, 1))

    found = saved_in(kept.parent, FileStore(store).location)

    assert [each.name for each in found] == [kept.name, f"{stem}-0-fts5-1.sqlite"]
    assert len(found[1].statements) == len(found[0].statements) == 308


def leaf_pages(kept: Path, table: str) -> list[int]:
    """Return the offsets of the pages with the rows of a table."""
    with closing(sqlite3.connect(kept)) as connection:
        named = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (root,) = connection.execute(named, (table,)).fetchone()
    data = kept.read_bytes()
    start = (root - 1) * 4096
    assert data[start] == 5  # an inner page; each cell has a child page and a key
    cells = int.from_bytes(data[start + 3 : start + 5])
    places = [start + 12 + 2 * n for n in range(cells)]
    cell_places = [start + int.from_bytes(data[p : p + 2]) for p in places]
    return [(int.from_bytes(data[p : p + 4]) - 1) * 4096 for p in cell_places]


@pytest.mark.parametrize("table", ["document", "statement"])
def test_rows_before_damage_are_read(store: Path, kept: Path, table: str) -> None:
    whole = saved(store)
    pages = leaf_pages(kept, table)
    page = pages[len(pages) // 2]
    data = bytearray(kept.read_bytes())
    data[page : page + 4096] = os.urandom(4096)
    kept.write_bytes(data)

    found = saved(store)

    assert found.statements.items() < whole.statements.items()
    assert len(found.statements) > 100
    assert min(found.statements) == 1


def test_altered_rows_are_not_returned(store: Path, kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as connection, connection:
        other = "SET json = CAST(replace(json, 'CLEC', 'CLEX') AS BLOB)"
        connection.execute(f"UPDATE document {other} WHERE id = 1")
        connection.execute("UPDATE entry SET json = x'00' WHERE number = 2")
        connection.execute("INSERT INTO document VALUES (400, x'7b7d')")
        connection.execute("UPDATE document SET json = NULL WHERE id = 2")

    found = saved(store)

    assert {1, 2, 400} & found.statements.keys() == set()
    assert len(found.statements) == 306
    assert 2 not in found.history


def _noise(path: Path) -> None:
    path.write_bytes(os.urandom(5000))


def _other_tables(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        for table in ("document", "statement", "entry"):
            connection.execute(
                f"CREATE VIEW {table} AS"
                " SELECT 'x' AS id, 'x' AS number, 1 AS json, 'y' AS fingerprint"
            )


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _gone(path: Path) -> None:
    shutil.rmtree(path.parent)


@pytest.mark.parametrize("spoil", [_noise, _other_tables, _folder, _gone])
def test_unreadable_index_has_no_contents(
    store: Path, kept: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(kept)

    found = saved_in(store.parent / "cache", FileStore(store).location)

    assert all(each[1:] == ({}, {}) for each in found)


def test_reading_never_changes_the_file(store: Path, kept: Path) -> None:
    """This is also true if there is a journal."""
    kept.with_name(f"{kept.name}-journal").write_bytes(os.urandom(2000))
    before = kept.read_bytes(), kept.stat().st_mtime_ns, sorted(kept.parent.iterdir())

    assert len(saved(store).statements) == 308
    assert before == (
        kept.read_bytes(),
        kept.stat().st_mtime_ns,
        sorted(kept.parent.iterdir()),
    )


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("search", "sonando"),
        ("show", "3"),
        ("export", "--format=jsonl"),
        ("log",),
        ("add", "--date=2012", "--program=CLEC", "--title=New"),
        ("check",),
        ("repair",),
    ],
)
@pytest.mark.parametrize("spoil_index", [False, True])
def test_commands_keep_the_index_of_a_damaged_store(
    run: Run, store: Path, home: Path, command: tuple[str, ...], *, spoil_index: bool
) -> None:
    """The index may have the only copy of a statement."""
    assert run("list").code == 0
    (kept,) = (home / "cache" / "mediarel").iterdir()
    os.truncate(store, 5000)
    if spoil_index:
        data = kept.read_bytes()
        kept.write_bytes(data[: len(data) // 2])
    before = kept.read_bytes()

    assert run(*command).code != 0
    assert kept.read_bytes() == before
    assert list(kept.parent.iterdir()) == [kept]
