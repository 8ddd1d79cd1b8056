"""What the system says of a store's file."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from mediarel.store.tiny.file import (
    NoStoreError,
    StoreAccessError,
    access_error,
    mark_at,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_mark_of_a_file_that_is_left(store: Path) -> None:
    """It stays, also as text."""
    assert mark_at(store) == mark_at(store)
    assert mark_at(store).revision == mark_at(store).revision


def test_mark_after_a_change_of_the_same_size(store: Path) -> None:
    """It is another, in the same file or in a new one."""
    before = mark_at(store)
    os.utime(store, ns=(1, 1))
    touched = mark_at(store)
    copy = store.with_name("copy")
    copy.write_bytes(store.read_bytes())
    copy.replace(store)
    os.utime(store, ns=(1, 1))

    assert len({before.revision, touched.revision, mark_at(store).revision}) == 3


def test_store_that_is_gone(store: Path) -> None:
    """The newest backup is named, where there is one."""
    store.unlink()
    with pytest.raises(NoStoreError) as without:
        mark_at(store)
    backup = store.parent / "backups" / "statements-2026-01-02.json"
    backup.parent.mkdir()
    backup.touch()
    with pytest.raises(NoStoreError) as with_backup:
        mark_at(store)

    assert "mediarel init" in str(without.value.hint)
    assert str(backup) in str(with_backup.value.hint)


def test_what_is_no_plain_file(store: Path) -> None:
    """A folder or a pipe is refused, and not waited for."""
    pipe = store.with_name("pipe")
    os.mkfifo(pipe)

    with pytest.raises(StoreAccessError, match="it is a folder"):
        mark_at(store.parent)
    with pytest.raises(StoreAccessError, match="it is not a plain file"):
        mark_at(pipe)


def test_reason_of_the_system(store: Path) -> None:
    """It stands in the sentence in small letters."""
    error = access_error(store, OSError(errno.EIO, "Input/output error"))

    assert error.problem == f"{store}: input/output error"
