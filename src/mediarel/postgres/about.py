"""What an archive on a server says of itself, and tables that other programs keep."""

from __future__ import annotations

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
    # What a file has in the same way loads more than a list needs.
    from mediarel.index.organisations import called_rows  # noqa: PLC0415

    said = " ".join((*about.withheld, *about.cleared))
    for key, value in (("name", about.name), ("withholding", said)):
        connection.rows(
            "INSERT INTO meta VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [key, f"{proof_of(value)} {value}"],
        )
    connection.rows("DELETE FROM called")
    for row in called_rows(about):
        marks = ", ".join("?" * len(row))
        connection.rows(f"INSERT INTO called VALUES ({marks})", list(row))  # noqa: S608 - question marks
