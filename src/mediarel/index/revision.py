"""What an index says of itself: its version, the revision and archive that it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.proof import WrongIndexError, proof_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from mediarel.index.protocol import Index
    from mediarel.store.protocol import About, Revision


def version_in(connection: sqlite3.Connection) -> str | None:
    """Return the version of the index, None where it does not say one."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    return str(row[0]) if row else None


def revision_in(connection: sqlite3.Connection) -> Revision:
    """Return the revision of the store that the index holds."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'revision'")
    row = found.fetchone()
    return str(row[0]) if row else ""


def put_meta(connection: sqlite3.Connection, key: str, value: str | int) -> None:
    """Write what the index says of itself under `key`."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def put_revision(connection: sqlite3.Connection, revision: Revision) -> None:
    """Write the revision of the store that the index holds."""
    put_meta(connection, "revision", revision)


def put_name(connection: sqlite3.Connection, name: str) -> None:
    """Write the name of the archive, "" where it has none."""
    put_meta(connection, "name", f"{proof_of(name)} {name}")


def put_withholding(connection: sqlite3.Connection, about: About) -> None:
    """Write what the archive withholds as a rule, and which files were looked at."""
    said = " ".join((*about.withheld, *about.cleared))
    put_meta(connection, "withholding", f"{proof_of(said)} {said}")


def put_usual(connection: sqlite3.Connection, about: About) -> None:
    """Write the default values of new statements."""
    from json import dumps  # noqa: PLC0415 - a list does without

    said = dumps(dict(about.usual))
    put_meta(connection, "usual", f"{proof_of(said)} {said}")


def archive_name(index: Index) -> str:
    """Return the name of the archive, "" where it has none."""
    return _said(index, "name", "the name of the archive")


def withholding(index: Index) -> list[str]:
    """Return what the archive withholds as a rule, then the files looked at."""
    return _said(index, "withholding", "what the archive withholds").split()


def usual(index: Index) -> dict[str, str]:
    """Return the default values of new statements, by their fields."""
    from json import loads  # noqa: PLC0415 - a list does without

    sql = "SELECT value FROM meta WHERE key = 'usual'"
    # An older archive on a server has no such row.
    rows = index.rows(sql, (), lambda rows: [_proved([row], "usual") for row in rows])
    kept: dict[str, str] = loads(rows[0]) if rows else {}
    return kept


def _said(index: Index, key: str, what: str) -> str:
    """Return what the archive says under `key`, proved; `what` that is, in words."""
    sql = "SELECT value FROM meta WHERE key = ?"
    rows = index.rows(sql, (key,), lambda found: [_proved(found, what)])
    return str(rows[0])


def _proved(rows: Iterable[tuple[object, ...]], what: str) -> str:
    kept = "".join(str(row[0]) for row in rows)
    proof, _, said = kept.partition(" ")
    if proof != str(proof_of(said)):
        raise WrongIndexError(what)
    return said
