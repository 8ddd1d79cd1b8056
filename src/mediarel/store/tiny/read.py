"""Read the documents of a store as raw JSON, and migrate earlier format versions.

This module doesn't parse documents, so it doesn't need TinyDB. Loading TinyDB takes 15
ms. The format version describes the data in the tables. It is in document 1 of the
table `archive`:

    "archive": {"1": {"form": 5}}

A file of an earlier version can be read. The next change migrates the file.

    1  the table `archive` is missing; checksums and digests cover all fields
    2  the table `archive` exists; new checksums and digests ignore empty fields
    3  dates can be intervals, which programs for version 2 report as damage
    4  a statement has the list `sources` instead of one `source`; unchanged
       statements keep `source`, which is read as a list of one URL
    5  new checksums and digests are the SHA-256 of canonical JSON; `changed` has the
       times of the last change; `archive` has the number and digest of the last change
"""

import os
import weakref
from collections import UserDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from mediarel import errors
from mediarel.store import FORM
from mediarel.store.protocol import Document, Revision, Snapshot
from mediarel.store.records import read_fields
from mediarel.store.tiny import others
from mediarel.store.tiny.file import mark_of, opened, read_content
from mediarel.store.tiny.layout import is_laid_out

_KEY = "1"  # the key of the only document
_DECODER: msgspec.json.Decoder[dict[str, dict[str, Document]]] = msgspec.json.Decoder(
    dict[str, dict[str, msgspec.Raw]]
)


def read_snapshot(path: Path) -> Snapshot:
    """Validate the file of the store at `path`, and return all of its data.

    Raises DamagedError, NewerArchiveError, NoStoreError or StoreAccessError.
    """
    content = read_content(path)
    return snapshot_of(content.revision, validated_tables(path, content.data))


_SIZE = 1 << 20  # bytes of a piece
# Texts in JSON have no line feeds, so these are ends and beginnings of documents.
_OPENING = b'\n  "statements": {\n'
_BETWEEN = b"\n    },\n"
_CLOSING = b"\n    }\n  }"


class _Statements(UserDict[str, Any]):
    """The statements in a file, read piece by piece when needed.

    `read` reads a piece. `piece_of` has the number of the piece of each statement.
    """

    def __init__(
        self, read: Callable[[int], dict[str, Document]], piece_of: dict[str, int]
    ) -> None:
        self.data, self._read = piece_of, lru_cache(maxsize=1)(read)

    def __getitem__(self, key: str) -> Document:
        return memoryview(self._read(self.data[key])[key])

    def items(self) -> Iterator[tuple[str, Document]]:  # type: ignore[override]
        """Yield all statements, and read each piece once."""
        for number in sorted({*self.data.values()}):
            for key, raw in self._read(number).items():
                yield key, memoryview(raw)


def streamed_snapshot(path: Path) -> Snapshot:
    """Return the same as `read_snapshot`, but keep no statements in memory.

    Reading a statement raises BusyError if a different program has written to the file.
    If the file is damaged or has an unusual layout, everything is read at once.
    """
    with suppress(OSError, errors.DamagedError):
        if found := _in_pieces(path):
            return found
    return read_snapshot(path)


