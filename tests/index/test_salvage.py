"""What the kept files of the index still hold: proved, row by row, and never changed.

- all records and entries of each file, of any version, newest first
- one bad page takes its own rows alone; what is forged is not given
- nothing of what is no index, or can't be read
- while the store can't be read, no command touches the kept file
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from archives import draft, opened
from mediarel.index.saved_index import saved_in
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run
    from mediarel.index.saved_index import SavedIndex


@pytest.fixture
def kept(store: Path) -> Path:
    """Return the index file of an archive of 309 statements and 3 changes."""
    with opened(store) as archive:
        archive.import_drafts(draft(f"No. {n}. {'Long. ' * n}") for n in range(300))
        archive.remove([5])
    (file,) = (store.parent / "cache").iterdir()
    return file


def saved(store: Path) -> SavedIndex:
    """Return what the one index file of `store` holds."""
    (one,) = saved_in(store.parent / "cache", FileStore(store).location)
    return one


def test_all_records_and_entries_are_saved(store: Path, kept: Path) -> None:
    """As the store has them, byte for byte, by id and by number."""
    snapshot = FileStore(store).read()
    found = saved(store)

    assert found.name == kept.name
    assert found.statements == {
        int(k): bytes(v) for k, v in snapshot.statements.items()
    }
    assert found.history == {int(k): bytes(v) for k, v in snapshot.history.items()}


def test_files_of_all_versions_newest_first(store: Path, kept: Path) -> None:
    """But not those of other archives, nor what is left of making one."""
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
    assert data[start] == 5  # an inner page, whose cells are child page and key
    cells = int.from_bytes(data[start + 3 : start + 5])
    places = [start + 12 + 2 * n for n in range(cells)]
    cell_places = [start + int.from_bytes(data[p : p + 2]) for p in places]
    return [(int.from_bytes(data[p : p + 4]) - 1) * 4096 for p in cell_places]


@pytest.mark.parametrize("table", ["document", "statement"])
def test_a_bad_page_takes_its_own_rows(store: Path, kept: Path, table: str) -> None:
    """All before and behind it are saved."""
    whole = saved(store)
    pages = leaf_pages(kept, table)
    page = pages[len(pages) // 2]
    data = bytearray(kept.read_bytes())
    data[page : page + 4096] = os.urandom(4096)
    kept.write_bytes(data)

    found = saved(store)

    assert found.statements.items() < whole.statements.items()
    assert len(whole.statements) - 100 < len(found.statements)
    assert min(found.statements) == 1
    assert max(found.statements) == 309
    assert list(found.statements) == sorted(found.statements)


def test_what_is_forged_is_not_given(store: Path, kept: Path) -> None:
    """A letter of a record or an entry, and what has no fingerprint at all."""
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


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _without_schema(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes(4096 - 100) + data[4096:])


def _no_text_in_schema(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE", b"CREATE\x88TABLE"))


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


@pytest.mark.parametrize(
    "spoil",
    [
        _noise,
        _empty,
        _without_schema,
        _no_text_in_schema,
        _other_tables,
        _folder,
        _gone,
    ],
)
def test_nothing_of_what_is_no_index(
    store: Path, kept: Path, spoil: Callable[[Path], None]
) -> None:
    """And no error."""
    spoil(kept)

    found = saved_in(store.parent / "cache", FileStore(store).location)

    assert all(each[1:] == ({}, {}) for each in found)


def test_the_file_is_never_changed(store: Path, kept: Path) -> None:
    """Not even by the journal of a change that was cut short."""
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
def test_of_a_store_that_cannot_be_read_the_index_stays(
    run: Run, store: Path, home: Path, command: tuple[str, ...], *, spoil_index: bool
) -> None:
    """Byte for byte, whatever is asked, sound or not: it may be all that is left."""
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
