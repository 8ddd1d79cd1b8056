"""Change a TinyDB file in a transaction, with a lock and atomic writes.

    with TinyDB(path, storage=SafeStorage) as db:
        db.table("statements").remove(doc_ids=[7])
        db.storage.commit()

Documents stay raw JSON; TinyDB decodes only the documents that it returns. A
`TinyTransaction` changes the existing tables; a `Replacement` writes new tables. `fill`
writes the file of a copied archive, item by item.
"""

import mmap
import os
from collections import UserDict
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import closing, contextmanager
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document as TinyDocument
from tinydb.table import Table

from mediarel import errors
from mediarel.atomic import UnsyncedError, make_folders, replace_file
from mediarel.history.change import Change
from mediarel.store import FORM, sound
from mediarel.store.contents import Contents, Entry, Tables, Tally, tallied, tally_of
from mediarel.store.protocol import TABLES, Document, Revision, Snapshot
from mediarel.store.records import (
    LAST_CHANGE,
    about,
    about_after,
    last_change_of,
    with_about,
)
from mediarel.store.tiny import file, read, rotation
from mediarel.store.tiny.file import Content, FileStore
from mediarel.store.tiny.layout import RAW, encoded, streamed
from mediarel.store.tiny.lock import take_lock
from mediarel.store.tiny.read import ARCHIVE

RawTables = dict[str, dict[str, "RawDocument"]]


class RawDocument(UserDict[str, Any]):
    """A document as raw JSON, which is decoded on first access."""

    def __init__(self, raw: Document) -> None:
        self.raw = raw

    @cached_property
    def data(self) -> dict[str, Any]:  # type: ignore[override]
        """The decoded fields."""
        fields: dict[str, Any] = msgspec.json.decode(self.raw)
        return fields


class SafeStorage(Storage):
    """A TinyDB storage that locks its file while open, and replaces it atomically.

    The file is read once, and only `commit` replaces the file. Changes that are not
    committed are discarded.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        patience: float = 10.0,
        notify: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.path = Path(os.path.realpath(path))
        self.content: Content | None = None
        self.form = FORM
        self._tables: RawTables | None = None
        self._lock = take_lock(self.path, patience, notify)
        for folder in (self.path.parent, rotation.backup_folder(self.path)):
            rotation.remove_leftovers(folder, self.path)

    def close(self) -> None:
        """Release the lock."""
        self._lock.release()

    def read(self) -> RawTables:
        """Return the tables. Each document is a `RawDocument`.

        Sets `form` to the format version of the file. Raises DamagedError,
        NewerArchiveError, NoStoreError or StoreAccessError.
        """
        if self._tables is None:
            self.content = file.read_content(self.path)
            raw = read.raw_tables(self.path, self.content.data)
            self.form = read.form_in(self.path, raw)
            raw = {ARCHIVE: {}, **raw}
            for name in TABLES:
                raw.setdefault(name, {})
            self._tables = {
                name: {key: RawDocument(document) for key, document in table.items()}
                for name, table in raw.items()
            }
        return dict(self._tables)

    def write(self, data: Mapping[str, dict[str, Any]]) -> None:
        """Replace the tables. Documents may be raw JSON or mappings."""
        before = self._tables or {}
        for table in (
            data[name] for name in data if data[name] is not before.get(name)
        ):
            for key, document in table.items():
                if not isinstance(document, RawDocument):
                    is_raw = isinstance(document, RAW)
                    table[key] = RawDocument(document if is_raw else encoded(document))
        self._tables = dict(data)

    def parts(self) -> Iterator[Document]:
        """Yield the bytes of a file with the current tables, part by part."""
        return streamed(
            (name, zip(table, map(attrgetter("raw"), table.values()), strict=True))
            for name, table in self.read().items()
        )

    def commit(self, like: Path | None = None) -> Revision:
        """Replace the file by the current tables, completely or not at all.

        A new file gets the permissions of the file at `like`. Returns the revision of
        the new file. If a different program has already overwritten the new file, the
        revision matches no file. Raises StoreAccessError. Raises BusyError if a
        different program has written the file since it was read.
        """
        parts = list(self.parts())
        written = _replaced(
            self.path,
            lambda new: new.writelines(parts),
            like=like,
            before_replace=self.refuse_changed,
        )
        rotation.restrict_copies(self.path)
        # The replacement changes only the ctime, the last field.
        mark = file.mark_at(self.path)
        return file.revision_of(mark if mark[:-1] == written[:-1] else written, parts)

    def refuse_changed(self) -> None:
        """Raise BusyError if the file has changed since it was read."""
        seen = self.content
        if seen is None or (not seen.is_young and file.mark_at(self.path) == seen.mark):
            return
        if file.read_content(self.path).data != seen.data:
            raise OvertakenRepairError(self.path)


def _replaced(
    path: Path,
    write: Callable[[BinaryIO], None],
    *,
    like: Path | None,
    before_replace: Callable[[], None],
) -> file.Mark:
    """Replace the file at `path` (see `replace_file`). Return the mark of the new file.

    Raises UnsyncedStoreError or StoreAccessError.
    """
    try:
        status = replace_file(path, write, like=like, before_replace=before_replace)
    except UnsyncedError as error:
        raise file.UnsyncedStoreError(path, file.reason(error)) from error
    except OSError as error:
        refused = Path(error.filename or path)
        raise file.StoreAccessError(refused, file.reason(error)) from error
    return file.mark_of(status)


class OvertakenRepairError(errors.BusyError):
    """A different program wrote the store without the lock."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"another program has just changed {path} without the lock",
            "Nothing was changed. Check the file, then try again.",
        )


