"""The tables of a file that mediarel does not read, and keeps as they are.

Of a file that is no longer JSON, those tables that can still be read are kept.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import msgspec

from mediarel.errors import InvalidFieldError
from mediarel.store.protocol import ID
from mediarel.store.records import read_fields

if TYPE_CHECKING:
    from mediarel.store.protocol import Document

_READ = {"statements", "history", "checksums"}
# In our layout, in which no line begins within a text.
_TABLE = re.compile(r'^  "([^"\\\n]+)": (?=\{)', re.MULTILINE)


def other_tables(data: bytes) -> dict[str, dict[str, Document]]:
    """Return the tables in `data`, the content of a store, that mediarel does not read.

    The table `archive` is among them, but only where it has a valid form.
    """
    tables = {
        name: _documents(raw)
        for name, raw in _raw_tables(data).items()
        if name not in _READ
    }
    if not _has_form(tables.get("archive", {})):
        tables.pop("archive", None)
    return {name: table for name, table in tables.items() if table}


def _raw_tables(data: bytes) -> dict[str, bytes]:
    """Return the raw JSON of each table that can be read, by its name."""
    try:
        tables = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        return {name: bytes(raw) for name, raw in tables.items()}
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    text = data.decode(errors="replace")
    raw: dict[str, bytes] = {}
    for table in _TABLE.finditer(text):
        if table[1] not in _READ:
            try:
                _, end = json.JSONDecoder().raw_decode(text, table.end())
            except (ValueError, RecursionError):
                continue
            raw.setdefault(table[1], text[table.end() : end].encode())
    return raw


def _documents(raw: bytes) -> dict[str, Document]:
    """Return the documents of a table by their ids; none where any can't be read."""
    try:
        table = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
    documents: dict[str, Document] = {key: bytes(each) for key, each in table.items()}
    are_sound = all(map(ID.fullmatch, documents)) and all(
        map(_is_whole, table.values())
    )
    return documents if are_sound else {}


def _is_whole(raw: msgspec.Raw) -> bool:
    try:
        read_fields(bytes(raw))
    except InvalidFieldError:
        return False
    return True


def _has_form(archive: dict[str, Document]) -> bool:
    form = read_fields(bytes(archive["1"])).get("form") if "1" in archive else None
    return type(form) is int and form >= 1
