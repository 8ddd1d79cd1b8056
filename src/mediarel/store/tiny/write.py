"""An archive in one TinyDB file: readable by anyone, never half-written.

Every document passes through as raw JSON; only what changes is parsed.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from tinydb.storages import Storage

from mediarel.atomic import UnsyncedError, replace_file, temporary_beside
from mediarel.errors import BusyError
from mediarel.store.protocol import TABLES
from mediarel.store.tiny.access import (
    StoreAccessError,
    StoreExistsError,
    UnsyncedStoreError,
    mark_at,
    mark_of,
    reason,
)
from mediarel.store.tiny.layout import layout
from mediarel.store.tiny.lock import locked
from mediarel.store.tiny.migrations import migrated
from mediarel.store.tiny.read import content, decoded_tables, validated_tables
from mediarel.store.tiny.rotation import (
    backup_folder,
    keep_daily_backup,
    other_names,
    remove_link,
    remove_superseded,
)
from mediarel.store.tiny.tables import ChangingTables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mediarel.history.change import Change
    from mediarel.store.protocol import Document, Revision
    from mediarel.store.tiny.access import Mark


class ChangedStoreError(BusyError):
    """The store was changed, without our lock, while a change was being made."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"another program has just written {path} without waiting for its turn",
            "Look at what it did, then try again; your change was not made.",
        )


class SafeStorage(Storage):
    """A TinyDB storage that is locked while open, and replaces its file whole.

    `TinyDB(path, storage=SafeStorage)` reads and writes plain documents. A
    transaction uses `read_raw` instead, and may write raw documents back.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        patience: float = 10.0,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.path = Path(os.path.realpath(path))
        self._lock = locked(self.path, patience, tell)

    def close(self) -> None:
        """Let go of the lock."""
        self._lock.release()

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the tables with their documents parsed.

        Raises DamagedError, NoStoreError or StoreAccessError.
        """
        _, data = content(self.path)
        validated_tables(self.path, data)
        tables: dict[str, dict[str, Any]] = msgspec.json.decode(data)
        return tables

    def read_raw(self) -> tuple[Mark, dict[str, dict[str, Document]]]:
        """Return the mark of the file and its tables with raw documents."""
        mark, data = content(self.path)
        return mark, decoded_tables(self.path, data)

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Put `data` in the place of what is there: all of it or nothing."""
        self.replace(layout(data))

    def replace(
        self,
        parts: Iterable[Document],
        before_replace: Callable[[], None] = lambda: None,
    ) -> Mark:
        """Put a file of `parts` in the place of what is there: all or nothing.

        `before_replace` is called right before that is done.

        Returns the mark of the new file. Where another program has written the file
        since, that is a mark which no file has.
        """
        return _replace(self.path, parts, before_replace)


class TinyTransaction(ChangingTables):
    """The tables of a locked store, to be changed and committed."""

    def __init__(self, storage: SafeStorage, tell: Callable[[str], None]) -> None:
        self._storage = storage
        self._tell = tell
        self._mark, tables = storage.read_raw()
        super().__init__(tables)
        self.revision = self._mark.revision
        self._was_empty = not (self.tables["statements"] or self.tables["history"])

    def commit(
        self, change: Change, entry: Document, written: Mapping[int, Document | None]
    ) -> Revision:
        """Write `change` with its `entry`, and what was `written`: all or nothing.

        The file as it was before the first change of a day is kept as a backup.

        Raises BrokenRecordError, StoreAccessError, or ChangedStoreError where a
        program without the lock was quicker.
        """
        self.put(change.number, entry, written)
        path, day = self._storage.path, change.at[: len("2012-07-16")]
        self._refuse_changed()
        others = other_names(path)
        if not self._was_empty:
            try:
                keep_daily_backup(path, day)
            except OSError as error:
                raise StoreAccessError(backup_folder(path), reason(error)) from error
        try:
            tables = migrated(path, self.tables)
            mark = self._storage.replace(layout(tables), self._refuse_changed)
        except BaseException:
            remove_link(path, day)
            raise
        remove_superseded(path)
        if others:
            self._tell(
                f"{path} is a file of its own now: what has been the same file under"
                f" another name keeps what was there before ({', '.join(others)})."
            )
        return mark.revision

    def _refuse_changed(self) -> None:
        # All but the time of the last change: a backup, a new name of the same
        # file, is one as well.
        if mark_at(self._storage.path)[:-1] != self._mark[:-1]:
            raise ChangedStoreError(self._storage.path)


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


def write_empty(path: Path) -> None:
    """Make a store without documents at `path`.

    Raises StoreExistsError where another made one while we waited for the lock.
    """
    storage = SafeStorage(path)
    try:
        if os.path.lexists(path):
            raise StoreExistsError(path)
        empty: dict[str, dict[str, Document]] = {name: {} for name in TABLES}
        storage.write(migrated(path, empty))
    finally:
        storage.close()


def _replace(
    path: Path, parts: Iterable[Document], before_replace: Callable[[], None]
) -> Mark:
    """Put a file of `parts` in the place of `path`, whose lock we hold."""
    prefix, suffix = temporary_beside(path)
    try:
        # A file like ours was left by a process that died; one that another
        # user left, and only they may remove, is not in our way.
        for leftover in path.parent.glob(f"{escape(prefix)}{'[a-z0-9_]' * 8}{suffix}"):
            with suppress(OSError):
                leftover.unlink()
        written = mark_of(
            replace_file(
                path, lambda file: file.writelines(parts), before_replace=before_replace
            )
        )
    except UnsyncedError as error:
        raise UnsyncedStoreError(path, reason(error)) from error
    except OSError as error:
        raise StoreAccessError(path, reason(error)) from error
    # The last step changes no more than the time of the last change.
    mark = mark_at(path)
    return mark if mark[:-1] == written[:-1] else written
