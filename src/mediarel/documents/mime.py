"""The parts of a mail or a saved page (MIME), however broken it is.

Headers and letters are decoded here: what declares the wrong encoding, or none, is
still read.
"""

from __future__ import annotations

import datetime as dt
import re
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_tz
from typing import TYPE_CHECKING, NamedTuple

from mediarel.documents.found import RefusedError
from mediarel.documents.letters import letters_of
from mediarel.text.encodings import codec_of
from mediarel.text.lines import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.documents.found import Problem

_DEEPEST = 50  # parts in one another: a mail that was forwarded ten times has thirty
_MOST_PARTS = 5_000
# Encodings of bytes that are valid UTF-8 too, but mean other letters.
_SEVEN_BITS = re.compile(r"iso-?2022|hz|utf-?7|utf-?16|utf-?32", re.IGNORECASE)
_WORD = re.compile(r"=\?[^?\s]{1,40}\?[bq]\?", re.IGNORECASE)


class Part(NamedTuple):
    """A part of a mail that holds no others.

    message  its headers and what it holds
    type     of its content: `text/plain`
    mail     the one that it is in, which may be in another
    """

    message: Message
    type: str
    mail: Message


def parse(data: bytes) -> Message:
    """Return the mail in `data`.

    Raises RefusedError.
    """
    try:
        return message_from_bytes(data)
    except RecursionError:
        raise _too_deep() from None


def parts_of(mail: Message) -> list[Part]:
    """Return the parts of a mail, those of the mails in it too, in their order.

    Raises RefusedError where they are nested too deep.
    """
    found: list[Part] = []
    stack: list[tuple[Message, int, Message]] = [(mail, 0, mail)]
    while stack:
        message, depth, within = stack.pop()
        if depth > _DEEPEST or len(found) > _MOST_PARTS:
            raise _too_deep()
        inner = message.get_payload() if message.is_multipart() else None
        if not isinstance(inner, list):
            found.append(Part(message, message.get_content_type(), within))
            continue
        is_mail = message.get_content_type() == "message/rfc822"
        below = [each for each in inner if isinstance(each, Message)]
        stack += [
            (each, depth + 1, each if is_mail else within) for each in reversed(below)
        ]
    return found


def header(message: Message, name: str) -> str:
    """Return what a header says, on one line, "" where it is not there."""
    said = (value for each, value in message.raw_items() if each.lower() == name)
    return _header_text(next(said, ""))


def _header_text(raw: str) -> str:
    """Return a header as it is read; letters of no encoding stand in it as bytes."""
    value, _ = letters_of(raw.encode("utf-8", "surrogateescape"), None)
    if not _WORD.search(value):
        return one_line(value)
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        return one_line(value)
    return one_line("".join(_decoded(*part) for part in parts))


def day_of(message: Message) -> str | None:
    """Return the day on which a mail was sent, in its own zone."""
    try:
        parsed = parsedate_tz(header(message, "date"))
        return str(dt.date(*parsed[:3])) if parsed else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def text_in(part: Part) -> tuple[str, Sequence[Problem]]:
    """Return the text of a part, and what is to be told of its letters."""
    data = payload(part)
    charset = charset_of(part.message)
    if charset and _SEVEN_BITS.match(charset) and (codec := codec_of(charset)):
        return data.decode(codec, errors="replace"), ()
    return letters_of(data, charset)


def payload(part: Part) -> bytes:
    """Return the bytes of a part."""
    data = part.message.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def charset_of(message: Message) -> str | None:
    """Return the encoding that a part says, None where it says none."""
    said = message.get_content_charset()
    return None if said in {None, "us-ascii", "ascii"} else said


def file_name(message: Message) -> str:
    """Return the name of the file that a part is, "" where it has none."""
    try:
        return _header_text(message.get_filename() or "")
    except (LookupError, ValueError):
        return ""


def _decoded(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    codec = codec_of(charset) or "utf-8" if charset else "raw-unicode-escape"
    try:
        return piece.decode(codec)
    except UnicodeDecodeError:
        return piece.decode("cp1252", errors="replace")


def _too_deep() -> RefusedError:
    what = "has parts nested too deep, or too many, as no program for mail writes them"
    return RefusedError(what, "Copy its text into a text file, and give that.")
