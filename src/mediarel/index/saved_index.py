"""Salvage records and entries from the saved index files.

Each file is opened read-only, even if it has a different version or revision, or was
changed by a different program. Each row is verified by its fingerprint. Rows that can't
be read or verified are skipped.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from mediarel.index.index_file import stem
from mediarel.index.proof import DAMAGE
from mediarel.store import quick_fingerprint


class SavedIndex(NamedTuple):
    """The verified contents of the index file `name`.

    `statements` maps ids to records, and `history` maps change numbers to entries.
    """

    name: str
    statements: dict[int, bytes]
    history: dict[int, bytes]


def saved_in(folder: Path, location: str) -> list[SavedIndex]:
    """Return the contents of all index files of the store at `location`, newest first.

    Index files of all versions in `folder` are read. Unreadable files are skipped.
    """
    found = []
    for path in folder.glob(f"{stem(location)}-*.sqlite"):
        with suppress(OSError):
            if path.is_file():
                found.append((path.stat().st_mtime_ns, path.name, path))
    return [_saved_in_file(path) for *_, path in sorted(found, reverse=True)]


def _saved_in_file(path: Path) -> SavedIndex:
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
            saved.statements.update(statements)
            entries = _proved(
                _rows(connection, "entry", "number", "json"),
                dict(_rows(connection, "entry", "number", "fingerprint")),
            )
            saved.history.update(entries)
    return saved


def _proved(
    documents: Iterator[tuple[int, Any]], fingerprints: dict[int, Any]
) -> Iterator[tuple[int, bytes]]:
    """Yield the documents that match their fingerprints, in the given order."""
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
    """Yield two columns of each row in a table. Stop before an unreadable row."""
    sql = f"SELECT {key}, {column} FROM {table} WHERE typeof({key}) = 'integer'"
    with suppress(*DAMAGE):
        yield from connection.execute(f"{sql} ORDER BY {key}")
