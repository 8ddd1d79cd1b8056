"""What is asked of the index: of one moment, proved, and again where it was wrong.

- a change that comes between two questions is seen by neither
- a row or document that is not as it was written is never given
- one that stays wrong, however it is made, is told
- an export from an index that fails on the way: each statement once, or it is told
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from archives import EVERYTHING, draft, opened, shown, unseen
from mediarel.errors import AccessError
from mediarel.index.index import SqliteIndex
from mediarel.index.proof import ChangedMeanwhileError, WrongIndexError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archives import Desk
    from conftest import Run


@pytest.fixture
def archive(store: Path) -> Iterator[Desk]:
    """Yield the archive of nine statements."""
    with opened(store) as archive:
        archive.index.prepare()
        yield archive


def index_file(archive: Desk) -> Path:
    """Return the one file of the index."""
    (path,) = archive.index.folder.iterdir()
    return path


def test_counts_and_rows_are_of_one_moment(archive: Desk, store: Path) -> None:
    """A statement that another adds meanwhile is in none of them; then in all."""

    def ask() -> tuple[int, list[int]]:
        total = archive.page(EVERYTHING, size=0).total
        with opened(store) as other:
            other.add(draft("Another."))
        return total, shown(archive)

    total, ids = archive.asked(ask)
    archive.index.close()

    assert (total, len(ids)) == (9, 9)
    assert len(shown(archive)) == 10


def test_a_page_is_of_one_moment(
    archive: Desk, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the change comes between its own questions."""
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
def test_what_is_not_as_it_was_written_is_not_given(
    run: Run, store: Path, home: Path, change: str
) -> None:
    """By no command, though the time of the file says nothing; then it is made anew."""
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


def test_one_that_is_found_by_damage_is_not_given(
    run: Run, store: Path, home: Path
) -> None:
    """Its row says that it is somebody's whose it is not, which its document proves."""
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


def test_one_that_stays_wrong_is_told(archive: Desk) -> None:
    """Nothing of SQLite's or Python's own comes out of it."""

    def fail() -> None:
        raise WrongIndexError("always")

    with pytest.raises(AccessError, match="could not be built or read: always"):
        archive.asked(fail)
    assert len(shown(archive)) == 9


def test_its_command_ends_with_a_sentence(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 7."""

    def fail(*_: object) -> None:
        raise UnicodeDecodeError("utf-8", b"\x88", 0, 1, "invalid start byte")

    assert store.exists()
    monkeypatch.setattr("mediarel.index.search.checked_years", fail)

    done = run("list")

    assert (done.code, done.out) == (7, "")
    assert "the index in" in done.err
    assert done.err.splitlines()[-1].startswith("Hint: ")


@pytest.fixture
def many(store: Path) -> Iterator[Desk]:
    """Yield an archive of more than SQLite keeps in memory, its index at rest."""
    with opened(store) as archive:
        archive.import_drafts(draft(f"No. {n}. {'Long. ' * 500}") for n in range(1500))
        archive.index.close()
        yield archive


def cut(path: Path) -> None:
    """Take away most of the file at `path`."""
    os.truncate(path, 40_960)


def test_an_export_from_an_index_that_is_cut_meanwhile(many: Desk) -> None:
    """Each statement once, in order: what the index no longer gives, the store has."""
    right = [each.id for each in many.statements(EVERYTHING)]
    many.index.close()
    export = many.statements(EVERYTHING)
    first = [next(export).id for _ in range(10)]
    cut(index_file(many))

    assert first + [each.id for each in export] == right
    assert len(right) == 1509


def test_an_export_that_can_not_go_on_is_told(many: Desk, store: Path) -> None:
    """Where the index was cut, and a statement that was to come is another since."""
    export = many.statements(EVERYTHING, sort="id")
    next(export)
    with opened(store) as other:
        other.remove([1500])
    cut(index_file(many))

    with pytest.raises(ChangedMeanwhileError):
        list(export)


def test_an_export_that_a_change_comes_into(many: Desk, store: Path) -> None:
    """All of the moment when it began."""
    export = many.statements(EVERYTHING, sort="id")
    next(export)
    with opened(store) as other:
        other.remove([1500])

    assert [each.id for each in export] == list(range(2, 1510))
