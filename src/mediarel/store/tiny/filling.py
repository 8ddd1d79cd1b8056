"""Filling the file of a new store with all that an archive holds, one by one."""

from __future__ import annotations

import mmap
import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mediarel.atomic import UnsyncedError, make_folders, replace_file
from mediarel.errors import DamagedError, NewerArchiveError
from mediarel.store.contents import ContentsOfSnapshot, Tallied, tally_of
from mediarel.store.tiny.access import (
    StoreAccessError,
    StoreExistsError,
    UnsyncedStoreError,
    reason,
)
from mediarel.store.tiny.contents import parts_of
from mediarel.store.tiny.leftovers import remove_leftovers
from mediarel.store.tiny.lock import take_lock
from mediarel.store.tiny.read import decoded_tables, read_snapshot, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediarel.store.contents import Contents, Tally
    from mediarel.store.tiny.file import FileStore


class BadStoreCopyError(StoreAccessError):
    """What was written can't be read back as it was."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, "what was written can't be read back as it was, and is gone again"
        )


def refuse_filled(path: Path) -> None:
    """Raise StoreExistsError unless nothing is at `path`, or an empty archive.

    Raises StoreAccessError as well.
    """
    if not os.path.lexists(path):
        return
    try:
        there = read_snapshot(path)
    except (DamagedError, NewerArchiveError):
        raise StoreExistsError(path) from None
    if there.statements or there.history:
        raise StoreExistsError(path)


def fill(
    store: FileStore,
    contents: Contents,
    *,
    like: Path | None = None,
    before_replace: Callable[[], None] = lambda: None,
) -> Tally:
    """Make `store` of all `contents`: whole or not at all. Return their tally.

    It is read back before it takes its place; `before_replace` is called then. There
    must be nothing, or an empty archive. It becomes as open as the file `like`.

    Raises StoreExistsError, BusyStoreError, BadStoreCopyError or StoreAccessError.
    """
    path = Path(os.path.realpath(store.path))
    refuse_filled(path)
    try:
        make_folders(path.parent)
    except OSError as error:
        raise StoreAccessError(path.parent, reason(error)) from error
    lock = take_lock(path, store.patience, store.tell)
    try:
        remove_leftovers(path)
        refuse_filled(path)
        tallied = Tallied(contents)

        def write(file: BinaryIO) -> None:
            file.writelines(parts_of(tallied))
            file.flush()
            if _tally_in(path, file.fileno()) != tallied.tally():
                raise BadStoreCopyError(path)

        replace_file(path, write, like=like, before_replace=before_replace)
    except UnsyncedError as error:
        raise UnsyncedStoreError(path, reason(error)) from error
    except OSError as error:
        refused = Path(error.filename or path)
        raise StoreAccessError(refused, reason(error)) from error
    finally:
        lock.release()
    return tallied.tally()


def _tally_in(path: Path, descriptor: int) -> Tally:
    """Return the tally of what an open file holds, as it is read from it.

    Raises OSError.
    """
    with mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) as data:
        tables = decoded_tables(path, data)  # type: ignore[arg-type]
        snapshot = snapshot_of("", tables)
        tally = tally_of(ContentsOfSnapshot(snapshot))
        # What still looks into the file would keep it from being closed.
        del tables, snapshot
    return tally
