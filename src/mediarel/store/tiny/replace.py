"""A store put whole in the place of one that can't be read, which is kept beside it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from mediarel.atomic import replace_file
from mediarel.errors import BusyError
from mediarel.store.tiny.access import StoreAccessError, reason
from mediarel.store.tiny.layout import layout
from mediarel.store.tiny.migrations import migrated
from mediarel.store.tiny.others import other_tables
from mediarel.store.tiny.read import content
from mediarel.store.tiny.tables import ChangingTables
from mediarel.store.tiny.write import SafeStorage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mediarel.history.change import Change
    from mediarel.store.protocol import Document, Revision
    from mediarel.store.tiny.access import Mark
    from mediarel.store.tiny.file import FileStore


class OvertakenRepairError(BusyError):
    """The store was written by another between the question and the answer."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"another program has just written {path}",
            "Look at what it did, then try again; nothing was changed.",
        )


class Content(NamedTuple):
    """The bytes of a store, and the mark that its file had when they were read."""

    mark: Mark
    data: bytes


class Replacement(ChangingTables):
    """A transaction that puts other tables in the place of a store.

    `kept` is where the damaged store is kept, once the change is committed.
    """

    def __init__(
        self,
        storage: SafeStorage,
        seen: Content | None,
        tables: dict[str, dict[str, Document]],
    ) -> None:
        super().__init__(tables)
        self._storage = storage
        self._seen = seen
        self.revision = "" if seen is None else seen.mark.revision
        self.kept: Path | None = None

    def commit(
        self, change: Change, entry: Document, written: Mapping[int, Document | None]
    ) -> Revision:
        """Write the tables with `change`; what was there is kept beside them.

        Raises StoreAccessError.
        """
        self.put(change.number, entry, written)
        path = self._storage.path
        if self._seen is not None:
            self.kept = keep_damaged(path, self._seen.data, change.at)
        tables = migrated(path, self.tables)
        return self._storage.replace(layout(tables)).revision


@contextmanager
def replacement(
    store: FileStore,
    seen: Content | None,
    statements: Mapping[str, Document],
    history: Mapping[str, Document],
) -> Iterator[Replacement]:
    """Lock `store`, in whose place a store of `statements` and `history` is put.

    What it was `seen` to hold it must hold still; with None there must be nothing.
    Other tables that it has, and that can be read, stay.

    Raises BusyStoreError, OvertakenRepairError or StoreAccessError.
    """
    if seen is not None:
        store.refuse_read_only()
    storage = SafeStorage(store.path, patience=store.patience, tell=store.tell)
    try:
        now = read_content(storage.path) if storage.path.exists() else None
        if (now and now.mark) != (seen and seen.mark):
            raise OvertakenRepairError(storage.path)
        others = other_tables(seen.data) if seen else {}
        tables = {
            "archive": others.pop("archive", {}),
            "statements": dict(statements),
            "history": dict(history),
            "checksums": {},
            **others,
        }
        yield Replacement(storage, seen, tables)
    finally:
        storage.close()


def read_content(path: Path) -> Content:
    """Return the bytes of the store at `path`, whatever they are, all of one moment.

    Raises NoStoreError or StoreAccessError.
    """
    return Content(*content(path))


def keep_damaged(path: Path, data: bytes, at: str) -> Path:
    """Write `data` beside the store at `path`, under a name that is free; give where.

    Raises StoreAccessError.
    """
    time = compact_time(at)
    place = path.with_name(f"{path.name}.damaged-{time}")
    number = 1
    while os.path.lexists(place):
        number += 1
        place = path.with_name(f"{path.name}.damaged-{time}-{number}")
    try:
        replace_file(place, lambda file: file.writelines([data]))
    except OSError as error:
        raise StoreAccessError(place, reason(error)) from error
    return place


def compact_time(at: str) -> str:
    """Return a time of RFC 3339 as it can stand in the name of a file anywhere."""
    return at.replace(":", "")
