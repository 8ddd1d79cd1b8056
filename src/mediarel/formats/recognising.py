"""Recognise the format of a file by its first bytes or by the ending of its name."""

import re

from mediarel import errors
from mediarel.formats.encoding import decoded, refuse_binary
from mediarel.formats.table import FORMATS, READABLE, ROWS, Format, functions_of

# Maps the endings of files to the formats that can only be exported.
_EXPORT_ONLY = {
    ending: each.name
    for each in FORMATS
    if not (each.is_readable or each.read_as)
    for ending in each.suffixes
    if ending not in (e for name in READABLE for e in ROWS[name].suffixes)
}
SNIFFED = 4096  # bytes that are passed to `sniff`
# A store is a JSON object that contains tables, and a table is an object that contains
# numbered documents (TinyDB). The order of the tables can be different. After a merge,
# the file may begin with a conflict marker.
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{<]")
# This can't match in a string, because a backslash would precede each quote there.
_TABLE = re.compile(
    rb'"(?:statements|history|checksums|archive)"\s*:\s*\{\s*(?:\}|"[0-9]|\Z)'
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Tables and Markdown may begin with any text, so the ending of the file decides.
# Exceptions: a file that begins like a page or like binary data, and a table that
# begins like JSON.
_BY_ENDING = ("csv", "markdown", "tsv")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]")
# Any other text may be a page copied from a browser.
_NO_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|PK\x03\x04|\xd0\xcf\x11\xe0|%PDF")


def is_archive(data: bytes) -> bool:
    """Return True if `data` is an archive, damaged or not, rather than an export."""
    if data[:2] in _UTF_16:
        data = data.decode("utf-16", errors="replace").encode(errors="replace")
    return bool(_OBJECT.match(data) and _TABLE.search(data))


def _named_by_ending(source: str, start: bytes) -> Format | None:
    """Return the format for the ending of a file name, or None if it is unknown."""
    if _NO_PAGE.match(start) or not start.strip():
        return None
    names = _BY_ENDING if not _JSON.match(start) else ("markdown",)
    rows = (ROWS[name] for name in names)
    return next((row for row in rows if source.lower().endswith(row.suffixes)), None)


def _sniffed(start: bytes, formats: list[Format]) -> Format | None:
    """Return the first format that recognises data beginning with `start`, or None."""
    return next((each for each in formats if functions_of(each).sniff(start)), None)


def readable_format(name: str | None, data: bytes, source: str) -> Format:
    """Return the format with this name. If `name` is None, recognise the format.

    `data` is the content of the file, and `source` is the name of the file.

    Raises MisuseError if the format `name` can't be imported. Raises
    UnreadableInputError if the format of `data` is unknown or can only be exported.
    """
    if name is not None:
        if name not in READABLE:
            hint = f"These formats can be imported: {', '.join(READABLE)}."
            raise errors.MisuseError(f"can't import the format {name!r}", hint)
        return ROWS[name]
    start = data[:SNIFFED]
    name = source.lower()
    only = (each for end, each in _EXPORT_ONLY.items() if name.endswith(end))
    if exported := next(only, None):
        raise errors.UnreadableInputError(
            source,
            None,
            f"is in the format {exported}, which mediarel exports but can't import",
            f"Use a file in one of these formats: {', '.join(READABLE)}. If the file"
            " has one of them, add --format and its name.",
        )
    if sure := _sniffed(start, [each for each in FORMATS if each.begins_anyhow]):
        return sure
    if is_archive(data):
        return ROWS["archive"]
    readable = [each for each in FORMATS if each.is_readable]
    if _JSON.match(start):  # the first line may look like the header of a table
        readable.sort(key=lambda each: each.name in _BY_ENDING)
    if found := _named_by_ending(source, start) or _sniffed(start, readable):
        return found
    if data.strip() and not _NO_PAGE.match(start):
        return ROWS["page"]
    # These errors are more specific if the data is empty or binary.
    refuse_binary(data, source)
    decoded(data, source)
    raise errors.UnreadableInputError(
        source,
        None,
        "has a format that mediarel can't import",
        f"Use a file in one of these formats: {', '.join(READABLE)}.",
    )