class KeyTable(Table):
    """A TinyDB table that keeps ids as text, because converting them takes time."""

    document_id_class = str  # type: ignore[assignment]


class TinyTransaction:
    """A transaction that changes the tables of a TinyDB file.

    Only `commit` writes the changes. If the file has no checksums and
    `may_add_checksums` is set, `commit` adds checksums for all statements. If the file
    has an earlier format version, `commit` renews the checksums that match.
    """

    def __init__(self, store: FileStore) -> None:
        self._db = TinyDB(
            store.path,
            storage=SafeStorage,
            patience=store.patience,
            notify=store.notify,
        )
        self._db.table_class = KeyTable
        self.storage = cast("SafeStorage", self._db.storage)
        self.may_add_checksums = True

    @cached_property
    def revision(self) -> Revision:
        """The revision of the store before the change."""
        return self.storage.content.revision if self.storage.content else ""

    def close(self) -> None:
        """Release the lock."""
        self._db.close()

    def records(self, ids: Iterable[int]) -> dict[int, Document]:
        """Return the existing records with these ids."""
        there = self._documents("statements")
        return {n: memoryview(there[str(n)].raw) for n in ids if str(n) in there}

    def entries(self) -> Iterator[tuple[int, Document]]:
        """Yield the number and the entry of each change, newest first."""
        history = self._documents("history")
        for number in sorted(map(int, history), reverse=True):
            yield number, memoryview(history[str(number)].raw)

    def highest_id(self) -> int:
        """Return the highest id of all records. Return 0 if there are no records."""
        return max(map(int, self._documents("statements")), default=0)

    def others(self) -> dict[str, dict[str, Document]]:
        """Return all tables except statements, history and checksums."""
        read = {"statements", "history", "checksums"}
        return {
            name: self._raw(name) for name in self.storage.read() if name not in read
        }

    def checksums(self, ids: Iterable[int]) -> dict[int, str]:
        """Return the stored checksums of the statements with these ids.

        Raises BrokenRecordError.
        """
        wanted = set(ids)
        table = self._raw("checksums")
        blocks = {sound.block_of(number) for number in wanted} & table.keys()
        kept = sound.read_checksums({block: table[block] for block in blocks})
        return {number: kept[number] for number in wanted & kept.keys()}

    def commit(
        self, change: Change, entry: Document, written: Mapping[int, Document | None]
    ) -> Revision:
        """Write a change completely or not at all, and return the new revision.

        See `put` for the parameters. Before the first change of a day, the old file is
        kept as a backup. Raises BrokenRecordError or StoreAccessError. Raises BusyError
        if another program has written the file without the lock.
        """
        was_empty = not (self._documents("statements") or self._documents("history"))
        storage, content = self.storage, self.storage.content
        self.may_add_checksums = change.kind == "accept" or storage.form == 1
        self.put(change, entry, written)
        path, day = storage.path, change.at[: len("2012-07-16")]
        storage.refuse_changed()
        is_first = False
        if content is not None and not was_empty:
            is_first = rotation.keep_daily_backup(path, day, content.data)
        revision = storage.commit()
        if is_first:
            rotation.remove_superseded(path, day)
        return revision

    def put(
        self, change: Change, entry: Document, written: Mapping[int, Document | None]
    ) -> None:
        """Put a change into the tables, without writing the file, and migrate them.

        `entry` is the entry of `change` for the history. `written` contains the changed
        records. The value None removes a record. Raises BrokenRecordError.
        """
        self._put("statements", written)
        self._put("history", {change.number: entry})
        self._put_checksums(written)
        self._put("archive", {1: encoded(about_after(self.others(), change))})

    def _put(self, name: str, documents: Mapping[int, Document | None]) -> None:
        """Insert or replace documents in a table. The value None removes a document.

        Documents are sorted by number, so that an undo restores the same file.
        """
        table, there = self._db.table(name), self._documents(name)
        last = int(next(reversed(there), 0))
        gone: set[Any] = {
            str(number) for number, raw in documents.items() if raw is None
        }
        if removed := gone & there.keys():
            table.remove(doc_ids=removed)
        kept: dict[Any, Document] = {
            str(n): raw for n, raw in documents.items() if raw is not None
        }
        if changed := [key for key in kept if key in there]:
            raws = map(kept.__getitem__, changed)  # TinyDB updates them in this order

            def replace(document: MutableMapping[str, Any]) -> None:
                cast("RawDocument", document).raw = next(raws)

            table.update(replace, doc_ids=changed)
        added = sorted(kept.keys() - there.keys(), key=int)
        if added:
            # Insert empty documents, because TinyDB would decode and copy the content.
            table.insert_multiple(TinyDocument({}, doc_id=key) for key in added)
            inserted = self._documents(name)
            for key in added:
                inserted[key].raw = kept[key]
        if added and int(added[0]) < last:
            tables = self.storage.read()
            in_order = sorted(tables[name].items(), key=lambda item: int(item[0]))
            self.storage.write({**tables, name: dict(in_order)})

    def _put_checksums(self, written: Mapping[int, Document | None]) -> None:
        """Update the checksums of the changed records.

        The value None means a removed record. Raises BrokenRecordError.
        """
        table = self._raw("checksums")
        if self.storage.form < FORM:
            kept = sound.read_checksums(table)
            matching = sound.verified(self.records(kept).items(), kept)
            written = {**matching, **written}
        if not any(sound.read_block(table, block) for block in table):
            there = set(map(int, self._documents("statements")))
            if self.may_add_checksums:
                written = {**written, **self.records(there)}
            elif there - written.keys():
                return  # the table was lost, which `check` reports
        misplaced = sound.misplaced(table).values() if self.may_add_checksums else ()
        blocks: dict[str, list[int]] = {key: [] for key in misplaced}
        for number in written:
            blocks.setdefault(sound.block_of(number), []).append(number)
        checksums: dict[int, Document | None] = {}
        for key, numbers in blocks.items():
            block = sound.read_block(table, key)
            for number in numbers:
                block.pop(number, None)
                if (record := written[number]) is not None:
                    block[number] = sound.checksum(record)
            sums = {str(number): block[number] for number in sorted(block)}
            checksums[int(key)] = encoded(sums) if sums else None
        self._put("checksums", checksums)

    def _documents(self, name: str) -> dict[str, RawDocument]:
        return self.storage.read()[name]

    def _raw(self, name: str) -> dict[str, Document]:
        return {key: memoryview(d.raw) for key, d in self._documents(name).items()}


