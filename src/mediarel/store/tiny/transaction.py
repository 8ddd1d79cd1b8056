"""Transactions on a TinyDB file: the changes of its tables are written together."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

import msgspec
from tinydb import TinyDB
from tinydb.table import Document as TinyDocument

from mediarel.store import FORM
from mediarel.store.about import with_about
from mediarel.store.protocol import TABLES
from mediarel.store.sound import (
    block_of,
    checksum,
    misplaced,
    read_block,
    read_checksums,
)
from mediarel.store.tiny.access import StoreAccessError, StoreExistsError, reason
from mediarel.store.tiny.rotation import (
    backup_folder,
    keep_daily_backup,
    other_names,
    remove_superseded,
)
from mediarel.store.tiny.storage import SafeStorage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, MutableMapping
    from pathlib import Path

    from mediarel.history.change import Change
    from mediarel.store.protocol import Document, Revision
    from mediarel.store.tiny.file import FileStore
    from mediarel.store.tiny.storage import RawDocument

_TOGETHER = 5000  # statements that are in memory as objects of Python


class TinyTransaction:
    """A TinyDB whose changes are written by `commit`, or not at all."""

    def __init__(self, store: FileStore) -> None:
        self._db = TinyDB(
            store.path,
            storage=SafeStorage,
            autocommit=False,
            patience=store.patience,
            tell=store.tell,
        )
        self.storage = cast("SafeStorage", self._db.storage)
        self.written: Mapping[int, Document | None] = {}

    @cached_property
    def revision(self) -> Revision:
        """The revision of the store before the change."""
        return self.storage.revision

    def close(self) -> None:
        """Release the lock."""
        self._db.close()

    def records(self, ids: Iterable[int]) -> dict[int, Document]:
        """Return the records with these ids, without those that are not there."""
        there = self._documents("statements")
        keys = {number: str(number) for number in ids}
        return {
            n: memoryview(there[key].raw) for n, key in keys.items() if key in there
        }

    def entries(self) -> Iterator[tuple[int, Document]]:
        """Yield number and entry of each change, newest first."""
        history = self._documents("history")
        for number in sorted(map(int, history), reverse=True):
            yield number, memoryview(history[str(number)].raw)

    def highest_id(self) -> int:
        """Return the highest id of a record that is there, 0 where there is none."""
        return max(map(int, self._documents("statements")), default=0)

    def others(self) -> dict[str, dict[str, Document]]:
        """Return the tables that are not read, and `archive`."""
        read = {"statements", "history", "checksums"}
        return {
            name: self._raw(name) for name in self.storage.read() if name not in read
        }

    def checksums(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the checksums that are kept of these ids.

        Raises BrokenRecordError.
        """
        wanted = set(ids)
        table = self._raw("checksums")
        blocks = {block_of(number) for number in wanted} & table.keys()
        kept = read_checksums({block: table[block] for block in blocks})
        return {number: kept[number] for number in wanted & kept.keys()}

    def commit(
        self, change: Change, entry: Document, written: Mapping[int, Document | None]
    ) -> Revision:
        """Write `change` with its `entry`, and the records `written`: all or nothing.

        Before the first change of a day, what the file held is kept as a backup.

        Raises BrokenRecordError, StoreAccessError, or ChangedStoreError where a
        program that does not take the lock has written the file.
        """
        storage, content = self.storage, self.storage.content
        was_empty = not (self._documents("statements") or self._documents("history"))
        may_add_all = change.kind == "accept" or storage.form == 1
        self.put(change, entry, written, may_add_all=may_add_all)
        path, day = storage.path, change.at[: len("2012-07-16")]
        storage.refuse_changed()
        others = other_names(path)
        is_first = False
        if content is not None and not was_empty:
            try:
                is_first = keep_daily_backup(path, day, content.data)
            except OSError as error:
                raise StoreAccessError(backup_folder(path), reason(error)) from error
        revision = storage.commit(storage.refuse_changed)
        if is_first:
            remove_superseded(path, day)
        if others:
            storage.tell(
                f"{path} is a file of its own now: what has been the same file under"
                f" another name keeps what was there before ({', '.join(others)})."
            )
        return revision

    def put(
        self,
        change: Change,
        entry: Document,
        written: Mapping[int, Document | None],
        *,
        may_add_all: bool,
    ) -> None:
        """Put `change`, its `entry` and the records that it has `written` into tables.

        A record that is None is removed. If there are no checksums, those of all
        statements are added if that `may_add_all`.

        Raises BrokenRecordError.
        """
        self._put_records(written)
        self._db.table("history").insert(_document(change.number, entry))
        self._put_checksums(self.written, may_add_all=may_add_all)
        if change.archive:
            said = {name: later for name, (_, later) in change.archive.items()}
            archive = self._db.table("archive")
            about = with_about(self.others(), said)
            archive.remove(doc_ids=[1])
            archive.insert(TinyDocument(about, doc_id=1))

    def _put_records(self, written: Mapping[int, Document | None]) -> None:
        """Put the records that are `written` into their table, in order of their ids.

        So the file is the same as before after an undo.
        """
        table, there = self._db.table("statements"), self._documents("statements")
        last = int(next(reversed(there), 0))
        known = {n: written[n] for n in written if str(n) in there}
        if removed := [n for n, record in known.items() if record is None]:
            table.remove(doc_ids=removed)
        edited = {n: record for n, record in known.items() if record is not None}
        if edited:
            records = iter(edited.values())

            def edit(document: MutableMapping[str, Any]) -> None:
                cast("RawDocument", document).replace(next(records))

            table.update(edit, doc_ids=edited)
        added = sorted(n for n in written if str(n) not in there)
        new = ((n, written[n]) for n in added)
        documents = (_document(n, record) for n, record in new if record is not None)
        while some := list(islice(documents, _TOGETHER)):
            table.insert_multiple(some)
        if added and added[0] < last:
            self._sort("statements")
        there = self._documents("statements")
        keys = {number: str(number) for number in written}
        self.written = {
            number: there[key].raw if key in there else None
            for number, key in keys.items()
        }

    def _put_checksums(
        self, written: Mapping[int, Document | None], *, may_add_all: bool
    ) -> None:
        """Update the checksums of the records that are `written`; None was removed.

        If there are no checksums, none is added unless that `may_add_all`: the table
        was lost, and `check` reports so.

        Raises BrokenRecordError.
        """
        table = self._raw("checksums")
        if not any(read_block(table, block) for block in table):
            there = set(map(int, self._documents("statements")))
            if may_add_all:
                written = {**written, **self.records(there)}
            elif there - written.keys():
                return
        blocks = {block_of(number) for number in written}
        if may_add_all:
            blocks |= {*misplaced(table).values()}
        kept = {block: read_block(table, block) for block in blocks}
        for number, record in written.items():
            block = kept[block_of(number)]
            block.pop(number, None)
            if record is not None:
                block[number] = checksum(record)
        checksums = self._db.table("checksums")
        checksums.remove(doc_ids=map(int, blocks))
        checksums.insert_multiple(
            TinyDocument({str(n): block[n] for n in sorted(block)}, doc_id=int(key))
            for key, block in kept.items()
            if block
        )
        self._sort("checksums")

    def _documents(self, name: str) -> dict[str, RawDocument]:
        return self.storage.read()[name]

    def _raw(self, name: str) -> dict[str, Document]:
        return {key: memoryview(d.raw) for key, d in self._documents(name).items()}

    def _sort(self, name: str) -> None:
        """Sort the documents of a table by their numbers."""
        tables = self.storage.read()
        in_order = dict(sorted(tables[name].items(), key=lambda item: int(item[0])))
        self.storage.write({**tables, name: in_order})


def _document(number: int, raw: Document) -> TinyDocument:
    return TinyDocument(msgspec.json.decode(raw), doc_id=number)


@contextmanager
def transaction(store: FileStore) -> Iterator[TinyTransaction]:
    """Lock `store`; what is not committed has not happened.

    Raises BusyStoreError, DamagedError, NoStoreError or StoreAccessError.
    """
    with closing(TinyTransaction(store)) as changing:
        changing.storage.read()
        yield changing


def write_empty(path: Path, said: Mapping[str, object]) -> None:
    """Write an empty store at `path`, whose archive says `said` of itself.

    Raises StoreExistsError where another made one while we waited for the lock.
    """
    with TinyDB(path, storage=SafeStorage) as db:
        if os.path.lexists(path):
            raise StoreExistsError(path)
        about = {name: value for name, value in said.items() if value is not None}
        empty: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
        db.storage.write({**empty, "archive": {"1": {"form": FORM, **about}}})
