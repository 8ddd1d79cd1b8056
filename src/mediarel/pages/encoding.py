"""The text in the bytes of a page, whatever its letters are encoded in.

Bytes that are valid UTF-8 are UTF-8, whatever is declared: the declaration of an old
template outlives what is written into it.
"""

from __future__ import annotations

import codecs
import re

from mediarel.errors import UnreadableInputError
from mediarel.text.encodings import codec_of

_DECLARED_WITHIN = 4096  # bytes; the standard says 1024, old pages have long scripts
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s{0,8}=\s{0,8}"
    rb"[\"']?\s{0,8}([A-Za-z0-9][A-Za-z0-9_.:-]{1,30})",
    re.IGNORECASE,
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read under a name that stands for less (WHATWG Encoding, 4.2).
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_HINT = "Say how its letters are encoded, such as --encoding cp1252."


def page_text(data: bytes, source: str, encoding: str | None) -> tuple[str, str]:
    """Return the text in `data`, and what is to be told of it, or "".

    `encoding` is what the user says of pages that are not UTF-8: it counts above what
    these declare. Raises UnreadableInputError where the letters are in no encoding that
    is known.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding or name)
    try:
        return data.decode(), ""
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    if encoding is not None:
        return _lenient(data, _known(encoding, source))
    declared = _CHARSET.search(data[:_DECLARED_WITHIN])
    if declared is None:
        reason = "it is not UTF-8, and the page says no other encoding"
        raise UnreadableInputError(source, line, reason, _HINT)
    return _lenient(data, _known(declared[1].decode(), source))


def _known(name: str, source: str) -> str:
    """Return the codec for an encoding.

    Raises UnreadableInputError where there is none.
    """
    codec = codec_of(name)
    if codec is None:
        reason = f"{name!r} is no encoding that is known"
        raise UnreadableInputError(source, None, reason, _HINT)
    return _READ_AS.get(codec, codec)


def _lenient(data: bytes, encoding: str) -> tuple[str, str]:
    """Return the text, and how many letters of it can't be read."""
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd") - data.decode(encoding, errors="ignore").count("\ufffd")
    if lost == 0:
        return text, ""
    letters = "a letter" if lost == 1 else f"{lost:,} letters"
    return text, f"{letters} can't be read as {encoding}"
