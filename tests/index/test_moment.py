"""Test that answers of the index are consistent and verified."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archives import EVERYTHING, Desk, draft, opened, shown, unseen
from conftest import Run
from mediarel.errors import AccessError
from mediarel.index import search
from mediarel.index.index import SqliteIndex
from mediarel.index.proof import WrongIndexError


@pytest.fixture
def archive(store: Path) -> Iterator[Desk]:
    # If the file is new, opening the index may have to wait and update the revision.
    os.utime(store, (0, 0))
    with opened(store) as archive:
        archive.index.prepare()
        yield archive


def index_file(archive: Desk) -> Path:
    (path,) = archive.index.folder.iterdir()
    return path


def test_queries_in_a_snapshot_ignore_later_changes(archive: Desk, store: Path) -> None:
    def ask() -> tuple[int, list[int]]:
        total = archive.page(EVERYTHING, size=0).total
        with opened(store) as other:
            other.add(draft("Another."))
        return total, shown(archive)

    total, ids = archive.asked(ask)
    archive.index.close()

    assert (total, len(ids)) == (9, 9)
    assert len(shown(archive)) == 10


def test_streams_share_a_snapshot_without_a_new_index(archive: Desk) -> None:
    before = index_file(archive).stat().st_ino

    def stream() -> Iterator[tuple[int, bytes]]:
        return search.records(archive.index, EVERYTHING, sort="id")

    outer = archive.asked(lambda: [number for number, _ in stream()])
    nested = [len([*stream()]) for _ in stream()]

    assert (outer, nested) == ([*range(1, 10)], [9] * 9)
    assert index_file(archive).stat().st_ino == before


def test_an_index_that_was_deleted_meanwhile_is_built_again(archive: Desk) -> None:
    index_file(archive).unlink()

    assert sorted(shown(archive)) == [*range(1, 10)]


def test_page_is_a_consistent_snapshot(
    archive: Desk, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process adds a statement between the queries of the page."""
    ask = SqliteIndex.rows
    others = [draft("Another.")]

    def and_add(self: SqliteIndex, *arguments: object) -> list[object]:
        found = ask(self, *arguments)  # type: ignore[arg-type]
        if self is archive.index and others:
            with opened(store) as other:
                other.add(others.pop())
        return found

    monkeypatch.setattr(SqliteIndex, "rows", and_add)
    found = archive.page(EVERYTHING)

    assert not others
    assert found.total == len(found.rows) == sum(n for _, n in found.years) == 9


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE document SET json = CAST(replace(json, 'CLEC', 'CLEX') AS BLOB)",
        "UPDATE document SET json = CAST(json AS TEXT)",
        "UPDATE document SET json = NULL WHERE id = 3",
        "DELETE FROM document WHERE id = 3",
        "UPDATE statement SET fingerprint = fingerprint + 1 WHERE id = 3",
        "UPDATE statement SET fingerprint_proof = NULL WHERE id = 3",
        "UPDATE statement SET fingerprint_proof = fingerprint_proof + 1",
        "UPDATE statement SET headline = 'Forged' WHERE id = 3",
        "UPDATE statement SET headline = NULL WHERE id = 3",
        "UPDATE statement SET date = '2012-07-17' WHERE id = 3",
        "UPDATE statement SET year = 'x' WHERE id = 3",
        "UPDATE statement SET proof = NULL WHERE id = 3",
        "UPDATE name SET shown = 'CLEX' WHERE shown = 'CLEC'",
        "UPDATE entry SET by = 'someone'",
        "UPDATE entry SET json = x'7b7d'",
        "DELETE FROM name",
    ],
)
def test_altered_rows_are_never_shown(
    run: Run, store: Path, home: Path, change: str
) -> None:
    """The modification time of the file is unchanged, and the index is rebuilt."""
    commands = (("list",), ("export", "--format=jsonl"), ("show", "3"), ("log",))
    assert store.exists()
    right = [run(*command) for command in commands]
    (path,) = (home / "cache" / "mediarel").iterdir()
    for command, said in zip(commands, right, strict=True):
        with unseen(path), closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(change)

        assert run(*command) == said
        assert run(*command) == said
        path.unlink()
        assert run("list").code == 0


def test_statement_found_by_an_altered_row_is_not_exported(
    run: Run, store: Path, home: Path
) -> None:
    assert store.exists()
    run("add", "--date=2012", "--program=ADHOC", "--title=Other")
    asked = ("export", "--format=csv", "--program=ADHOC")
    right = run(*asked)
    (path,) = (home / "cache" / "mediarel").iterdir()
    with unseen(path), closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE statement SET program = (SELECT program FROM statement WHERE"
            " id = 10) WHERE id = 3"
        )

    assert run(*asked) == right
    assert right.out.count("ADHOC") == 1


def test_index_that_stays_wrong_raises_an_error(archive: Desk) -> None:
    def fail() -> None:
        raise WrongIndexError("always")

    with pytest.raises(AccessError, match="could not be built or read: always"):
        archive.asked(fail)
    assert len(shown(archive)) == 9


@pytest.fixture
def many(store: Path) -> Iterator[Desk]:
    """Return an archive, with a closed index that is larger than SQLite's cache."""
    with opened(store) as archive:
        archive.import_drafts(draft(f"No. {n}. {'Long. ' * 500}") for n in range(800))
        archive.index.close()
        os.utime(store, (0, 0))
        archive.index.prepare()
        archive.index.close()
        yield archive


def truncate(path: Path) -> None:
    os.truncate(path, 40_960)


def test_export_continues_from_the_store_if_the_index_is_truncated(many: Desk) -> None:
    right = [each.id for each in many.statements(EVERYTHING)]
    many.index.close()
    export = many.statements(EVERYTHING)
    first = [next(export).id for _ in range(10)]
    truncate(index_file(many))

    assert first + [each.id for each in export] == right
    assert len(right) == 809


def test_export_fails_if_index_and_store_changed(many: Desk, store: Path) -> None:
    export = many.statements(EVERYTHING, sort="id")
    next(export)
    with opened(store) as other:
        other.remove([800])
    truncate(index_file(many))

    with pytest.raises(AccessError, match="changed in the meantime"):
        list(export)
