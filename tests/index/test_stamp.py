"""The time of the index's file: a change by anything else shows.

- a file left alone is read as it is; one that was written to is made anew
- its writer died before it set the time: made anew; is about to set it: waited for
- a file system that takes no such time: the index is kept all the same
- what something else has changed is not written on, so never passes for ours
"""

from __future__ import annotations

import os
from threading import Timer
from typing import TYPE_CHECKING

import pytest

from archives import draft, opened, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archives import Desk

NINE = [9, 8, 7, 6, 5, 4, 3, 2, 1]


@pytest.fixture
def archive(store: Path) -> Iterator[Desk]:
    """Yield an archive whose index is made and let go."""
    with opened(store) as archive:
        assert sorted(shown(archive)) == sorted(NINE)
        archive.index.close()
        yield archive


@pytest.fixture
def index_file(archive: Desk) -> Path:
    """Return the one file of the index."""
    (path,) = archive.index.folder.iterdir()
    return path


def is_made_anew(archive: Desk, index_file: Path) -> bool:
    """Ask the index, and tell whether it was made anew for that."""
    before = index_file.stat().st_ino
    kept = index_file.with_suffix(".kept")  # so that its inode is not given again
    os.link(index_file, kept)
    archive.index.close()
    assert sorted(shown(archive)) == sorted(NINE)
    kept.unlink()
    return index_file.stat().st_ino != before


def test_a_file_left_alone_is_read_as_it_is(archive: Desk, index_file: Path) -> None:
    assert not is_made_anew(archive, index_file)


def test_a_file_written_to_is_made_anew(archive: Desk, index_file: Path) -> None:
    """Whatever was written: here a byte that nothing reads, by itself."""
    with index_file.open("r+b") as file:
        file.seek(72)  # reserved for later versions of SQLite
        file.write(b"\x01")

    assert is_made_anew(archive, index_file)
    assert not is_made_anew(archive, index_file)


def test_its_writer_died_before_it_set_the_time(
    archive: Desk, index_file: Path
) -> None:
    os.utime(index_file)

    assert is_made_anew(archive, index_file)


def test_its_writer_is_about_to_set_the_time(archive: Desk, index_file: Path) -> None:
    """That takes no longer than a moment, for which a reader waits."""
    right = index_file.stat().st_mtime_ns
    os.utime(index_file)
    timer = Timer(0.05, os.utime, (index_file,), {"ns": (right, right)})
    timer.start()

    assert not is_made_anew(archive, index_file)
    timer.join()


def test_a_file_system_that_takes_no_time(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows prove themselves; it is not made anew again and again."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuse)
    with opened(store) as archive:
        archive.index.prepare()
        (index_file,) = archive.index.folder.iterdir()

        assert not is_made_anew(archive, index_file)
        archive.remove([9])
        archive.undo()
        assert not is_made_anew(archive, index_file)


def test_what_was_changed_is_not_written_on(archive: Desk, index_file: Path) -> None:
    """Else the time that a change sets would hide it."""
    archive.index.prepare()
    with index_file.open("r+b") as file:
        file.seek(-4, os.SEEK_END)
        file.write(b"\x01\x02\x03\x04")
    before = index_file.read_bytes()
    revision = archive.store.revision()
    archive.index.update(revision, revision, {1: None}, {})

    assert index_file.read_bytes() == before
    assert is_made_anew(archive, index_file)


def test_after_a_change_the_index_is_as_written(
    archive: Desk, index_file: Path
) -> None:
    """It is taken in, by the change itself and by the next reader."""
    archive.add(draft("Another."))
    archive.remove([10])

    assert not is_made_anew(archive, index_file)
