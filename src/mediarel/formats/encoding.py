"""Decode the text of a file, and write text in UTF-8.

The encoding is never guessed: a file has a byte order mark, or it is UTF-8, or the
user names its encoding. Else it is refused. A large file is decoded as it is read, so
that it is not in memory twice.
"""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING

from mediarel.errors import MisuseError, UnreadableInputError
from mediarel.text.encodings import codec_of

if TYPE_CHECKING:
    from typing import BinaryIO, TextIO


BOM = "\ufeff"
_HINT_UTF_8 = "Give a text file in UTF-8."
_HINT = (
    "Save it as UTF-8, or say in which encoding it is: --encoding cp1252 for a file "
    "of Excel on Windows."
)
_CHUNK = 1 << 20
# The longest first: the mark of UTF-16 begins that of UTF-32.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NULLS = b"\0"


class Utf8Writer:
    """A text stream over a binary one, without a buffer; it does not close that one.

    Line ends are written as they are.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        """Write `text` to the binary stream."""
        return self._out.write(text.encode())


def encoding_of(data: bytes, given: str | None, source: str) -> str:
    """Return the encoding of `data`: by its mark, else UTF-8, else what was `given`.

    What is valid UTF-8 is UTF-8, also among files of which another was given.

    Raises MisuseError where `given` is none, UnreadableInputError where `data` is
    empty.
    """
    encoding = checked(given) if given else "utf-8"
    if given and _is_utf_8(data):
        encoding = "utf-8"
    marked = _marked(data) or encoding
    # Not the whole of it at once: that would be a copy.
    if not data[:_CHUNK].strip() and not data.strip():
        raise UnreadableInputError(source, None, "it is empty", _HINT)
    return marked


def stream_of(data: bytes, encoding: str) -> TextIO:
    """Return `data` as a stream of text, with its line ends as they are."""
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")


def text_of(data: bytes, given: str | None, source: str) -> str:
    """Return the whole text of `data`.

    Raises MisuseError, UnreadableInputError.
    """
    encoding = encoding_of(data, given, source)
    try:
        return data.decode(encoding)
    except UnicodeError:
        raise undecodable(data, encoding, source) from None


def undecodable(data: bytes, encoding: str, source: str) -> UnreadableInputError:
    """Return the error that names the line where `data` is not in `encoding`."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        is_last = start + _CHUNK >= len(data)
        try:
            line += decoder.decode(chunk, is_last).count("\n")
        except UnicodeDecodeError as error:
            line += _lines_before(error)
            break
        except UnicodeError:  # UTF-16 without its mark
            break
    name = "UTF-8" if encoding in {"utf-8", "utf-8-sig"} else encoding
    binary = "" if name != "UTF-8" or _NULLS not in data else ", and may be no text"
    return UnreadableInputError(source, line, f"it is not {name}{binary}", _HINT)


def beginning(start: bytes) -> str:
    """Return the text at the start of `start`, which may end within a character."""
    return start.decode(_marked(start) or "utf-8", errors="replace")


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return _NULLS not in data  # as UTF-16 has without its mark


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _lines_before(error: UnicodeDecodeError) -> int:
    """Return how many lines end in the part of a chunk that could be decoded."""
    whole = error.object[: error.start]
    return whole.decode(error.encoding, errors="replace").count("\n")


def checked(name: str) -> str:
    """Return Python's name of the encoding `name`.

    Raises MisuseError where there is none.
    """
    codec = codec_of(name)
    if codec is None:
        raise MisuseError(
            f"there is no encoding {name!r}",
            "Name one such as utf-8, utf-16, cp1252, cp874, gb18030 or shift_jis.",
        )
    return codec


def decoded(data: bytes, source: str) -> str:
    """Return the text in `data`, without a byte order mark.

    Raises UnreadableInputError where it is empty or not UTF-8.
    """
    if not data.strip():
        raise UnreadableInputError(source, None, "it is empty", _HINT_UTF_8)
    try:
        return data.decode().removeprefix(BOM)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableInputError(
            source, line, "it is not UTF-8", _HINT_UTF_8
        ) from None


def refuse_binary(data: bytes, source: str) -> None:
    """Raise UnreadableInputError where `data` is binary.

    Not for what a format has written: there a text may hold any character.
    """
    if b"\0" in data:
        raise UnreadableInputError(
            source, None, "it is not text but binary", _HINT_UTF_8
        )