class Replacement(TinyTransaction):
    """A transaction that replaces all tables of a store.

    The commit saves the earlier content and a report in two new files in the same
    folder. `kept` and `report` are the paths of these files. If the commit fails, both
    files are removed.
    """

    def __init__(
        self,
        store: FileStore,
        expected: Content | None,
        prove: Callable[[Snapshot], None],
        like: Path | None,
    ) -> None:
        super().__init__(store)
        self.revision = "" if expected is None else expected.revision
        self._prove = prove
        self._like = like
        self._expected = expected
        self._lines: list[str] | None = None
        self.kept: Path | None = None
        self.report: Path | None = None

    def keep_report(self, lines: Iterable[str]) -> None:
        """Set the report that `commit` saves next to the earlier content."""
        self._lines = list(lines)

    def commit(
        self, change: Change, entry: Document, written: Mapping[int, Document | None]
    ) -> Revision:
        """Write the new tables and the entry of a change. Keep the earlier content.

        Raises StoreAccessError.
        """
        self.put(change, entry, written)
        storage, path = self.storage, self.storage.path
        data = b"".join(storage.parts())
        self._prove(read.snapshot_of(self.revision, read.validated_tables(path, data)))
        try:
            # Copy the earlier content before the store is replaced.
            if self._expected is not None:
                _refuse_other(path, self._expected)
                self.kept = rotation.keep_damaged(path, self._expected.data, change.at)
            if self._lines is not None:
                self.report = rotation.report_beside(self.kept or path, self._lines)
            return storage.commit(like=self._like)
        except file.UnsyncedStoreError:  # the store has been replaced
            raise
        except BaseException:
            rotation.remove_copies(self.report, self.kept)
            raise


