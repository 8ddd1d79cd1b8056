"""The revision an index is of, and what of a store it does not hold yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from mediarel.store.protocol import Revision, Snapshot


def version_in(connection: sqlite3.Connection) -> str | None:
    """Return the version of the index, None where it does not say one."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    return str(row[0]) if row else None


def revision_in(connection: sqlite3.Connection) -> Revision:
    """Return the revision of the store that the index holds."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'revision'")
    row = found.fetchone()
    return str(row[0]) if row else ""


def put_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Write what the index says of itself under `key`."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def put_revision(connection: sqlite3.Connection, revision: Revision) -> None:
    """Write the revision of the store that the index holds."""
    put_meta(connection, "revision", revision)


def numbered(documents: Mapping[str, bytes | memoryview]) -> dict[int, Any]:
    """Return `documents` by number instead of by the keys of the store."""
    return {int(key): raw for key, raw in documents.items()}


def changes_in(
    connection: sqlite3.Connection,
    table: str,
    key: str,
    documents: Mapping[str, bytes | memoryview],
) -> dict[int, Any]:
    """Return what of `documents` is not in `table` as it is now, None for what went."""
    from mediarel.index.rows import fingerprint  # noqa: PLC0415

    known = dict(connection.execute(f"SELECT {key}, fingerprint FROM {table}"))  # noqa: S608 - our own tables
    now = numbered(documents)
    changed: dict[int, Any] = {
        number: raw
        for number, raw in now.items()
        if known.get(number) != fingerprint(raw)
    }
    changed.update((number, None) for number in known.keys() - now.keys())
    return changed


def contradicts(connection: sqlite3.Connection, snapshot: Snapshot) -> bool:
    """Tell whether the index says it is of `snapshot`, and holds something else."""
    return revision_in(connection) == snapshot.revision and bool(
        changes_in(connection, "statement", "id", snapshot.statements)
        or changes_in(connection, "entry", "number", snapshot.history)
    )
