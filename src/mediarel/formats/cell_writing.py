"""Write the cells of a table. `cells.py` describes the cells and reads them.

If a cell begins with a sign, as in `=1+1`, a spreadsheet runs the cell as a formula. A
guard prevents this:

- The signs are `=`, `+`, `-` and `@`, also in East Asian widths.
- White space, control characters, characters without width, and quotes may come before
  the sign. LibreOffice ignores U+0000, and other programs ignore more characters.
- A spreadsheet may split a cell at a line end, a `;`, a comma or a tab inside the cell.
  It never splits a cell at the table's own separator, because such a cell is quoted.
- A cell that begins with a tab or a carriage return is guarded too.

The guard is a `'` before the cell or before a part of the cell. A cell such as `'=1+1`
gets a second `'`. When the table is read again, one `'` is removed.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mediarel.formats.json_syntax import encode, indented
from mediarel.model import fields
from mediarel.model.fields import ALL_FIELDS, ARCHIVE_FIELDS, BY_NAME, flag_word
from mediarel.text.lines import HARMFUL

_SIGNS = r"[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]"
# Characters allowed before a sign. They include ignorable characters, such as the
# zero-width space, joiners, variation selectors and fillers (Unicode 5.21).
_BEFORE = (
    rf"\s'\"\x7f-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d"
    rf"\u2060-\u206f\u3164\ufe00-\ufe0f\uffa0\ufff0-\uffff\U000e0080-\U000e0fff{HARMFUL}"
)
_LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
_RUN_AT_START = re.compile(rf"[{_BEFORE}]*+{_SIGNS}|'*+[\t\r]")
# It is faster to search for a sign first, and then for the character before it.
_RUN_WITHIN = re.compile(rf"{_SIGNS}(?<=[{_BEFORE};,].)", re.DOTALL)
_IS_BEFORE = re.compile(f"[{_BEFORE}]")
COLUMNS = fields.ALL_FIELDS
_SPECIAL = re.compile(r"[\\;]")


def cell_of(name: str, value: object) -> str:
    """Return the text of a cell for `value`, the JSON value of the field `name`."""
    if value is None or value is False or value == []:
        return ""
    if value is True:
        return fields.flag_word(value)
    if name in fields.LIST_FIELDS and isinstance(value, list):
        cell = "; ".join(value)
        # Most items don't need a backslash.
        if "\\" not in cell and cell.count(";") == len(value) - 1:
            return cell
        return "; ".join(_SPECIAL.sub(r"\\\g<0>", item) for item in value)
    if name not in fields.JSON_FIELDS:
        return str(value)
    return encode(value)


def guarded_row(cells: list[str], separator: str) -> list[str]:
    """Return a row with guards, for a table with this separator."""
    # Most rows need no guard. One search takes less time than a search in each cell.
    row = "\n".join(("", *cells))
    if "\t" in row or "\r" in row or _RUN_WITHIN.search(row):
        return [guarded(cell, separator) for cell in cells]
    return cells


def guarded(cell: str, separator: str) -> str:
    """Return the text of a cell with guards, for a table with this separator."""
    if _RUN_WITHIN.search(cell):
        cell = "'".join(_parts(cell, list(_places(cell, separator))))
    return f"'{cell}" if _RUN_AT_START.match(cell) else cell


def unguarded(cell: str, separator: str) -> str:
    """Return the text of a cell without the guards that `guarded` added."""
    if "'" not in cell:
        return cell
    places = [n for n in _places(cell, separator) if cell[n] == "'"]
    if cell[0] == "'" and _RUN_AT_START.match(cell, 1):
        places.insert(0, 0)
    first, *rest = _parts(cell, places)
    return first + "".join(part[1:] for part in rest)


def _parts(cell: str, places: list[int]) -> Iterator[str]:
    """Split `cell` at the positions in `places`."""
    ends = [*places, len(cell)]
    start = 0
    for end in ends:
        yield cell[start:end]
        start = end


def _places(cell: str, separator: str) -> Iterator[int]:
    """Yield the positions where a spreadsheet could see the start of a formula."""
    starts = {";", ",", "\t", *_LINE_ENDS} - {separator}
    for sign in _RUN_WITHIN.finditer(cell):
        end = first = sign.start()
        while first and _IS_BEFORE.match(cell, first - 1):
            first -= 1
        yield from (n for n in range(max(first, 1), end + 1) if cell[n - 1] in starts)


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
