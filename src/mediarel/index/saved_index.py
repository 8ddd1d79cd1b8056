"""Salvage: what the kept files of the index still hold of the records and entries.

A file is read as it lies there and never written, whatever wrote it last: neither
its version counts nor the revision that it is of. What it gives is proved by its
fingerprint; what can't be read or proved is passed over, row by row.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.index.index_file import stem
from mediarel.index.proof import DAMAGE
from mediarel.store.contents import quick_fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_HIGHEST = (1 << 63) - 1  # the highest key that a table of SQLite can have
# Reads that may fail in a table. Within a page that can't be read each row fails, and
# twice as many ranges of rows: so this is enough for a few hundred bad pages.
_PATIENCE = 50_000


class SavedIndex(NamedTuple):
    """What the index file `name` holds: records by id, entries by number.

    The fingerprint of each fits.
    """

    name: str
    statements: dict[int, bytes]
    history: dict[int, bytes]


def saved_in(
    folder: Path, location: str, known: Mapping[int, bytes] = MappingProxyType({})
) -> list[SavedIndex]:
    """Return what is saved in the index files of the store at `location`, newest first.

    Each file that `folder` has of it is read, also those of other versions; where
    nothing of one can be read, nothing is saved in it. What is the same as one of the
    records that are `known` takes no memory of its own.
    """
    found = []
    for path in folder.glob(f"{stem(location)}-*.sqlite"):
        with suppress(OSError):
            if path.is_file():
                found.append((path.stat().st_mtime_ns, path.name, path))
    return [_saved_in_file(path, known) for *_, path in sorted(found, reverse=True)]


def _saved_in_file(path: Path, known: Mapping[int, bytes]) -> SavedIndex:
    saved = SavedIndex(path.name, {}, {})
    # Immutable: no lock is taken, and no journal that lies beside is replayed.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with suppress(*DAMAGE):
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        with closing(connection):
            connection.text_factory = bytes  # what is no UTF-8 is no reason to stop
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
    """Yield those of `documents` whose fingerprints fit, in the order of their keys."""
    for number, document in documents:
        if (
            number > 0
            and isinstance(document, bytes)
            and fingerprints.get(number) == quick_fingerprint(document)
        ):
            yield number, document


def _can_be_asked(connection: sqlite3.Connection, sql: str) -> bool:
    """Tell whether the table is known at all: without a schema no row can be read."""
    try:
        connection.execute(f"EXPLAIN {sql}", (1, 1)).close()
    except DAMAGE:
        return False
    return True


def _rows(
    connection: sqlite3.Connection, table: str, key: str, column: str
) -> Iterator[tuple[int, Any]]:
    """Yield `key` and `column` of all rows of `table` that can be read, in order."""
    sql = (
        f"SELECT {key}, {column} FROM {table} WHERE {key} BETWEEN ? AND ?"
        f" AND typeof({key}) = 'integer' ORDER BY {key}"
    )
    first, last = 1, _HIGHEST
    patience = _PATIENCE if _can_be_asked(connection, sql) else 0
    try:
        for row in connection.execute(sql, (first, last)):
            first = row[0] + 1
            yield row
    except DAMAGE:
        pass
    else:
        return
    # From the end too: between is a gap no wider than what can't be read.
    behind: list[tuple[int, Any]] = []
    with suppress(*DAMAGE):
        for row in connection.execute(f"{sql} DESC", (first, last)):
            last = row[0] - 1
            behind.append(row)
    ranges = [(first, last)]
    while ranges and patience:
        first, last = ranges.pop()
        if first > last:
            continue
        try:
            for row in connection.execute(sql, (first, last)):
                first = row[0] + 1
                yield row
        except DAMAGE:
            patience -= 1
            middle = (first + last) // 2
            if first < last:
                ranges += [(middle + 1, last), (first, middle)]
    yield from reversed(behind)
