"""The tables of the index.

meta       key, value: the version and the mark of the store
document   a statement's raw JSON
statement  what a list shows and a query compares, with a digest of the
           document; program, type and language are numbers of names; first
           and last day in ISO 8601
name       what a field says: as shown, and folded
tagged     which statement has which tag, in the statement's order
words      the words of a statement, for FTS5 (without its content)
entry      a change: when, by whom, by what command, and its raw JSON
touched    which change touched which statement
"""

# Another version, another index: one that is there is thrown away.
VERSION = 2

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value);
CREATE TABLE document (id INTEGER PRIMARY KEY, json BLOB);
CREATE TABLE statement (
    id INTEGER PRIMARY KEY, digest INTEGER, uuid TEXT,
    date TEXT, first TEXT, last TEXT, year INTEGER,
    headline TEXT, likeness INTEGER, program INTEGER, type INTEGER, language INTEGER
);
CREATE TABLE name (
    number INTEGER PRIMARY KEY, field TEXT, shown TEXT, folded TEXT,
    UNIQUE (field, shown)
);
CREATE TABLE tagged (tag INTEGER, id INTEGER);
CREATE TABLE entry (
    number INTEGER PRIMARY KEY, digest INTEGER,
    at TEXT, by TEXT, command TEXT, json BLOB
);
CREATE TABLE touched (number INTEGER, id INTEGER);
"""
# Made after the first rows, which is twice as fast as before.
INDEXES = """
CREATE INDEX statement_time ON statement (first, last, id);
CREATE INDEX statement_year ON statement (year);
CREATE INDEX statement_likeness ON statement (likeness);
CREATE INDEX statement_uuid ON statement (uuid);
CREATE INDEX statement_program ON statement (program);
CREATE INDEX statement_type ON statement (type);
CREATE INDEX statement_language ON statement (language);
CREATE INDEX name_folded ON name (field, folded);
CREATE INDEX tagged_tag ON tagged (tag, id);
CREATE INDEX tagged_id ON tagged (id);
CREATE INDEX touched_id ON touched (id, number);
"""
WORDS = "title, text, program, place, signatories, tags"
FTS_WORDS = (
    f"CREATE VIRTUAL TABLE words USING fts5({WORDS}, content='', tokenize='ascii')"
)
PLAIN_WORDS = f"CREATE TABLE words (id INTEGER PRIMARY KEY, {WORDS})"
