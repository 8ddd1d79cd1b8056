"""The content of a store's file, and what tells one state of it from another.

- read whole, with the mark of the same file; what is no plain file
- two writes of one size within a tick of the clock, of fine clocks and of coarse ones
- a file that has been left for a while is told by its mark alone
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from archives import commit_nothing
from mediarel.store.tiny import file, storage
from mediarel.store.tiny.file import (
    FileStore,
    NoStoreError,
    StoreAccessError,
    is_at,
    mark_at,
    mark_of,
    read_content,
    revision_at,
)

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from mediarel.store.tiny.file import Mark

SECOND = 1_000_000_000


def test_content_whatever_it_is(tmp_path: Path) -> None:
    """It is read with the mark of the same file."""
    path = tmp_path / "statements.json"
    path.write_bytes(b"\xff\x00")

    read = read_content(path)

    assert read.data == b"\xff\x00"
    assert read.mark == mark_at(path)
    assert read.revision == FileStore(path).revision()


def test_no_file_or_no_plain_one(tmp_path: Path) -> None:
    """A pipe is refused at once: nobody will ever write into it."""
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(NoStoreError):
        read_content(tmp_path / "statements.json")
    with pytest.raises(StoreAccessError, match="not a plain file"):
        read_content(tmp_path / "pipe")


@pytest.fixture
def coarse_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the drive keep times of two seconds, as FAT does."""

    def coarse(status: os.stat_result) -> Mark:
        mark = mark_of(status)
        times = {name: getattr(mark, name) for name in ("modified", "changed")}
        return mark._replace(
            **{name: time - time % (2 * SECOND) for name, time in times.items()}
        )

    for module in (file, storage):
        monkeypatch.setattr(module, "mark_of", coarse)
    monkeypatch.setattr(file, "mark_at", lambda path: coarse(path.stat()))
    monkeypatch.setattr(storage, "mark_at", lambda path: coarse(path.stat()))


def write_over(path: Path, old: bytes, new: bytes) -> None:
    """Write `new` over `old` in the file itself, as long as that is."""
    data = path.read_bytes()
    assert len(old) == len(new)
    assert old in data
    with path.open("r+b") as file:
        file.write(data.replace(old, new))


@pytest.mark.usefixtures("coarse_clock")
def test_edits_of_one_size_around_a_list_are_seen(store: Path, run: Run) -> None:
    """Though the drive says nothing of them."""
    seen = []
    for old, new in ((b"CLEC", b"ADHO"), (b"ADHO", b"LICA"), (b"LICA", b"CLEC")):
        write_over(store, old, new)
        seen.append(run("list", "--all").out.count(new.decode()))

    assert seen == [10, 10, 10]


@pytest.mark.usefixtures("coarse_clock")
def test_an_edit_right_after_a_change_is_seen(store: Path, run: Run) -> None:
    """The index has what was written, not what came over it."""
    run("edit", "3", "--program=ADHOC")

    write_over(store, b"ADHOC", b"LICAD")

    assert run("list", "program:LICAD").out.startswith("3\t")


@pytest.mark.usefixtures("coarse_clock")
def test_an_edit_of_one_size_during_a_change_is_not_written_over(store: Path) -> None:
    """It is refused, as any that was made without the lock."""
    with FileStore(store).transaction() as transaction:
        write_over(store, b"CLEC", b"LICA")
        with pytest.raises(storage.ChangedStoreError):
            commit_nothing(store, transaction)

    assert store.read_bytes().count(b"LICA") > 0


def test_a_touch_during_a_change_is_no_change(store: Path) -> None:
    """Where the times are others and the content is the same, nothing is refused."""
    with FileStore(store).transaction() as transaction:
        os.utime(store, ns=(SECOND, SECOND))
        store.chmod(0o640)
        commit_nothing(store, transaction)

    assert len(FileStore(store).read().history) == 2


def test_a_file_that_was_left_for_a_while_is_told_by_its_mark(store: Path) -> None:
    """It need not be read."""
    os.utime(store, ns=(SECOND, SECOND))

    assert revision_at(store) == file.mark_at(store).revision


def test_a_revision_that_was_young_once(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later it has another, and is known for the same; unless it was written to."""
    write_over(store, b"CLEC", b"LICA")
    young = revision_at(store)
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now + 60 * SECOND)

    assert revision_at(store) != young
    assert is_at(store, young)
    assert is_at(store, revision_at(store))
    write_over(store, b"LICA", b"CLEC")
    assert not is_at(store, young)
