"""A store in a TinyDB file, and its revision, which is known without reading it.

A list needs only the revision. Reading is in `read.py`, writing in `write.py`. With
their libraries these take 30 and 60 ms to load, so that the functions at the end of
this module import them when they are called.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from mediarel.store.tiny.access import (
    StoreAccessError,
    StoreExistsError,
    access_error,
    reason,
    require_plain_file,
)
from mediarel.store.tiny.content import is_at, revision_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from mediarel.errors import DamagedError
    from mediarel.store.protocol import Delta, Known, Revision, Snapshot, Transaction


class FileStore:
    """The store in the TinyDB file at `path`; waits `patience` seconds for its lock.

    `tell` is called with a sentence when it has to wait, and when a change has cut
    the file off from its other names, its hard links.
    """

    def __init__(
        self,
        path: Path,
        *,
        patience: float = 10.0,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.path = path
        self.patience = patience
        self.tell = tell

    @classmethod
    def create(cls, path: Path, said: Mapping[str, object] | None = None) -> FileStore:
        """Make a new, empty store at `path`, and the folders above it.

        The archive in it says `said` of itself, such as its name.

        Raises StoreExistsError where there is something at `path` already.
        """
        make_room(path)
        _write_empty(path, said or {})
        return cls(path)

    @property
    def location(self) -> str:
        """The real path of the file, whichever link leads to it."""
        return os.path.realpath(self.path)

    def revision(self) -> Revision:
        """Return the present revision without parsing the records.

        Raises NoStoreError or StoreAccessError.
        """
        return revision_at(self.path)

    def is_at(self, revision: Revision) -> bool:
        """Tell whether the content is still what it was at `revision`.

        Raises NoStoreError or StoreAccessError.
        """
        return is_at(self.path, revision)

    def read(self) -> Snapshot:
        """Return all that the file holds.

        Raises DamagedError, NoStoreError or StoreAccessError.
        """
        return _read(self.path)

    def changed_since(self, known: Known) -> Delta:
        """Return what is another now than is `known`, with its revision.

        The file is read whole: it does not remember what changed when.

        Raises DamagedError, NoStoreError or StoreAccessError.
        """
        return _delta(self.read(), known)

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Lock the store; what is not committed has not happened.

        Raises BusyStoreError, DamagedError, NoStoreError or StoreAccessError.
        """
        self.refuse_read_only()
        return _transaction(self)

    def damaged_record(self, table: str, number: int, what: str) -> DamagedError:
        """Return the error for a record that is not sound, with its line."""
        return _damaged_record(self.path, table, number, what)

    def encode(self, document: Mapping[str, Any]) -> bytes:
        """Return `document` as it stands in the file, indented to its depth."""
        return _encoded(document)

    def refuse_read_only(self) -> None:
        """Raise StoreAccessError where the file may not be written.

        Replacing it needs only the right to write to its folder.

        Raises NoStoreError as well.
        """
        try:
            mode = require_plain_file(self.path, self.path.stat()).st_mode
        except OSError as error:
            raise access_error(self.path, error) from error
        # By the effective user, as that is the one who writes.
        can = os.access(
            self.path, os.W_OK, effective_ids=os.access in os.supports_effective_ids
        )
        if not mode & 0o222 or not can:
            raise StoreAccessError(self.path, "it may only be read")


def make_room(path: Path) -> None:
    """Make the folders that a new store at `path` needs.

    Raises StoreExistsError where there is something at `path` already, or
    StoreAccessError.
    """
    from mediarel.atomic import make_folders  # noqa: PLC0415 - only for a new one

    if os.path.lexists(path):
        raise StoreExistsError(path)
    try:
        make_folders(path.parent)
    except OSError as error:
        raise StoreAccessError(path.parent, reason(error)) from error


def _write_empty(path: Path, said: Mapping[str, object]) -> None:
    from mediarel.store.tiny.write import write_empty  # noqa: PLC0415 - see the top

    write_empty(path, said)


def _read(path: Path) -> Snapshot:
    from mediarel.store.tiny.read import read_snapshot  # noqa: PLC0415 - see the top

    return read_snapshot(path)


def _delta(snapshot: Snapshot, known: Known) -> Delta:
    from mediarel.store.delta import delta  # noqa: PLC0415 - see the top

    return delta(snapshot, known)


def _transaction(store: FileStore) -> AbstractContextManager[Transaction]:
    from mediarel.store.tiny.write import transaction  # noqa: PLC0415 - see the top

    return transaction(store.path, store.patience, store.tell)


def _damaged_record(path: Path, table: str, number: int, what: str) -> DamagedError:
    from mediarel.store.tiny.validate import damaged_record  # noqa: PLC0415 - rare

    return damaged_record(path, table, number, what)


def _encoded(document: Mapping[str, Any]) -> bytes:
    from mediarel.store.tiny.layout import encoded  # noqa: PLC0415 - see the top

    return encoded(document)
