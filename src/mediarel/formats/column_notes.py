"""What the columns of our tables are, in words: for people who open one.

A workbook has a sheet of it, and the description of a table beside CSV too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.model.fields import ALL_FIELDS, BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = ("column", "what it is", "how it is written")

_ID = "Its number in the archive."
_LIST = r"Several, with ; between them; within one, ; is written \; and \ is \\."
_FORMS = {
    "date": "2012, 2012-07 or 2012-07-16, with ? where it is uncertain and ~ where it "
    "is approximate; between two: 2012-10/2012-11, ../2011, 2011/.. (EDTF)",
    "time": "2012-07-16T09:30:00Z (RFC 3339)",
    "lines": _LIST,
    "urls": _LIST,
    "uuids": _LIST,
    "attachments": "JSON: a list of objects.",
    "notes": "JSON: a list of objects, each with at, kind and text.",
    "status": "draft, withdrawn, or empty: published.",
    "zoned time": "2012-07-16T09:00:00+07:00 (RFC 3339)",
    "flag": "yes, or empty.",
    "language": "en, km, zh-Hant",
    "paragraphs": "An empty line is between paragraphs.",
}


class ColumnNote(NamedTuple):
    """What a column is."""

    name: str
    about: str
    form: str


def column_notes() -> Iterator[ColumnNote]:
    """Yield the note of each column, in their order."""
    for name in ALL_FIELDS:
        field = BY_NAME.get(name)
        if field is None:
            yield ColumnNote(name, _ID, "")
        else:
            yield ColumnNote(name, field.about, _FORMS.get(field.kind.name, ""))
