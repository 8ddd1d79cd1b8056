"""Test journals and temporary files next to the file of the index."""

import os
import time
from pathlib import Path

import pytest

from mediarel.index.index_file import refuse_journal, remove_leftovers


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
