"""An archive in one TinyDB file: readable by anyone, never half-written.

Every document passes through as raw JSON; only what changes is parsed.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from tinydb.storages import Storage

from mediarel.errors import AccessError, BusyError, RefusedError
from mediarel.files import replace_file, temporary_beside
from mediarel.store import Mark, Tables
from mediarel.store.damage import TABLES, check, damaged, damaged_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from filelock import BaseFileLock

    from mediarel.errors import DamagedError
    from mediarel.store import Document

_DECODER = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_CHUNK = 1 << 20


class BusyStoreError(BusyError):
    """Another process holds the lock for longer than we wait."""

    def __init__(self, path: Path, seconds: float) -> None:
        super().__init__(
            f"another command has been changing {path} for {seconds:g} seconds",
            "Wait until it has ended, then try again; nothing was changed.",
        )


class NoStoreError(AccessError):
    """There is no file where the store should be."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there is no archive at {path}", "Make one with: mediarel init FOLDER"
        )


class StoreAccessError(AccessError):
    """The system refused to read or write the store, or it is no plain file."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}", "See to it that it can be, and try again.")


class StoreExistsError(RefusedError):
    """A new store was to be made where something is already."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already", "Name another folder; it was left as it is."
        )


class SafeStorage(Storage):
    """A TinyDB storage that is locked while open, and replaces its file whole.

    `TinyDB(path, storage=SafeStorage)` reads and writes plain documents. A
    transaction uses `read_raw` instead, and may write raw documents back.
    """

    def __init__(self, path: str | Path, *, patience: float = 10.0) -> None:
        self.path = Path(os.path.realpath(path))
        self._lock = _locked(self.path, patience)

    def close(self) -> None:
        """Let go of the lock."""
        self._lock.release()

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Give the tables with their documents parsed."""
        _, data = _content(self.path)
        tables: dict[str, dict[str, Any]] = msgspec.json.decode(data)
        return tables

    def read_raw(self) -> tuple[Mark, dict[str, dict[str, Document]]]:
        """Give the mark of the file and its tables with raw documents."""
        mark, data = _content(self.path)
        return mark, _raw_tables(self.path, data)

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Put `data` in the place of what is there: all of it or nothing."""
        _replace(self.path, _layout(data))


class TinyTransaction:
    """The tables of a locked store, to be changed and committed."""

    def __init__(self, storage: SafeStorage) -> None:
        self._storage = storage
        self.mark, self._tables = storage.read_raw()
        for name in TABLES:
            self._tables.setdefault(name, {})
        self.statements = self._tables["statements"]
        self.history = self._tables["history"]

    def commit(self) -> Mark:
        """Keep the documents as they are now: all of it or nothing."""
        self._storage.write(self._tables)
        return _mark(self._storage.path.stat())


