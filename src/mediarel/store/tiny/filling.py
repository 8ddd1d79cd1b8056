"""Write the contents of an archive to the file of a new store, item by item."""

import mmap
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from mediarel import errors
from mediarel.atomic import UnsyncedError, make_folders, replace_file
from mediarel.store import FORM
from mediarel.store.contents import Contents, Entry, Tables, Tally, tallied, tally_of
from mediarel.store.protocol import Document, Snapshot
from mediarel.store.records import LAST_CHANGE, about, last_change_of, with_about
from mediarel.store.sound import block_of, checksum, read_checksums, verified
from mediarel.store.tiny import file, read
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.layout import encoded, streamed
from mediarel.store.tiny.lock import take_lock
from mediarel.store.tiny.others import ARCHIVE
from mediarel.store.tiny.rotation import remove_leftovers


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
    kept = read_checksums(snapshot.checksums)
    renewed = _in_order(snapshot.statements)
    if snapshot.checksums:
        renewed = iter(verified(renewed, kept).items() if is_old else ())
    kept |= {number: checksum(raw) for number, raw in renewed}
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
        remove_leftovers(path.parent, path)
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

        replace_file(path, write, like=like, before_replace=before_replace)
    except UnsyncedError as error:
        raise file.UnsyncedStoreError(path, file.reason(error)) from error
    except OSError as error:
        refused = Path(error.filename or path)
        raise file.StoreAccessError(refused, file.reason(error)) from error
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
        if block and block_of(number) != key:
            yield key, encoded(block)
            block = {}
        key = block_of(number)
        block[str(number)] = kept
    if block:
        yield key, encoded(block)


def _in_order(table: Mapping[str, Document]) -> Iterator[tuple[int, Document]]:
    return ((int(key), table[key]) for key in sorted(table, key=int))
