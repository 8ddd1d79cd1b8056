"""The content of a store's file, and what tells one state of it from another.

- read whole, with the mark of the same file; what is no plain file
- two writes of one size within a tick of the clock, of fine clocks and of coarse ones
- a file that has been left for a while is told by its mark alone
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import commit_nothing
from mediarel.errors import BusyError
from mediarel.store.tiny import file, transaction
from mediarel.store.tiny.file import (
    FileStore,
    mark_of,
)

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from conftest import Run
    from mediarel.store.tiny.file import Mark

SECOND = 1_000_000_000


@pytest.fixture
def coarse_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the drive keep times of two seconds, as FAT does."""

    def coarse(status: os.stat_result) -> Mark:
        mark = mark_of(status)
        times = {name: getattr(mark, name) for name in ("modified", "changed")}
        return mark._replace(
            **{name: time - time % (2 * SECOND) for name, time in times.items()}
        )

    for module in (file, transaction):
        monkeypatch.setattr(module, "mark_of", coarse)
    monkeypatch.setattr(file, "mark_at", lambda path: coarse(path.stat()))
    monkeypatch.setattr(transaction, "mark_at", lambda path: coarse(path.stat()))


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
        with pytest.raises(BusyError, match="without the lock"):
            commit_nothing(store, transaction)

    assert store.read_bytes().count(b"LICA") > 0