def _in_pieces(path: Path) -> Snapshot | None:
    file = opened(path)
    mark = mark_of(os.fstat(file.fileno()))
    pieces: list[tuple[int, int]] = []  # position and size

    def mini(number: int) -> bytes:
        """Return a small archive file with the statements of a piece."""
        place, size = pieces[number]
        file.seek(place)
        data = file.read(size) or b""
        # If a new file replaces the file, only the last field changes, the ctime.
        if mark_of(os.fstat(file.fileno()))[:-1] != mark[:-1]:
            raise errors.BusyError(
                f"another program has just changed {path} without the lock",
                "Check the file, then try again.",
            )
        return b"{%b%b%b\n}\n" % (_OPENING, data, _CLOSING)

    def read(number: int) -> dict[str, Document]:
        return _DECODER.decode(mini(number))["statements"]

    weakref.finalize(read, file.close)
    head, opening, data = (file.read(_SIZE) or b"").partition(_OPENING)
    place = len(head + opening)
    while (end := data.find(_CLOSING)) < 0:
        if (end := data.rfind(_BETWEEN)) >= 0:
            pieces.append((place, end))
            place += end + len(_BETWEEN)
            data = data[end + len(_BETWEEN) :]
        more = file.read(_SIZE)
        if not (opening and more):
            return None
        data += more
    pieces.append((place, end))
    rest = data[end + len(_CLOSING) :] + (file.read() or b"")
    tables = validated_tables(path, b"%b%b}%b" % (head, opening[:-1], rest))
    piece_of: dict[str, int] = {}
    for number in range(len(pieces)):
        found = validated_tables(path, mini(number))
        keys = found.pop("statements")
        if found or not piece_of.keys().isdisjoint(keys):
            return None
        piece_of.update(dict.fromkeys(keys, number))
    statements = _Statements(read, piece_of)
    return snapshot_of(mark.revision, tables)._replace(statements=statements)


def snapshot_of(revision: Revision, tables: dict[str, dict[str, Document]]) -> Snapshot:
    """Return a snapshot with these tables and this revision."""
    return Snapshot(
        revision,
        tables.pop("statements", {}),
        tables.pop("history", {}),
        tables.pop("checksums", {}),
        tables,
    )


def validated_tables(path: Path, data: bytes) -> dict[str, dict[str, Document]]:
    """Validate the content of the store at `path`, and return its tables.

    Raises DamagedError or NewerArchiveError.
    """
    tables: dict[str, dict[str, Document]] = {
        name: {key: memoryview(document) for key, document in table.items()}
        for name, table in raw_tables(path, data).items()
    }
    # A file in the exact layout has none of the problems that validation finds.
    if not is_laid_out(tables, data):
        refuse_newer(path, data)
        others.validate(path, data)
    return tables


def raw_tables(path: Path, data: bytes) -> dict[str, dict[str, Document]]:
    """Return the tables of a store with raw documents, without validating them.

    Raises NewerArchiveError. Raises DamagedError if the tables can't be decoded.
    """
    try:
        tables: dict[str, dict[str, Document]] = _DECODER.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        refuse_newer(path, data)
        others.validate(path, data)
        raise others.damaged(
            path, "the file doesn't have the structure of an archive"
        ) from None
    try:
        form_in(path, tables)
    except errors.DamagedError:
        refuse_newer(path, data)
        raise
    return tables


def form_in(path: Path, tables: Mapping[str, Mapping[str, Document]]) -> int:
    """Return the format version of the tables of the store at `path`.

    Raises NewerArchiveError if the version is unknown, and DamagedError if it is
    invalid.
    """
    raw = tables.get(others.ARCHIVE, {}).get(_KEY)
    if raw is None:
        return 1
    try:
        form = read_fields(bytes(raw)).get("form")
    except errors.InvalidFieldError as error:
        raise others.damaged_record(path, others.ARCHIVE, 1, error.problem) from error
    if type(form) is not int or form < 1:
        what = f"the format version is {errors.shorten(form)!r}, not a positive number"
        raise others.damaged_record(path, others.ARCHIVE, 1, what)
    _refuse_newer_form(path, form)
    return form


def _refuse_newer_form(path: Path, form: int) -> None:
    if form > FORM:
        raise errors.NewerArchiveError(
            f"{path} was made by a newer mediarel (format version {form};"
            f" this one supports {FORM})"
        )


def refuse_newer(path: Path, data: bytes) -> None:
    """Raise NewerArchiveError if the content of a store has an unknown format version.

    The rest of the content may be damaged, or have any format.
    """
    if (form := others.form_said(data)) is not None:
        _refuse_newer_form(path, form)
