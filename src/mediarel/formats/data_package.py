r"""Describe the columns of an exported table, in words and in `datapackage.json`.

A workbook has a sheet with the descriptions. A CSV or TSV has a file `datapackage.json`
in the same folder (Data Package, version 1). This file holds the type of each column
(Table Schema), the separator, and the size and SHA-256 of the table.

- The type of a date is text with a pattern, because the type `date` is always a whole
  day.
- The type of a list is text too. Exported lists contain escapes such as `\;`, and no
  type of Table Schema supports escapes. The description explains the escapes.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mediarel.formats.cell_writing import COLUMNS
from mediarel.formats.json_syntax import indented
from mediarel.model.fields import ALL_FIELDS, ARCHIVE_FIELDS, BY_NAME, flag_word

HEADER = ("column", "meaning", "format")
_ID = "ID in the archive."
_LIST = r"List, separated by ; (in an item, write \; for ; and \\ for \)."
_FORMS = {
    "date": "2012, 2012-07 or 2012-07-16; ? for uncertain, ~ for approximate; a range: "
    "2012-10/2012-11, ../2011, 2011/.. (EDTF)",
    "time": "2012-07-16T09:30:00Z (RFC 3339)",
    "lines": _LIST,
    "urls": _LIST,
    "uuids": _LIST,
    "attachments": "JSON: a list of objects.",
    "notes": "JSON: a list of objects with at, kind and text.",
    "dated urls": "JSON: a list of objects with url and at.",
    "status": "draft, withdrawn, or empty for published.",
    "zoned time": "2012-07-16T09:00:00+07:00 (RFC 3339)",
    "flag": "yes, or empty.",
    "language": "en, km, zh-Hant",
    "paragraphs": "Paragraphs, separated by an empty line.",
}
SEPARATORS = {"csv": ",", "tsv": "\t"}
_NO_NAME = re.compile(r"[^a-z0-9._-]+")
_NEEDED = (*ARCHIVE_FIELDS, "date", "program", "type")


class Written(NamedTuple):
    """A table that has been written: the name, format, size and digest of its file."""

    name: str
    format: str
    media_type: str
    size: int
    sha256: str


def data_package(table: Written, title: str) -> bytes:
    """Return the content of `datapackage.json` for a table. `title` may be empty."""
    described: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": _name(table.name),
    }
    if title:
        described["title"] = title
    described["resources"] = [
        {
            "profile": "tabular-data-resource",
            "name": _name(table.name),
            "path": table.name,
            "format": table.format,
            "mediatype": table.media_type,
            "encoding": "utf-8",  # whether or not it begins with a byte order mark
            "bytes": table.size,
            "hash": f"sha256:{table.sha256}",
            "dialect": {
                "delimiter": SEPARATORS[table.format],
                "lineTerminator": "\r\n",
                "quoteChar": '"',
                "doubleQuote": True,
                "header": True,
            },
            "schema": table_schema(),
        }
    ]
    return f"{indented(described)}\n".encode()


def table_schema() -> dict[str, Any]:
    """Return the description of the columns as a Table Schema, version 1."""
    return {
        "fields": [_field(*note) for note in column_notes()],
        "missingValues": [""],
        "primaryKey": COLUMNS[0],
    }


def _name(file: str) -> str:
    """Turn a file name into a package name. Replace characters that aren't allowed."""
    stem = file.rpartition(".")[0] or file
    return _NO_NAME.sub("-", stem.lower()).strip("-") or "statements"


def _field(name: str, about: str, form: str) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, **_type(name)}
    found["description"] = f"{about} {form}" if form else about
    constraints: dict[str, Any] = {"required": True} if name in _NEEDED else {}
    if name == COLUMNS[0]:
        constraints |= {"unique": True, "minimum": 1}
    field = BY_NAME.get(name)
    if field and field.kind.pattern and not field.kind.is_list:
        constraints["pattern"] = field.kind.pattern
    return {**found, "constraints": constraints} if constraints else found


def _type(name: str) -> dict[str, Any]:
    field = BY_NAME.get(name)
    if field is None:
        return {"type": "integer"}
    if field.kind.is_flag:
        words = {each: [flag_word(each)] for each in (True, False)}
        return {
            "type": "boolean",
            "trueValues": words[True],
            "falseValues": words[False],
        }
    return {"type": "array" if field.kind.is_json else "string"}


def column_notes() -> Iterator[tuple[str, str, str]]:
    """Yield the name, the description and the format of each column."""
    for name in ALL_FIELDS:
        field = BY_NAME.get(name)
        form = _FORMS.get(field.kind.name, "") if field else ""
        yield name, field.about if field else _ID, form