@contextmanager
def replacement(
    store: FileStore,
    expected: Content | None,
    wanted: Snapshot,
    prove: Callable[[Snapshot], None] = lambda _: None,
    like: Path | None = None,
) -> Iterator[Replacement]:
    """Lock a store for a transaction that replaces its content by `wanted`.

    The current content must be equal to `expected`. The value None means that the file
    must not exist. Before the replacement, the new tables are read back and passed to
    `prove`. If `prove` raises an error, nothing is replaced. A new file gets the
    permissions of the file at `like`. Raises BusyStoreError, OvertakenRepairError,
    NewerArchiveError, DamagedError or StoreAccessError.
    """
    if expected is not None:
        store.refuse_read_only()
    with closing(Replacement(store, expected, prove, like)) as changing:
        path = changing.storage.path
        if expected is not None:
            _refuse_other(path, expected)
        elif path.exists():
            raise OvertakenRepairError(path)
        tables = {
            ARCHIVE: {},
            "statements": dict(wanted.statements),
            "history": dict(wanted.history),
            "checksums": dict(wanted.checksums),
            **{name: dict(table) for name, table in wanted.others.items()},
        }
        changing.storage.form = read.form_in(path, tables)
        changing.storage.write(tables)
        yield changing


@contextmanager
def transaction(store: FileStore) -> Iterator[TinyTransaction]:
    """Lock and read a store for a transaction.

    Changes that are not committed are discarded. Raises BusyStoreError, DamagedError,
    NoStoreError or StoreAccessError.
    """
    with closing(TinyTransaction(store)) as changing:
        changing.storage.read()
        yield changing


@contextmanager
def creation(
    store: FileStore, settings: Mapping[str, object]
) -> Iterator[TinyTransaction]:
    """Lock a new, empty store with these settings. `commit` creates the file.

    Raises StoreExistsError, OvertakenRepairError or StoreAccessError.
    """
    file.make_room(store.path)
    about = {name: value for name, value in settings.items() if value is not None}
    table = {"1": encoded({"form": FORM, **about})}
    empty = Snapshot("", {}, {}, {}, {ARCHIVE: table})
    with replacement(store, None, empty) as changing:
        yield changing


def _refuse_other(path: Path, expected: Content) -> None:
    """Raise OvertakenRepairError if the content of the store is not `expected`.

    Raises StoreAccessError.
    """
    if not path.exists() or file.read_content(path).data != expected.data:
        raise OvertakenRepairError(path)


def contents_of(snapshot: Snapshot) -> Contents:
    """Return all data of an archive file, migrated to the current format version.

    If the file has no checksums, all checksums are computed. The migration renews the
    checksums that match, and records the last change. Reading the checksums raises
    BrokenRecordError.
    """
    is_old = about(snapshot.others).get("form") != FORM
    entries = (Entry(*each) for each in _in_order(snapshot.history))
    return Contents(
        _migrated(snapshot) if is_old else {ARCHIVE: {}, **snapshot.others},
        _in_order(snapshot.statements),
        entries,
        _checksums(snapshot, is_old=is_old),
    )


