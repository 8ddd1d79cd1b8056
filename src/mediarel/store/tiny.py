"""An archive in one TinyDB file: readable by anyone, never half-written.

Every document passes through as raw JSON; only what changes is parsed.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from glob import escape
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from tinydb.storages import Storage

from mediarel.errors import BusyError
from mediarel.files import replace_file, temporary_beside
from mediarel.store import Tables
from mediarel.store.access import (
    StoreAccessError,
    StoreExistsError,
    mark_of,
    plain,
    reason,
    refused,
)
from mediarel.store.damage import ID, TABLES, check, damaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from filelock import BaseFileLock

    from mediarel.store import Document, Mark

_DECODER = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_CHUNK = 1 << 20
_BRACE = ord("{")


class BusyStoreError(BusyError):
    """Another process holds the lock for longer than we wait."""

    def __init__(self, path: Path, seconds: float) -> None:
        super().__init__(
            f"another command has been changing {path} for {seconds:g} seconds",
            "Wait until it has ended, then try again; nothing was changed.",
        )


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

    def __init__(self, path: str | Path, *, patience: float = 10.0) -> None:
        self.path = Path(os.path.realpath(path))
        self._lock = _locked(self.path, patience)

    def close(self) -> None:
        """Let go of the lock."""
        self._lock.release()

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Give the tables with their documents parsed.

        Raises DamagedError, NoStoreError or StoreAccessError.
        """
        _, data = _content(self.path)
        _checked_tables(self.path, data)
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
        """Keep the documents as they are now: all of it or nothing.

        Raises ChangedStoreError where a program without the lock was quicker.
        """
        path = self._storage.path
        if _mark(path) != self.mark:
            raise ChangedStoreError(path)
        self._storage.write(self._tables)
        return _mark(path)


@contextmanager
def transaction(path: Path, patience: float) -> Iterator[TinyTransaction]:
    """Lock the store at `path`; what is not committed has not happened.

    Raises BusyStoreError, DamagedError, NoStoreError or StoreAccessError.
    """
    storage = SafeStorage(path, patience=patience)
    try:
        yield TinyTransaction(storage)
    finally:
        storage.close()


def read_tables(path: Path) -> Tables:
    """Give the documents at `path`, after a look at all that could be wrong.

    Raises DamagedError, NoStoreError or StoreAccessError.
    """
    mark, data = _content(path)
    tables = _checked_tables(path, data)
    return Tables(mark, tables.get("statements", {}), tables.get("history", {}))


def write_empty(path: Path) -> None:
    """Make a store without documents at `path`.

    Raises StoreExistsError where another made one while we waited for the lock.
    """
    storage = SafeStorage(path)
    try:
        if os.path.lexists(path):
            raise StoreExistsError(path)
        storage.write({name: {} for name in TABLES})
    finally:
        storage.close()


def encoded(document: Mapping[str, Any]) -> bytes:
    """Give `document` as it stands in the file, indented to its depth."""
    outermost = msgspec.json.format(msgspec.json.encode(document), indent=2)
    return outermost.replace(b"\n", b"\n    ")


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
            yield msgspec.json.encode(str(key)) + b": "
            is_raw = isinstance(document, bytes | memoryview | msgspec.Raw)
            yield document if is_raw else encoded(document)
            opening = b",\n    "
        yield b"\n  }"
    yield b"\n}\n"


def _is_laid_out(tables: Mapping[str, Mapping[str, Document]], data: bytes) -> bool:
    for table in tables.values():
        if not all(map(ID.fullmatch, table)):
            return False
        if any(document[0] != _BRACE for document in table.values()):
            return False
    place = 0
    for part in _layout(tables):
        if not data.startswith(part, place):  # compares without a copy
            return False
        place += len(part)
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


def _checked_tables(path: Path, data: bytes) -> dict[str, dict[str, Document]]:
    tables = _raw_tables(path, data)
    # A file as we lay it out has no key twice, no record that is no object,
    # nothing but UTF-8. Another is looked at with care.
    if not _is_laid_out(tables, data):
        check(path, data)
    return tables


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


def _mark(path: Path) -> Mark:
    try:
        return mark_of(path.stat())
    except OSError as error:
        raise refused(path, error) from error


def _content(path: Path) -> tuple[Mark, bytes]:
    """Give the mark and the bytes of the file at `path`, both of the same moment."""
    try:
        with FileIO(path, opener=_opened) as file:
            mark = mark_of(plain(path, os.fstat(file.fileno())))
            return mark, file.readall() or b""
    except OSError as error:
        raise refused(path, error) from error


def _opened(path: str, flags: int) -> int:
    # Not blocking: opening a FIFO would wait for a writer for ever.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _locked(path: Path, patience: float) -> BaseFileLock:
    """Give the lock on the store at `path`, taken."""
    # Costs 30 ms, and only a change needs it.
    from filelock import FileLock, Timeout  # noqa: PLC0415

    place = path.with_name(f".{path.name}.lock")
    # Open to all whom the folder lets in, as one user's lock must hold for another.
    lock = FileLock(place, timeout=patience, mode=0o666)
    try:
        lock.acquire()
    except Timeout:
        raise BusyStoreError(path, patience) from None
    except OSError as error:
        # One that another user made may bar us in a folder that does not.
        barred = place if os.path.lexists(place) else path.parent
        raise StoreAccessError(barred, reason(error)) from error
    return lock


def _replace(path: Path, parts: Iterable[Document]) -> None:
    """Put a file of `parts` in the place of `path`, whose lock we hold."""
    prefix, suffix = temporary_beside(path)
    try:
        # A file like ours was left by a process that died; one that another
        # user left, and only they may remove, is not in our way.
        for leftover in path.parent.glob(f"{escape(prefix)}{'[a-z0-9_]' * 8}{suffix}"):
            with suppress(OSError):
                leftover.unlink()
        replace_file(path, lambda file: file.writelines(parts))
    except OSError as error:
        raise StoreAccessError(path, reason(error)) from error
