"""The TinyDB storage of an archive: a file that is locked, and replaced as a whole.

    with TinyDB(path, storage=SafeStorage) as db:
        db.table("statements").all()

Documents stay the raw JSON that was read; TinyDB decodes those that it returns.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from tinydb.storages import Storage

from mediarel.atomic import UnsyncedError, replace_file
from mediarel.errors import BusyError
from mediarel.store import FORM
from mediarel.store.protocol import TABLES
from mediarel.store.tiny.access import (
    StoreAccessError,
    UnsyncedStoreError,
    mark_at,
    mark_of,
    reason,
)
from mediarel.store.tiny.file import read_content, revision_of
from mediarel.store.tiny.layout import encoded, streamed
from mediarel.store.tiny.lock import take_lock
from mediarel.store.tiny.migrations import form_in, migrated
from mediarel.store.tiny.read import raw_tables, validated_tables
from mediarel.store.tiny.rotation import remove_leftovers, restrict_copies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mediarel.store.protocol import Document, Revision
    from mediarel.store.tiny.file import Content


class ChangedStoreError(BusyError):
    """A program that does not take the lock wrote the store during a change."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"another program has just written {path} without waiting for its turn",
            "Look at what it did, then try again; your change was not made.",
        )


Tables = dict[str, dict[str, "RawDocument"]]


class RawDocument(MutableMapping[str, Any]):
    """A document of the file: its raw JSON, decoded when a field is read or changed."""

    __slots__ = ("_fields", "raw")

    def __init__(self, raw: Document) -> None:
        self.raw = raw
        self._fields: dict[str, Any] | None = None

    def replace(self, raw: Document) -> None:
        """Replace the whole document by that of the JSON in `raw`."""
        self.raw, self._fields = raw, None

    def _decoded(self) -> dict[str, Any]:
        if self._fields is None:
            self._fields = msgspec.json.decode(self.raw)
        return self._fields

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - any JSON value
        return self._decoded()[name]

    def __setitem__(self, name: str, value: object) -> None:
        self.replace(encoded({**self, name: value}))

    def __delitem__(self, name: str) -> None:
        self.replace(encoded({key: self[key] for key in self if key != name}))

    def __iter__(self) -> Iterator[str]:
        return iter(self._decoded())

    def __len__(self) -> int:
        return len(self._decoded())


class SafeStorage(Storage):
    """A TinyDB storage that holds a lock while open, and replaces its file as a whole.

    The file is read once. Each `write` replaces it, or with `autocommit=False` only
    `commit` does: changes that are not committed have not happened.
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

        Without `autocommit` the tables have today's form; `form` is that of the file.

        Raises DamagedError, NewerArchiveError, NoStoreError or StoreAccessError.
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
        """Replace the tables by `data`, whose documents may be raw JSON or mappings."""
        before = self._tables or {}
        for name, table in data.items():
            if table is not before.get(name):
                for key, document in table.items():
                    if type(document) is not RawDocument:
                        is_raw = isinstance(document, bytes | memoryview)
                        raw = document if is_raw else encoded(document)
                        table[key] = RawDocument(raw)
        self._tables = dict(data)
        if self._autocommit:
            self.commit(self.refuse_changed)

    def parts(self) -> Iterator[Document]:
        """Yield the parts of the file that holds the tables."""
        return streamed(
            (name, zip(table, map(attrgetter("raw"), table.values()), strict=True))
            for name, table in self.read().items()
        )

    def commit(
        self,
        before_replace: Callable[[], None] = lambda: None,
        like: Path | None = None,
    ) -> Revision:
        """Replace the file by one with the present tables: all or nothing.

        `before_replace` is called right before that is done. Where there is no file
        yet, it becomes as open as the file `like`.

        Returns the revision of the new file. Where another program has written the
        file since, that is a revision which no file has.
        """
        parts = list(self.parts())
        if self._autocommit:
            self._tables = None
        try:
            written = mark_of(
                replace_file(
                    self.path,
                    lambda file: file.writelines(parts),
                    like=like,
                    before_replace=before_replace,
                )
            )
        except UnsyncedError as error:
            raise UnsyncedStoreError(self.path, reason(error)) from error
        except OSError as error:
            raise StoreAccessError(self.path, reason(error)) from error
        restrict_copies(self.path)
        # Taking its place changes only the time of the status, the last field.
        mark = mark_at(self.path)
        return revision_of(mark if mark[:-1] == written[:-1] else written, parts)

    @property
    def revision(self) -> Revision:
        """The revision of the file that was read."""
        return self.content.revision if self.content else ""

    def refuse_changed(self) -> None:
        """Raise ChangedStoreError where the file is not as it was read."""
        seen = self.content
        if seen is None or (not seen.is_young and mark_at(self.path) == seen.mark):
            return
        if read_content(self.path).data != seen.data:
            raise ChangedStoreError(self.path)
