"""Salvage records and entries from the saved index files.

Each file is opened read-only, even if it has a different version or revision, or was
changed by a different program. Each row is verified by its fingerprint; unreadable or
unverified rows are skipped.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.index.index_file import stem
from mediarel.index.proof import DAMAGE
from mediarel.store import quick_fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_HIGHEST = (1 << 63) - 1  # the highest possible key in SQLite


class SavedIndex(NamedTuple):
    """The verified records (by id) and entries (by number) of the index file `name`."""

    name: str
    statements: dict[int, bytes]
    history: dict[int, bytes]


def saved_in(
    folder: Path, location: str, known: Mapping[int, bytes] = MappingProxyType({})
) -> list[SavedIndex]:
    """Return the contents of all index files of the store at `location`, newest first.

    All index files in `folder` are read, including those of other versions; unreadable
    files are skipped. A record that is also in `known` takes no additional memory.
    """
    found = []
    for path in folder.glob(f"{stem(location)}-*.sqlite"):
        with suppress(OSError):
            if path.is_file():
                found.append((path.stat().st_mtime_ns, path.name, path))
    return [_saved_in_file(path, known) for *_, path in sorted(found, reverse=True)]


def _saved_in_file(path: Path, known: Mapping[int, bytes]) -> SavedIndex:
    saved = SavedIndex(path.name, {}, {})
    # `immutable` takes no lock, and ignores a journal in the same folder.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with suppress(*DAMAGE):
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        with closing(connection):
            connection.text_factory = bytes  # invalid UTF-8 must not stop the salvage
            statements = _proved(
                _rows(connection, "document", "id", "json"),
                dict(_rows(connection, "statement", "id", "fingerprint")),
            )
            for number, document in statements:
                same = known.get(number)
                saved.statements[number] = same if same == document else document
            entries = _proved(
                _rows(connection, "entry", "number", "json"),
                dict(_rows(connection, "entry", "number", "fingerprint")),
            )
            saved.history.update(entries)
    return saved


def _proved(
    documents: Iterator[tuple[int, Any]], fingerprints: dict[int, Any]
) -> Iterator[tuple[int, bytes]]:
    """Yield the `documents` with matching fingerprints, in the order of their keys."""
    for number, document in documents:
        if (
            number > 0
            and isinstance(document, bytes)
            and fingerprints.get(number) == quick_fingerprint(document)
        ):
            yield number, document


def _rows(
    connection: sqlite3.Connection, table: str, key: str, column: str
) -> Iterator[tuple[int, Any]]:
    """Yield `key` and `column` of all readable rows of `table`, in order."""
    sql = (
        f"SELECT {key}, {column} FROM {table} WHERE {key} BETWEEN ? AND ?"
        f" AND typeof({key}) = 'integer' ORDER BY {key}"
    )
    first = 1
    with suppress(*DAMAGE):
        for row in connection.execute(sql, (first, _HIGHEST)):
            first = row[0] + 1
            yield row
        return
    # Also read from the end, so that only the rows in the unreadable part are lost.
    behind: list[tuple[int, Any]] = []
    with suppress(*DAMAGE):
        for number, value in connection.execute(f"{sql} DESC", (first, _HIGHEST)):
            behind.append((number, value))
    yield from reversed(behind)
