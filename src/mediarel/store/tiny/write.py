"""Writing a store: a TinyDB file that is replaced as a whole, under a lock.

Documents are written as the raw JSON that was read; only what changes is encoded.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from tinydb.storages import Storage

from mediarel.atomic import UnsyncedError, replace_file
from mediarel.errors import BusyError
from mediarel.store.about import is_of_first_form
from mediarel.store.protocol import TABLES
from mediarel.store.tiny.access import (
    StoreAccessError,
    StoreExistsError,
    UnsyncedStoreError,
    mark_at,
    mark_of,
    reason,
)
from mediarel.store.tiny.file import read_content, revision_of
from mediarel.store.tiny.layout import layout
from mediarel.store.tiny.lock import take_lock
from mediarel.store.tiny.migrations import migrated
from mediarel.store.tiny.read import decoded_tables, validated_tables
from mediarel.store.tiny.rotation import (
    backup_folder,
    keep_daily_backup,
    other_names,
    remove_leftovers,
    remove_superseded,
    restrict_copies,
)
from mediarel.store.tiny.tables import TransactionTables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mediarel.history.change import Change
    from mediarel.store.protocol import Document, Revision
    from mediarel.store.tiny.file import Content


class ChangedStoreError(BusyError):
    """A program that does not take the lock wrote the store during a change."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"another program has just written {path} without waiting for its turn",
            "Look at what it did, then try again; your change was not made.",
        )


class SafeStorage(Storage):
    """A TinyDB storage that holds a lock while open, and replaces its file as a whole.

    `TinyDB(path, storage=SafeStorage)` reads and writes documents as usual. A
    transaction reads them with `read_raw` as raw JSON, which `write` accepts as well.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        patience: float = 10.0,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.path = Path(os.path.realpath(path))
        self._lock = take_lock(self.path, patience, tell)
        remove_leftovers(self.path)

    def close(self) -> None:
        """Release the lock."""
        self._lock.release()

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the tables with their documents parsed.

        Raises DamagedError, NoStoreError or StoreAccessError.
        """
        data = read_content(self.path).data
        validated_tables(self.path, data)
        tables: dict[str, dict[str, Any]] = msgspec.json.decode(data)
        return tables

    def read_raw(self) -> tuple[Content, dict[str, dict[str, Document]]]:
        """Return the content of the file, and its tables with raw documents."""
        content = read_content(self.path)
        return content, decoded_tables(self.path, content.data)

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Replace the tables of the file by `data`: all or nothing."""
        self.replace(layout(data))

    def replace(
        self,
        parts: Iterable[Document],
        before_replace: Callable[[], None] = lambda: None,
        like: Path | None = None,
    ) -> Revision:
        """Replace the content of the file by `parts`: all or nothing.

        `before_replace` is called right before that is done. Where there is no file
        yet, it becomes as open as the file `like`.

        Returns the revision of the new file. Where another program has written the
        file since, that is a revision which no file has.
        """
        return _replace(self.path, parts, before_replace, like)


class TinyTransaction(TransactionTables):
    """The tables of a locked store, to be changed and committed."""

    def __init__(self, storage: SafeStorage, tell: Callable[[str], None]) -> None:
        self._storage = storage
        self._tell = tell
        self._content, tables = storage.read_raw()
        super().__init__(tables)
        self.revision = self._content.revision
        self._was_empty = not (self.tables["statements"] or self.tables["history"])

    def commit(
        self, change: Change, entry: Document, written: Mapping[int, Document | None]
    ) -> Revision:
        """Write `change` with its `entry`, and the records `written`: all or nothing.

        Before the first change of a day, what the file held is kept as a backup.

        Raises BrokenRecordError, StoreAccessError, or ChangedStoreError where a
        program that does not take the lock has written the file.
        """
        may_add_all = change.kind == "accept" or is_of_first_form(self.tables)
        self.put(change.number, entry, written, may_add_all=may_add_all)
        path, day = self._storage.path, change.at[: len("2012-07-16")]
        self._refuse_changed()
        others = other_names(path)
        is_first = False
        if not self._was_empty:
            try:
                is_first = keep_daily_backup(path, day, self._content.data)
            except OSError as error:
                raise StoreAccessError(backup_folder(path), reason(error)) from error
        self.tables = migrated(path, self.tables)
        self.say(change.archive)
        revision = self._storage.replace(layout(self.tables), self._refuse_changed)
        if is_first:
            remove_superseded(path, day)
        if others:
            self._tell(
                f"{path} is a file of its own now: what has been the same file under"
                f" another name keeps what was there before ({', '.join(others)})."
            )
        return revision

    def _refuse_changed(self) -> None:
        path, seen = self._storage.path, self._content
        if not seen.is_young and mark_at(path) == seen.mark:
            return
        if read_content(path).data != seen.data:
            raise ChangedStoreError(path)


@contextmanager
def transaction(
    path: Path, patience: float, tell: Callable[[str], None]
) -> Iterator[TinyTransaction]:
    """Lock the store at `path`; what is not committed has not happened.

    Raises BusyStoreError, DamagedError, NoStoreError or StoreAccessError.
    """
    storage = SafeStorage(path, patience=patience, tell=tell)
    try:
        yield TinyTransaction(storage, tell)
    finally:
        storage.close()


def write_empty(path: Path, said: Mapping[str, object]) -> None:
    """Write an empty store at `path`, whose archive says `said` of itself.

    Raises StoreExistsError where another made one while we waited for the lock.
    """
    storage = SafeStorage(path)
    try:
        if os.path.lexists(path):
            raise StoreExistsError(path)
        empty: dict[str, dict[str, Document]] = {name: {} for name in TABLES}
        tables = TransactionTables(migrated(path, empty))
        tables.say({name: (None, value) for name, value in said.items()})
        storage.write(tables.tables)
    finally:
        storage.close()


def _replace(
    path: Path,
    parts: Iterable[Document],
    before_replace: Callable[[], None],
    like: Path | None,
) -> Revision:
    """Replace the file at `path`, whose lock we hold, by one of `parts`."""
    parts = list(parts)
    try:
        written = mark_of(
            replace_file(
                path,
                lambda file: file.writelines(parts),
                like=like,
                before_replace=before_replace,
            )
        )
    except UnsyncedError as error:
        raise UnsyncedStoreError(path, reason(error)) from error
    except OSError as error:
        raise StoreAccessError(path, reason(error)) from error
    restrict_copies(path)
    # Taking its place changes only the time of the status, the last field.
    mark = mark_at(path)
    return revision_of(mark if mark[:-1] == written[:-1] else written, parts)
