"""The tables on a server: those of the index, which here are the archive itself.

`index/schema.py` says what the tables have that both have. Further, on a server:

statement  also the folded words of each field, each with a space on both sides, how
           many they are, the lexemes that find them, and the tables of Unicode by
           which they were folded
frequency  in how many statements a word is
counter    one row: the number of the newest change, the highest id that ever was
           given, how many statements there are, and words in them
checksum   the checksum of a statement
other      a document of a table that is none of these: what the archive says of
           itself, and what other programs keep in its file
entry      also the role of the database that made the change
file       a file that is attached, by its SHA-256; `piece` has its bytes

All texts are in the order of their bytes, as SQLite has it.
"""

from __future__ import annotations

import re
from json import dumps
from typing import TYPE_CHECKING

from mediarel.index import schema
from mediarel.index.name_variants import called_rows
from mediarel.index.proof import proof_of
from mediarel.index.schema import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.postgres.connection import Connection
    from mediarel.store.protocol import About, Document


_ARCHIVE = "archive"
# Raised when the tables, or the rows in them, are made in another way.
VERSION = 1
# Every command begins with it: a program that is older or newer than the tables must
# neither read nor change them. What it can't read as a number stands in the error. A
# function could raise one of its own, and would cost half a millisecond.
EXPECT = (
    f"SELECT CASE (SELECT number FROM version) WHEN {VERSION} THEN {VERSION} ELSE CAST("
    "'tables of version ' || coalesce((SELECT number FROM version), 0) AS BIGINT) END"
)
WRONG_VERSION = re.compile("tables of version (-?[0-9]+)")
WORDS = tuple(f"words_{name}" for name in WEIGHTS)
_TEXT = 'TEXT COLLATE "C"'


def _ours(sql: str) -> str:
    """Return `sql` of SQLite with the types of PostgreSQL.

    A name may be longer than an index that is in order takes.
    """
    typed = re.sub(r"\bINTEGER\b", "BIGINT", sql)
    typed = re.sub(r"\b(?:BLOB|TEXT)\b", _TEXT, typed)
    for theirs, ours in (
        (" PRIMARY KEY, value);", f" PRIMARY KEY, value {_TEXT});"),
        (",\n    UNIQUE (field, shown)", ""),
        (f"folded {_TEXT} PRIMARY KEY, name", f"folded {_TEXT}, name"),
        (" WITHOUT ROWID", ""),
        ("ON name (field, folded)", "ON name USING HASH (folded)"),
    ):
        typed = typed.replace(theirs, ours)
    return typed


TABLES = f"""
{_ours(schema.TABLES)}
ALTER TABLE statement
    {", ".join(f"ADD COLUMN {name} {_TEXT} NOT NULL DEFAULT ''" for name in WORDS)},
    ADD COLUMN size BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN lexemes TSVECTOR NOT NULL DEFAULT '',
    ADD COLUMN unicode {_TEXT};
ALTER TABLE entry ADD COLUMN role {_TEXT} DEFAULT session_user;
CREATE TABLE frequency (
    word {_TEXT} PRIMARY KEY, statements BIGINT NOT NULL
) WITH (fillfactor = 80);
CREATE TABLE counter (
    one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (one), change BIGINT NOT NULL,
    id BIGINT NOT NULL, statements BIGINT NOT NULL, tokens BIGINT NOT NULL
);
CREATE TABLE checksum (id BIGINT PRIMARY KEY, sum {_TEXT} NOT NULL);
CREATE TABLE other (
    place BIGINT PRIMARY KEY, name {_TEXT}, key {_TEXT}, json {_TEXT}
);
CREATE TABLE file (
    sha256 {_TEXT} PRIMARY KEY, size BIGINT NOT NULL, suffix {_TEXT} NOT NULL
);
CREATE TABLE piece (
    sha256 {_TEXT} REFERENCES file ON DELETE CASCADE, number BIGINT,
    bytes BYTEA NOT NULL, PRIMARY KEY (sha256, number)
);
CREATE TABLE version (one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (one), number BIGINT);
INSERT INTO version (number) VALUES ({VERSION});
INSERT INTO counter (change, id, statements, tokens) VALUES (0, 0, 0, 0);
"""
INDEXES = f"""
{_ours(schema.INDEXES)}
CREATE INDEX name_shown ON name USING HASH (shown);
CREATE INDEX called_folded ON called USING HASH (folded);
CREATE INDEX statement_day ON statement (first, date, program, id);
CREATE INDEX statement_lexemes ON statement USING GIN (lexemes) WITH (fastupdate = off);
"""


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
        connection.rows(f"INSERT INTO called VALUES ({marks})", list(each))


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
    said = " ".join((*about.withheld, *about.cleared))
    usual = dumps(dict(about.usual))
    values = [("name", about.name), ("withholding", said), ("usual", usual)]
    return [_proved(*each) for each in values], called_rows(about)


def _proved(key: str, value: str) -> tuple[str, str]:
    return key, f"{proof_of(value)} {value}"
