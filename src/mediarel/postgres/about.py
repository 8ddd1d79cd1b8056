"""What an archive on a server says of itself, and tables that other programs keep."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

from mediarel.index.proof import proof_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.postgres.connection import Connection
    from mediarel.store.protocol import About, Document

_ARCHIVE = "archive"


def other_tables(connection: Connection) -> dict[str, dict[str, Document]]:
    """Return the tables that are not read, with `archive`, as in a snapshot."""
    found: dict[str, dict[str, Document]] = {}
    for name, key, json in connection.rows(
        "SELECT name, key, json FROM other ORDER BY place"
    ):
        table = found.setdefault(name, {})
        if key is not None:
            table[key] = json.encode()
    return found


def put_others(
    connection: Connection, others: Mapping[str, Mapping[str, Document]]
) -> None:
    """Write the tables that are not read; of an empty one, its name."""
    rows: list[tuple[str, str | None, str | None]] = []
    for name, table in others.items():
        rows += [(name, key, bytes(raw).decode()) for key, raw in table.items()]
        if not table:
            rows.append((name, None, None))
    for place, row in enumerate(rows):
        connection.rows("INSERT INTO other VALUES (?, ?, ?, ?)", [place, *row])


def put_archive(connection: Connection, raw: Document) -> None:
    """Write the document in which the archive says what it is."""
    connection.rows(
        "UPDATE other SET json = ? WHERE name = ? AND key = '1'",
        [bytes(raw).decode(), _ARCHIVE],
    )


def put_about(connection: Connection, about: About) -> None:
    """Write what the archive says of itself to the tables that a query reads."""
    meta, called = _rows_of(about)
    for row in meta:
        connection.rows(
            "INSERT INTO meta VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            list(row),
        )
    connection.rows("DELETE FROM called")
    for each in called:
        marks = ", ".join("?" * len(each))
        connection.rows(f"INSERT INTO called VALUES ({marks})", list(each))  # noqa: S608 - question marks


def differs_from(connection: Connection, about: About) -> bool:
    """Tell whether these tables say another thing than `about`."""
    meta, called = _rows_of(about)
    # An older archive has no row of usual values.
    none = _proved("usual", dumps({}))
    there = dict([none, *connection.rows("SELECT key, value FROM meta")]).items()
    names = connection.rows("SELECT * FROM called")
    return sorted(there) != sorted(map(tuple, meta)) or sorted(names) != sorted(called)


def _rows_of(about: About) -> tuple[list[tuple[str, str]], list[tuple[str | int, ...]]]:
    """Return the rows that say it: of `meta`, and of `called`."""
    # What a file has in the same way loads more than a list needs.
    from mediarel.index.organisations import called_rows  # noqa: PLC0415

    said = " ".join((*about.withheld, *about.cleared))
    usual = dumps(dict(about.usual))
    values = [("name", about.name), ("withholding", said), ("usual", usual)]
    return [_proved(*each) for each in values], called_rows(about)


def _proved(key: str, value: str) -> tuple[str, str]:
    return key, f"{proof_of(value)} {value}"
