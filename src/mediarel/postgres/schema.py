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

from mediarel.index import schema
from mediarel.index.schema import WEIGHTS

# Raised when the tables, or the rows in them, are made in another way.
VERSION = 1
# Every command begins with it: a program that is older or newer than the tables must
# neither read nor change them. What it can't read as a number stands in the error. A
# function could raise one of its own, and would cost half a millisecond.
EXPECT = (
    f"SELECT CASE (SELECT number FROM version) WHEN {VERSION} THEN {VERSION} ELSE CAST("  # noqa: S608 - a number
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
"""  # noqa: S608 - our own tables
INDEXES = f"""
{_ours(schema.INDEXES)}
CREATE INDEX name_shown ON name USING HASH (shown);
CREATE INDEX called_folded ON called USING HASH (folded);
CREATE INDEX statement_day ON statement (first, date, program, id);
CREATE INDEX statement_lexemes ON statement USING GIN (lexemes) WITH (fastupdate = off);
"""
