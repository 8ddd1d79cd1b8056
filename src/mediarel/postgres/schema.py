"""Define the tables on a server, which contain both the archive and its index.

`index/schema.py` describes the tables that an index file has too. The tables on a
server have these additions:

statement  also has the folded words of each field, each with a space on both sides; the
           number of words; the lexemes; and the version of Unicode used for folding
frequency  the number of statements that contain a word
counter    one row: the number of the newest change, the highest id ever assigned, the
           number of statements, and the number of words in all statements
checksum   the checksum of a statement
other      a document of any other table of the archive: the settings of the archive,
           or data of different programs
entry      also has the database role that made the change
file       an attached file, by its SHA-256; the bytes are in `piece`

All texts are sorted by their bytes, as in SQLite.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.index import schema
from mediarel.index.index_file import meta_rows
from mediarel.index.schema import WEIGHTS
from mediarel.store.protocol import About, Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.postgres.connection import Connection


_ARCHIVE = "archive"
# Increase this if you change the tables or the format of their rows.
VERSION = 2
# Every command starts with this check: an older or newer program must neither read nor
# change the tables. If the version is wrong, the cast fails with an error that contains
# the version. A function that raises an error would be slower by half a millisecond.
EXPECT = (
    f"SELECT CASE (SELECT number FROM version) WHEN {VERSION} THEN {VERSION} ELSE CAST("
    "'tables of version ' || coalesce((SELECT number FROM version), 0) AS BIGINT) END"
)
WRONG_VERSION = re.compile("tables of version (-?[0-9]+)")
WORDS = tuple(f"words_{name}" for name in WEIGHTS)
_TEXT = 'TEXT COLLATE "C"'


def _ours(sql: str) -> str:
    """Convert the SQL of tables and indexes from SQLite to PostgreSQL.

    Indexes of names are hashes, because a name may be too long for a B-tree.
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
    """Return all tables except statements, history and checksums."""
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
    """Write all tables except statements, history and checksums.

    Empty tables are also written.
    """
    rows: list[tuple[str, str | None, str | None]] = []
    for name, table in others.items():
        rows += [(name, key, bytes(raw).decode()) for key, raw in table.items()]
        if not table:
            rows.append((name, None, None))
    for place, row in enumerate(rows):
        connection.rows("INSERT INTO other VALUES (?, ?, ?, ?)", [place, *row])


def put_archive(connection: Connection, raw: Document) -> None:
    """Write the document that contains the settings of the archive."""
    connection.rows(
        "UPDATE other SET json = ? WHERE name = ? AND key = '1'",
        [bytes(raw).decode(), _ARCHIVE],
    )


def put_about(connection: Connection, about: About) -> None:
    """Write the settings of the archive to the tables that queries read."""
    from mediarel.index.fill import called_rows  # noqa: PLC0415 - a list does without

    for row in meta_rows(about):
        connection.rows(
            "INSERT INTO meta VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            list(row),
        )
    connection.rows("DELETE FROM called")
    for each in called_rows(about):
        marks = ", ".join("?" * len(each))
        connection.rows(f"INSERT INTO called VALUES ({marks})", list(each))


def differs_from(connection: Connection, about: About) -> bool:
    """Return whether the tables `meta` and `called` differ from the settings."""
    from mediarel.index.fill import called_rows  # noqa: PLC0415 - a list does without

    # Older archives have no rows for the default values and the site.
    before = dict(meta_rows(About()))
    there = {key: before[key] for key in ("usual", "site")}
    there |= dict(connection.rows("SELECT * FROM meta"))
    names = connection.rows("SELECT * FROM called")
    return there != dict(meta_rows(about)) or sorted(names) != sorted(
        called_rows(about)
    )
