"""What lies beside the file of the index: journals and temporary files."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from mediarel.index.index_file import refuse_journal, remove_leftovers

if TYPE_CHECKING:
    from pathlib import Path


def make(path: Path, *, hours_ago: float) -> Path:
    """Make an empty file that was written then."""
    path.touch()
    then = time.time() - hours_ago * 3600
    os.utime(path, (then, then))
    return path


def test_a_journal_that_is_being_written_refuses(tmp_path: Path) -> None:
    """SQLite would replay it into what is put beside it."""
    journal = make(tmp_path / "a.sqlite-journal", hours_ago=0.5)

    with pytest.raises(BlockingIOError, match="another process"):
        refuse_journal(tmp_path / "a.sqlite")

    assert journal.exists()


def test_an_old_journal_is_removed(tmp_path: Path) -> None:
    """No process is still writing it; and where there is none, nothing is refused."""
    journal = make(tmp_path / "a.sqlite-journal", hours_ago=2)

    refuse_journal(tmp_path / "a.sqlite")
    refuse_journal(tmp_path / "a.sqlite")

    assert not journal.exists()


def test_only_old_leftovers_of_this_index_go(tmp_path: Path) -> None:
    """Those of another index, and of a process that may be at work, stay."""
    old = make(tmp_path / "a.1.tmp", hours_ago=2)
    new = make(tmp_path / "a.2.tmp", hours_ago=0)
    other = make(tmp_path / "b.1.tmp", hours_ago=2)

    remove_leftovers(tmp_path / "a.sqlite")

    assert [each.exists() for each in (old, new, other)] == [False, True, True]
