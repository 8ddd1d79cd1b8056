"""A store put whole in the place of one that can't be read, which is kept beside it."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from mediarel.atomic import replace_file
from mediarel.errors import BusyError
from mediarel.store.checksums import put_checksums
from mediarel.store.tiny.access import StoreAccessError, reason
from mediarel.store.tiny.migrations import in_present_form
from mediarel.store.tiny.others import other_tables
from mediarel.store.tiny.read import content
from mediarel.store.tiny.write import SafeStorage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mediarel.store.protocol import Document, Mark
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


def read_content(path: Path) -> Content:
    """Return the bytes of the store at `path`, whatever they are, all of one moment.

    Raises NoStoreError or StoreAccessError.
    """
    return Content(*content(path))


def replace_damaged(
    store: FileStore,
    seen: Content | None,
    statements: Mapping[str, Document],
    history: Mapping[str, Document],
    at: str,
) -> Path | None:
    """Put a store of `statements` and `history` in the place of `store`.

    What it was `seen` to hold, and must hold still, is kept beside it; gives
    where. With None there must be nothing. Other tables that it has, and that can
    be read, stay. `at` is the present, as RFC 3339 in UTC.

    Raises BusyStoreError, OvertakenRepairError or StoreAccessError.
    """
    checksums: dict[str, Document] = {}
    put_checksums(checksums, statements, {})
    others = other_tables(seen.data) if seen else {}
    tables = in_present_form(
        store.path,
        {
            "archive": others.pop("archive", {}),
            "statements": dict(statements),
            "history": dict(history),
            "checksums": checksums,
            **others,
        },
    )
    if seen is not None:
        store.refuse_read_only()
    storage = SafeStorage(store.path, patience=store.patience, tell=store.tell)
    with closing(storage):
        now = read_content(storage.path) if storage.path.exists() else None
        if (now and now.mark) != (seen and seen.mark):
            raise OvertakenRepairError(storage.path)
        kept = keep_beside(storage.path, seen.data, at) if seen else None
        storage.write(tables)
    return kept


def keep_beside(path: Path, data: bytes, at: str) -> Path:
    """Write `data` beside the store at `path`, under a name that is free; give where.

    Raises StoreAccessError.
    """
    time = compact(at)
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


def compact(at: str) -> str:
    """Return a time of RFC 3339 as it can stand in the name of a file anywhere."""
    return at.replace(":", "")
