"""Provide the TinyDB storage of an archive: a locked file that is replaced atomically.

with TinyDB(path, storage=SafeStorage) as db:
        db.table("statements").all()

Documents stay the raw JSON that was read; TinyDB decodes only the documents that it
returns.
"""

from __future__ import annotations

import os
from collections import UserDict
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from tinydb.storages import Storage

from mediarel.atomic import UnsyncedError, replace_file
from mediarel.errors import BusyError
from mediarel.store import FORM
from mediarel.store.protocol import TABLES
from mediarel.store.tiny.file import (
    StoreAccessError,
    UnsyncedStoreError,
    mark_at,
    mark_of,
    read_content,
    reason,
    revision_of,
)
from mediarel.store.tiny.layout import RAW, encoded, streamed
from mediarel.store.tiny.lock import take_lock
from mediarel.store.tiny.migrations import form_in, migrated
from mediarel.store.tiny.read import raw_tables, validated_tables
from mediarel.store.tiny.rotation import remove_leftovers, restrict_copies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mediarel.store.protocol import Document, Revision
    from mediarel.store.tiny.file import Content


class ChangedStoreError(BusyError):
    """A program without the lock wrote the store during a change."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"another program has just written {path} without waiting for its turn",
            "Look at what it did, then try again; your change was not made.",
        )


Tables = dict[str, dict[str, "RawDocument"]]


class RawDocument(UserDict[str, Any]):
    """A document of the file: raw JSON, which is decoded on first access."""

    def __init__(self, raw: Document) -> None:
        self.raw = raw

    @cached_property
    def data(self) -> dict[str, Any]:  # type: ignore[override]
        """The fields."""
        fields: dict[str, Any] = msgspec.json.decode(self.raw)
        return fields

    def __setitem__(self, name: str, value: object) -> None:
        self.data[name] = value
        self.raw = encoded(self.data)

    def __delitem__(self, name: str) -> None:
        del self.data[name]
        self.raw = encoded(self.data)


class SafeStorage(Storage):
    """A TinyDB storage that holds a lock while open, and replaces its file atomically.

    The file is read once. Each `write` replaces it; with `autocommit=False`, only
    `commit` does, and other changes are discarded.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        autocommit: bool = True,
        patience: float = 10.0,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.path = Path(os.path.realpath(path))
        self.tell = tell
        self.content: Content | None = None
        self.form = FORM
        self._autocommit = autocommit
        self._tables: Tables | None = None
        self._lock = take_lock(self.path, patience, tell)
        remove_leftovers(self.path)

    def close(self) -> None:
        """Release the lock."""
        self._lock.release()

    def read(self) -> Tables:
        """Return the tables, with a `RawDocument` for each document.

        Without `autocommit`, the tables are migrated; `form` is the version of the
        file. Raises DamagedError, NewerArchiveError, NoStoreError or StoreAccessError.
        """
        if self._tables is None:
            self.content = read_content(self.path)
            if self._autocommit:
                raw = validated_tables(self.path, self.content.data)
            else:
                raw = raw_tables(self.path, self.content.data)
                self.form = form_in(self.path, raw)
                raw = migrated(self.path, raw)
                for name in TABLES:
                    raw.setdefault(name, {})
            self._tables = {
                name: {key: RawDocument(document) for key, document in table.items()}
                for name, table in raw.items()
            }
        return dict(self._tables)

    def write(self, data: Mapping[str, dict[str, Any]]) -> None:
        """Replace the tables with `data`; documents may be raw JSON or mappings."""
        before = self._tables or {}
        for table in (
            data[name] for name in data if data[name] is not before.get(name)
        ):
            for key, document in table.items():
                if not isinstance(document, RawDocument):
                    is_raw = isinstance(document, RAW)
                    table[key] = RawDocument(document if is_raw else encoded(document))
        self._tables = dict(data)
        if self._autocommit:
            try:
                self.commit()
            finally:
                self._tables = self.content = None

    def parts(self) -> Iterator[Document]:
        """Yield the parts of the file with the tables."""
        return streamed(
            (name, zip(table, map(attrgetter("raw"), table.values()), strict=True))
            for name, table in self.read().items()
        )

    def commit(self, like: Path | None = None) -> Revision:
        """Replace the file with the present tables, completely or not at all.

        A new file gets the permissions of the file `like`. Returns the revision of the
        new file. If a different program has written the file since, the revision
        matches no file. Raises StoreAccessError, or ChangedStoreError if a different
        program has written the file since it was read.
        """
        parts = list(self.parts())
        try:
            written = mark_of(
                replace_file(
                    self.path,
                    lambda file: file.writelines(parts),
                    like=like,
                    before_replace=self.refuse_changed,
                )
            )
        except UnsyncedError as error:
            raise UnsyncedStoreError(self.path, reason(error)) from error
        except OSError as error:
            raise StoreAccessError(self.path, reason(error)) from error
        restrict_copies(self.path)
        # The replacement changes only the ctime, the last field.
        mark = mark_at(self.path)
        return revision_of(mark if mark[:-1] == written[:-1] else written, parts)

    def refuse_changed(self) -> None:
        """Raise ChangedStoreError if the file has changed since it was read."""
        seen = self.content
        if seen is None or (not seen.is_young and mark_at(self.path) == seen.mark):
            return
        if read_content(self.path).data != seen.data:
            raise ChangedStoreError(self.path)
