"""Define the tables of the index.

meta         keys and values: the version of the index, the revision of the
             store, the modification time of the file (`index_file.py`), and
             the settings of the archive
document     the raw JSON of a statement
statement    values for lists and queries: the first and the last possible
             day, and the first possible day of an interval ("" if its start
             is open); fingerprints of document and text; a proof of the
             values in lists, and a proof of the document's fingerprint; for
             each field with a single name, such as the type, the number of
             this name in the table `name`
name         a value of a field, such as a type or a tag: as displayed, and
             folded; with a proof
listed       a name in a list field of a statement, such as a tag: the number
             of the name, and the id of the statement; in the order of the
             list, without duplicates
called       one of the names of an organisation: the name folded and as
             written, the number of the organisation, the words of the name,
             its position in the settings; with a proof
address      fingerprints of the source addresses of a statement
translation  the uuid of the original of a translation
release      a statement that is a translation or has translations; `counted`
             is the id of the statement that is counted for the whole release,
             and `steps` is the number of links up to the original
             (`fill.py`)
words        the words of a statement, for FTS5, which doesn't store the full texts
entry        a change: time, author, command and raw JSON, with a fingerprint
             of the JSON and a proof of the other values
touched      the ids of the statements that each change affected; with a proof

The columns of fields come from the table of fields.
"""

from zlib import crc32

from mediarel.model.fields import FIELDS
from mediarel.store import FORM

# The fields whose words are searched, with weights. Each is a column of `words`.
WEIGHTS = {field.name: float(field.weight) for field in FIELDS if field.weight}
# The fields whose values are names: fields with one value, and lists.
NAMES = tuple(f.name for f in FIELDS if f.is_whole and not f.kind.is_list)
LISTS = tuple(f.name for f in FIELDS if f.is_whole and f.kind.is_list)

# The columns of `statement` that lists display, and the fingerprint of the document.
# `proof` is computed from these columns.
PROVED = (
    "id, date, (SELECT shown FROM name WHERE number = program),"
    " (SELECT shown FROM name WHERE number = type), headline, fingerprint"
)
# The columns for all other uses. `fingerprint_proof` is computed from these columns.
NAMED = "id, fingerprint"
# The columns of `entry` from which `proof` is computed.
SIGNED = "number, fingerprint, at, by, command"

TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value);
CREATE TABLE document (id INTEGER PRIMARY KEY, json BLOB);
CREATE TABLE statement (
    id INTEGER PRIMARY KEY, fingerprint INTEGER, uuid TEXT,
    date TEXT, first TEXT, last TEXT, year INTEGER, earliest TEXT,
    headline TEXT, text_fingerprint INTEGER, proof INTEGER,
    fingerprint_proof INTEGER,
    {", ".join(f'"{name}" INTEGER' for name in NAMES)}
);
CREATE TABLE name (
    number INTEGER PRIMARY KEY, field TEXT, shown TEXT, folded TEXT, proof INTEGER,
    UNIQUE (field, shown)
);
CREATE TABLE listed (name INTEGER, id INTEGER);
CREATE TABLE called (
    folded TEXT PRIMARY KEY, name TEXT, organisation INTEGER, words TEXT,
    place INTEGER, proof INTEGER
);
CREATE TABLE address (key INTEGER, id INTEGER);
CREATE TABLE translation (id INTEGER PRIMARY KEY, original TEXT);
CREATE TABLE release (id INTEGER PRIMARY KEY, counted INTEGER, steps INTEGER);
CREATE TABLE entry (
    number INTEGER PRIMARY KEY, fingerprint INTEGER,
    at TEXT, by TEXT, command TEXT, json BLOB, proof INTEGER
);
CREATE TABLE touched (
    number INTEGER, id INTEGER, proof INTEGER, PRIMARY KEY (number, id)
) WITHOUT ROWID;
"""
_OF_NAMES = "\n".join(
    f'CREATE INDEX statement_{name} ON statement ("{name}");' for name in NAMES
)
# Created after the tables are filled, which is twice as fast.
INDEXES = f"""
CREATE INDEX statement_time ON statement (
    first, last, id, earliest, fingerprint, fingerprint_proof
);
CREATE INDEX statement_year ON statement (year);
CREATE INDEX statement_text_fingerprint ON statement (text_fingerprint);
CREATE INDEX statement_uuid ON statement (uuid);
{_OF_NAMES}
CREATE INDEX name_folded ON name (field, folded);
CREATE INDEX listed_name ON listed (name, id);
CREATE INDEX listed_id ON listed (id, name);
CREATE INDEX address_key ON address (key, id);
CREATE INDEX address_id ON address (id);
CREATE INDEX translation_original ON translation (original, id);
CREATE INDEX touched_id ON touched (id, number);
"""
WORDS = ", ".join(f'"{name}"' for name in WEIGHTS)
FTS_WORDS = (
    f"CREATE VIRTUAL TABLE words USING fts5({WORDS}, content='', tokenize='ascii')"
)

# An index with a different version is rebuilt. The version depends on this number, the
# format version, the tables and the fields. If the content of rows is computed
# differently, increase this number.
_ROWS = 11
_FIELDS = [(field.name, field.kind, field.term) for field in FIELDS]
_HOLDS = (TABLES, INDEXES, WORDS, LISTS, _FIELDS, FORM)
VERSION = f"{_ROWS}-{crc32(repr(_HOLDS).encode()):08x}"
