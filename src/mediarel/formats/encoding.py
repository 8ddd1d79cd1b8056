"""Recognise the format of a file, decode its text, and write text in UTF-8.

The format is recognised by the first bytes or by the ending of the name.

The encoding is never guessed. It is known from a byte order mark, from valid UTF-8, or
from the user. Otherwise the file is refused. A large file is decoded in parts, so that
it is not in memory twice.
"""

import codecs
import io
import re
from typing import TextIO

from mediarel import errors
from mediarel.formats.table import FORMATS, READABLE, ROWS, Format, functions_of
from mediarel.text.encodings import codec_of

BOM = "\ufeff"
Utf8Writer = codecs.getwriter("utf-8")  # unbuffered, with unchanged line ends
_HINT_EMPTY = "Choose a file that has content."
_HINT_UTF_8 = "Use a text file in UTF-8."
_HINT = (
    "Save the file as UTF-8, or add its encoding, such as --encoding cp1252 for a "
    "file from Excel on Windows."
)
_CHUNK = 1 << 20
# Longest first: the byte order mark of UTF-32 begins with the mark of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(data: bytes, given: str | None, source: str) -> str:
    """Return the encoding of `data`.

    If there is a byte order mark, it shows the encoding. Otherwise the encoding is
    UTF-8 if `data` is valid UTF-8, or else `given`, the encoding that the user has
    chosen.

    Raises MisuseError if `given` is not the name of an encoding. Raises
    UnreadableInputError if `data` is empty.
    """
    encoding = checked(given) if given else "utf-8"
    # Check the beginning first, because `strip` copies the whole data.
    if not data[:_CHUNK].strip() and not data.strip():
        raise errors.UnreadableInputError(source, None, "it is empty", _HINT_EMPTY)
    return _marked(data) or ("utf-8" if _is_utf_8(data) else encoding)


def stream_of(data: bytes, encoding: str) -> TextIO:
    """Return `data` as a text stream. Line ends are not changed."""
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")


def text_of(data: bytes, given: str | None, source: str) -> str:
    """Return the whole text of `data`.

    Raises MisuseError or UnreadableInputError.
    """
    encoding = encoding_of(data, given, source)
    try:
        return data.decode(encoding)
    except UnicodeError:
        raise undecodable(data, encoding, source) from None


def undecodable(data: bytes, encoding: str, source: str) -> errors.UnreadableInputError:
    """Return an error about the first line of `data` that can't be decoded."""
    line = 1
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="replace")
        line += before.count("\n")
    name = "UTF-8" if encoding in {"utf-8", "utf-8-sig"} else encoding
    binary = ", and may be binary" if name == "UTF-8" and b"\0" in data else ""
    return errors.UnreadableInputError(source, line, f"it is not {name}{binary}", _HINT)


def beginning(start: bytes) -> str:
    """Return the first bytes of a file as text. Invalid bytes become U+FFFD."""
    return start.decode(_marked(start) or "utf-8", errors="replace")


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in data  # null bytes occur in UTF-16 without a byte order mark


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def checked(name: str) -> str:
    """Return the name that Python uses for an encoding.

    Raises MisuseError if the encoding is unknown.
    """
    codec = codec_of(name)
    if codec is None:
        raise errors.MisuseError(
            f"there is no encoding {name!r}",
            "Use an encoding such as utf-8, utf-16, cp1252, cp874, gb18030 or "
            "shift_jis.",
        )
    return codec


def decoded(data: bytes, source: str) -> str:
    """Return the text in `data` without a byte order mark.

    Raises UnreadableInputError if `data` is empty or not UTF-8.
    """
    try:
        return text_of(data, None, source).removeprefix(BOM)
    except errors.UnreadableInputError as error:
        if error.line is not None:  # not empty
            error.hint = _HINT_UTF_8
        raise


def refuse_binary(data: bytes, source: str) -> None:
    """Raise UnreadableInputError if `data` is binary.

    Exported files are not checked, because their texts may contain null characters.
    """
    if b"\0" in data:
        raise errors.UnreadableInputError(
            source, None, "it is not text but binary", _HINT_UTF_8
        )


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