def _migrated(snapshot: Snapshot) -> Tables:
    last = last_change_of(snapshot.history)
    after = {"form": FORM, LAST_CHANGE: last and last._asdict()}
    others = {ARCHIVE: {}, **snapshot.others}
    document = encoded(with_about(others, after))
    return {**others, ARCHIVE: {**others[ARCHIVE], "1": document}}


def _checksums(snapshot: Snapshot, *, is_old: bool) -> Iterator[tuple[int, str]]:
    kept = sound.read_checksums(snapshot.checksums)
    renewed = _in_order(snapshot.statements)
    if snapshot.checksums:
        renewed = iter(sound.verified(renewed, kept).items() if is_old else ())
    kept |= {number: sound.checksum(raw) for number, raw in renewed}
    yield from sorted(kept.items())


def refuse_filled(path: Path) -> None:
    """Raise StoreExistsError if `path` exists and is not an empty archive.

    Also raises StoreAccessError.
    """
    if not os.path.lexists(path):
        return
    try:
        there = read.read_snapshot(path)
    except (errors.DamagedError, errors.NewerArchiveError):
        raise file.StoreExistsError(path) from None
    if there.statements or there.history:
        raise file.StoreExistsError(path)


def fill(
    store: FileStore,
    contents: Contents,
    *,
    like: Path | None = None,
    before_replace: Callable[[], None] = lambda: None,
) -> Tally:
    """Write the contents to a store completely or not at all.

    Return the counts and the digest of the contents. The store must be missing or an
    empty archive. The new file is read back. Then `before_replace` is called, and the
    file is moved into place. The file gets the permissions of the file at `like`.
    Raises StoreExistsError, BusyStoreError or StoreAccessError.
    """
    path = Path(os.path.realpath(store.path))
    refuse_filled(path)
    try:
        make_folders(path.parent)
    except OSError as error:
        raise file.StoreAccessError(path.parent, file.reason(error)) from error
    lock = take_lock(path, store.patience, store.notify)
    try:
        rotation.remove_leftovers(path.parent, path)
        refuse_filled(path)
        contents, tally = tallied(contents)

        def write(new: BinaryIO) -> None:
            new.writelines(parts_of(contents))
            new.flush()
            if _tally_in(path, new.fileno()) != tally():
                raise file.StoreAccessError(
                    path,
                    "the copy could not be verified, and was deleted",
                )

        _replaced(path, write, like=like, before_replace=before_replace)
    finally:
        lock.release()
    return tally()


def _tally_in(path: Path, descriptor: int) -> Tally:
    """Read an open archive file, and return the counts and the digest of the contents.

    `descriptor` is the file descriptor, and `path` is for errors. Raises OSError.
    """
    with mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) as data:
        tables = read.validated_tables(path, bytes(data))
        return tally_of(contents_of(read.snapshot_of("", tables)))


def parts_of(contents: Contents) -> Iterator[Document]:
    """Yield the bytes of an archive file with these contents, part by part."""
    return streamed(_tables_of(contents))


def _tables_of(
    contents: Contents,
) -> Iterator[tuple[str, Iterable[tuple[object, Document]]]]:
    others = dict(contents.others)
    yield ARCHIVE, others.pop(ARCHIVE).items()
    yield "statements", contents.statements
    yield "history", ((entry.number, entry.raw) for entry in contents.entries)
    yield "checksums", _blocks(contents.checksums)
    yield from ((name, table.items()) for name, table in others.items())


def _blocks(checksums: Iterable[tuple[int, str]]) -> Iterator[tuple[str, bytes]]:
    """Group checksums into blocks. Yield the key and the JSON of each block.

    The checksums must be sorted by id.
    """
    block: dict[str, str] = {}
    key = ""
    for number, kept in checksums:
        if block and sound.block_of(number) != key:
            yield key, encoded(block)
            block = {}
        key = sound.block_of(number)
        block[str(number)] = kept
    if block:
        yield key, encoded(block)


def _in_order(table: Mapping[str, Document]) -> Iterator[tuple[int, Document]]:
    return ((int(key), table[key]) for key in sorted(table, key=int))
