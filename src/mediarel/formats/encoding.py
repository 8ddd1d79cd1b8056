"""Decode the text of a file, and write text in UTF-8.

The encoding is never guessed. It is known from a byte order mark, from valid UTF-8, or
from the user. Otherwise the file is refused. A large file is decoded in parts, so that
it is not in memory twice.
"""

import codecs
import io
from typing import TextIO

from mediarel import errors
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
