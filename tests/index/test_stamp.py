"""Test that a change of the index file by another program is detected by its time."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from archives import Desk, draft, opened, shown
from mediarel.index.protocol import IndexUpdate

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
    archive.index.update(IndexUpdate(revision, revision, {1: None}, {}))

    assert index_file.read_bytes() == before
    assert is_rebuilt(archive, index_file)


def test_index_is_not_rebuilt_after_a_change(archive: Desk, index_file: Path) -> None:
    archive.add(draft("Another."))
    archive.remove([10])

    assert not is_rebuilt(archive, index_file)