class TinyStore:
    """A store in the TinyDB file at `path`; waits `patience` seconds for its lock."""

    def __init__(self, path: Path, *, patience: float = 10.0) -> None:
        self.path = path
        self.name = str(path)
        self.patience = patience

    @classmethod
    def create(cls, path: Path) -> TinyStore:
        """Make a new, empty store, and the folders above it.

        Raises StoreExistsError where there is something at `path` already.
        """
        if os.path.lexists(path):
            raise StoreExistsError(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreAccessError(path.parent, _reason(error)) from error
        storage = SafeStorage(path)
        try:
            if os.path.lexists(path):  # made by another while we waited
                raise StoreExistsError(path)
            storage.write({name: {} for name in TABLES})
        finally:
            storage.close()
        return cls(path)

    def mark(self) -> Mark:
        """Give the present mark without reading the documents."""
        try:
            return _mark(_plain(self.path, self.path.stat()))
        except OSError as error:
            raise _refused(self.path, error) from error

    def read(self) -> Tables:
        """Give the documents as raw JSON, after a look at all that could be wrong.

        Raises DamagedError or AccessError.
        """
        mark, data = _content(self.path)
        tables = _raw_tables(self.path, data)
        # A file as we lay it out has no key twice, no record that is no
        # object, nothing but UTF-8. Another is looked at with care.
        if not _is_laid_out(tables, data):
            check(self.path, data)
        return Tables(mark, tables.get("statements", {}), tables.get("history", {}))

    @contextmanager
    def transaction(self) -> Iterator[TinyTransaction]:
        """Lock the store; what is not committed has not happened.

        Raises BusyStoreError, DamagedError or AccessError.
        """
        _refuse_read_only(self.path)
        storage = SafeStorage(self.path, patience=self.patience)
        try:
            yield TinyTransaction(storage)
        finally:
            storage.close()

    def damaged_record(self, table: str, number: int, what: str) -> DamagedError:
        """Give the error for a document that is not as it should be, with its line."""
        return damaged_record(self.path, table, number, what)

    def encode(self, document: Mapping[str, Any]) -> bytes:
        """Give `document` as it stands in the file, indented to its depth."""
        return _encoded(document)


def _encoded(document: Mapping[str, Any]) -> bytes:
    plain = msgspec.json.format(msgspec.json.encode(document), indent=2)
    return plain.replace(b"\n", b"\n    ")


def _layout(tables: Mapping[str, Mapping[Any, Any]]) -> Iterator[Document]:
    """Give the parts of the file: indented, one line and more for each document."""
    yield b"{"
    for place, (name, table) in enumerate(tables.items()):
        yield b",\n  " if place else b"\n  "
        yield msgspec.json.encode(str(name))
        if not table:
            yield b": {}"
            continue
        opening = b": {\n    "
        for key, document in table.items():
            yield opening
            yield b'"%s": ' % str(key).encode()
            is_raw = isinstance(document, bytes | memoryview | msgspec.Raw)
            yield document if is_raw else _encoded(document)
            opening = b",\n    "
        yield b"\n  }"
    yield b"\n}\n"


def _is_laid_out(tables: Mapping[str, Mapping[str, Document]], data: bytes) -> bool:
    if any(
        bytes(document[:1]) != b"{" or not key.isdecimal() or key[0] == "0"
        for table in tables.values()
        for key, document in table.items()
    ):
        return False
    place = 0
    view = memoryview(data)
    for part in _layout(tables):
        end = place + len(part)
        if view[place:end] != part:
            return False
        place = end
    return place == len(data) and _is_utf8(data)


def _is_utf8(data: bytes) -> bool:
    # A piece at a time: as one string, 100 MB would take another 400.
    from codecs import getincrementaldecoder  # noqa: PLC0415

    decoder = getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(view[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _raw_tables(path: Path, data: bytes) -> dict[str, dict[str, Document]]:
    try:
        tables = _DECODER.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        check(path, data)
        raise damaged(path, "it is not JSON as an archive has it") from None
    return {
        name: {key: memoryview(document) for key, document in table.items()}
        for name, table in tables.items()
    }


def _content(path: Path) -> tuple[Mark, bytes]:
    """Give the mark and the bytes of the file at `path`, both of the same moment."""
    try:
        # Not blocking: opening a FIFO would wait for a writer for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            mark = _mark(_plain(path, os.fstat(descriptor)))
            return mark, file.readall() or b""
    except OSError as error:
        raise _refused(path, error) from error


def _plain(path: Path, status: os.stat_result) -> os.stat_result:
    if stat.S_ISDIR(status.st_mode):
        raise StoreAccessError(path, "it is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise StoreAccessError(path, "it is not a plain file")
    return status


def _mark(status: os.stat_result) -> Mark:
    return Mark(
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    )


def _locked(path: Path, patience: float) -> BaseFileLock:
    """Give the lock on the store at `path`, taken."""
    # Costs 30 ms, and only a change needs it.
    from filelock import FileLock, Timeout  # noqa: PLC0415

    lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        raise BusyStoreError(path, patience) from None
    except OSError as error:
        raise StoreAccessError(path.parent, _reason(error)) from error
    return lock


def _refuse_read_only(path: Path) -> None:
    """Refuse where the file may not be written: replacing it would not ask."""
    try:
        mode = _plain(path, path.stat()).st_mode
    except OSError as error:
        raise _refused(path, error) from error
    if not mode & 0o222 or not os.access(path, os.W_OK):
        raise StoreAccessError(path, "it may only be read")


def _replace(path: Path, parts: Iterable[Document]) -> None:
    """Put a file of `parts` in the place of `path`, whose lock we hold."""
    prefix, suffix = temporary_beside(path)
    try:
        # A file like ours was left by a process that died.
        for leftover in path.parent.glob(f"{prefix}*{suffix}"):
            leftover.unlink(missing_ok=True)
        replace_file(path, lambda file: file.writelines(parts))
    except OSError as error:
        raise StoreAccessError(path, _reason(error)) from error


def _refused(path: Path, error: OSError) -> AccessError:
    if isinstance(error, FileNotFoundError):
        return NoStoreError(path)
    return StoreAccessError(path, _reason(error))


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
