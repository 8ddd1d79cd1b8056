"""Read a mail: its text, its subject as a title, and the day it was sent.

A mail of Outlook (.msg) is converted first.

If a mail contains other mails, the longest mail is read. Attachments are listed, but
not read. A web page that a browser saved in one file (MHTML) has the format of a mail.

Malformed mails are read as far as possible, even if the encoding is wrong or missing.
"""

import datetime as dt
import re
import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import format_datetime, parsedate_tz
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

from mediarel.documents.document_text import (
    GIVE_TEXT,
    DocumentText,
    Problem,
    RefusedError,
    own_title,
)
from mediarel.documents.file_kinds import OLE
from mediarel.documents.flow import joined_text
from mediarel.documents.web_page import letters_of, read_html
from mediarel.errors import install_command
from mediarel.text.encodings import codec_of
from mediarel.text.lines import one_line
from mediarel.text.tokens import is_unspaced

_DEEPEST = 50  # nested parts: a mail forwarded ten times has thirty
_MOST_PARTS = 5_000
_UNSENT = 1900  # Outlook counts the time from 1601
# The errors of the library for Outlook if a file is damaged.
_DAMAGED = (OSError, ValueError, LookupError, ArithmeticError, RuntimeError)
_MALFORMED = (AttributeError, TypeError, AssertionError, struct.error)
# Encodings whose bytes can be valid UTF-8 with a different meaning.
_SEVEN_BITS = re.compile(r"iso-?2022|hz|utf-?7|utf-?16|utf-?32", re.IGNORECASE)
_WIDTHS = range(50, 101)  # line lengths of mail programs
_LONGEST_WORD = 25
_MARK = re.compile(r"[•·*–—-]\s|\(?\w{1,3}[.)]\s|>")
_SEVERAL = Problem(
    "contains several mails; only the longest was read",
    "To add the others, save each mail as a separate file.",
)
_NOT_READ = "has the attachment {!r}, which was not read"
_SAVE_ATTACHMENT = "Save the attachment, and add that file."
_STUB = 0.5  # if the plain text is shorter than this share of the HTML text
_BEFORE = re.compile(
    r"\s*(?:(?:re|fwd?|fyi|tr|rv|rm|aw|wg|sv|vs|enc|rép|réf|i|回复|转发|答复)"
    r"\s?(?:\[\d{1,3}\])?\s?[:：]\s*|\[[^\]]{1,40}\]\s*)+",
    re.IGNORECASE,
)

_HEADER = r"[> *]*(?:from|date|sent|subject|to|cc|reply-to)[ *]*:[ *]*"
# A line such as `---------- Forwarded message ----------`, and the header below. In a
# table, each value is on a line of its own.
_FORWARDED = re.compile(
    r"^[> ]*(?:-{2,} ?|begin )forwarded message\b.*\n(?:[> ]*\n)*"
    rf"(?:(?:{_HEADER}\n+(?!{_HEADER}).*\n+){{2,}}"
    rf"|(?:{_HEADER}(?:\S.*)?\n(?:[^:\n]*@.*\n)*)+)",
    re.IGNORECASE | re.MULTILINE,
)


class Part(NamedTuple):
    """A part of a mail. The part contains no other parts.

    message  the headers and the content
    type     the media type of the content: `text/plain`
    mail     the innermost mail that contains the part
    """

    message: Message
    type: str
    mail: Message


def parse(data: bytes) -> Message:
    """Parse a mail.

    Raises RefusedError if the parts of the mail are nested too deeply, or if a mail of
    Outlook can't be read.
    """
    if data.startswith(OLE):
        return _of_outlook(data)
    try:
        return message_from_bytes(data)
    except RecursionError:
        raise _too_deep() from None


def _of_outlook(data: bytes) -> Message:
    """Convert a mail of Outlook (MS-OXMSG)."""
    try:
        # These take 150 ms, and can be missing.
        from olefile import OleFileIO  # type: ignore[import-untyped] # noqa: PLC0415
        from oxmsg import Message as Outlook  # noqa: PLC0415
        from oxmsg.domain.model import UnrecognizedCodePageError  # noqa: PLC0415
    except ImportError:
        what = "is a mail of Outlook; reading it needs python-oxmsg, which is missing"
        hint = f"Install it: {install_command('python-oxmsg')}"
        raise RefusedError(what, hint) from None
    made = EmailMessage()
    try:
        with OleFileIO(BytesIO(data)) as file:
            sizes = [each.size for each in file.direntries if each]
        if sum(sizes) > len(data):  # the streams overlap, and would take much memory
            raise ValueError(sizes)
        found = Outlook.load(data)
        made["Subject"] = one_line(found.subject)
        sent = found.sent_date
        date = format_datetime(sent) if sent and sent.year > _UNSENT else ""
        made["Date"] = one_line(found.message_headers.get("Date") or date)
        made.set_content(found.body or "")
        if found.html_body:
            made.add_alternative(found.html_body, subtype="html")
        for each in found.attachments:
            main, _, sub = (each.mime_type or "").partition("/")
            name = one_line(each.file_name or "")
            content = each.file_bytes or b""
            made.add_attachment(content, main, sub or "octet-stream", filename=name)
    except (*_DAMAGED, *_MALFORMED, UnrecognizedCodePageError):
        what = "is a damaged mail of Outlook"
        raise RefusedError(what, "Open it in Outlook, and save it as HTML.") from None
    return made


def attachments_of(mail: Message) -> Iterator[tuple[str, str, bytes]]:
    """Yield the name, the media type and the content of each attached file.

    Raises RefusedError.
    """
    for part in parts_of(mail):
        if _is_attached(part):
            yield file_name(part.message), part.type, payload(part)


def parts_of(mail: Message) -> list[Part]:
    """Return the parts of a mail in order, including parts of nested mails.

    Raises RefusedError if there are too many parts, or if they are nested too deeply.
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
    """Return the value of a header on one line, or "" if the header is missing."""
    values = (value for each, value in message.raw_items() if each.lower() == name)
    return _header_text(next(values, ""))


def subject_of(mail: Message) -> str:
    """Return the subject of a mail without "Re:", "Fwd:" and the like."""
    return _BEFORE.sub("", header(mail, "subject"), count=1).removesuffix(".")


def _header_text(raw: str) -> str:
    """Decode a header. Bytes that the sender failed to encode are decoded too."""
    value, _ = letters_of(raw.encode("utf-8", "surrogateescape"), None)
    with suppress(HeaderParseError, LookupError, ValueError):  # show it undecoded
        value = str(make_header(decode_header(value)))
    return one_line(value)


def day_of(message: Message) -> str | None:
    """Return the day on which a mail was sent, in the time zone of the sender.

    Return None if the date is missing or not valid.
    """
    try:
        parsed = parsedate_tz(header(message, "date"))
        return str(dt.date(*parsed[:3])) if parsed else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def text_in(part: Part) -> tuple[str, Sequence[Problem]]:
    """Return the text of a part, and the problems with its encoding."""
    data = payload(part)
    charset = charset_of(part.message)
    if charset and _SEVEN_BITS.match(charset) and (codec := codec_of(charset)):
        return data.decode(codec, errors="replace"), ()
    return letters_of(data, charset)


def payload(part: Part) -> bytes:
    """Return the decoded bytes of a part."""
    data = part.message.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def charset_of(message: Message) -> str | None:
    """Return the encoding that a part declares, or None if it is missing or ASCII."""
    charset = message.get_content_charset()
    return None if charset in {None, "us-ascii", "ascii"} else charset


def file_name(message: Message) -> str:
    """Return the file name of a part, or "" if it has none."""
    try:
        return _header_text(message.get_filename() or "")
    except (LookupError, ValueError):
        return ""


def _too_deep() -> RefusedError:
    what = "has too many parts, or parts that are nested too deep"
    return RefusedError(
        what, "Copy the text of the e-mail into a text file, and add that file."
    )


class _Body(NamedTuple):
    """The text of a mail, and the problems with it."""

    mail: Message
    text: str
    problems: Sequence[Problem]


def read(data: bytes) -> DocumentText:
    """Return the text of a mail.

    Raises RefusedError.
    """
    parts = parts_of(parse(data))
    attached = [part for part in parts if _is_attached(part)]
    names = [name for part in attached if (name := _document_name(part))]
    bodies = _bodies([part for part in parts if part not in attached])
    body = max(bodies, key=lambda each: len(each.text), default=None)
    if body is None or not body.text.strip():
        raise _without_text(names)
    forwarded, wrapper = _forwarded(body.text)
    others = [each for each in bodies if each is not body and each.text.strip()]
    text = joined_text([forwarded])
    return DocumentText(
        text,
        own_title(subject_of(body.mail), text, is_subject=True),
        date=day_of(body.mail),
        problems=(
            *body.problems,
            *wrapper,
            *([_SEVERAL] if others else []),
            *(Problem(_NOT_READ.format(each), _SAVE_ATTACHMENT) for each in names),
        ),
    )


def read_whole(data: bytes) -> DocumentText:
    """Return the headers and the text of all parts of a mail. Raises RefusedError."""
    texts = []
    for part in parts_of(parse(data)):
        for message in (part.mail, part.message):
            texts += [header(message, name.lower()) for name in message]
        texts.append(file_name(part.message))
        if part.type.startswith("text/"):
            texts.append(text_in(part)[0])
    return DocumentText("\n\n".join(texts))


def _is_attached(part: Part) -> bool:
    disposition = part.message.get_content_disposition()
    if disposition == "attachment":
        return True
    is_text = part.type in {"text/plain", "text/html"}
    return not is_text or (disposition == "inline" and bool(file_name(part.message)))


def _document_name(part: Part) -> str:
    """Return the name of an attached file, or "" if it is a picture, such as a logo."""
    is_picture = part.type.startswith("image/")
    return "" if is_picture else file_name(part.message)


def _bodies(parts: Sequence[Part]) -> list[_Body]:
    """Return a list with the text of each mail."""
    mails = {id(part.mail): part.mail for part in parts}
    return [
        _body(mail, [part for part in parts if part.mail is mail])
        for mail in mails.values()
    ]


def _body(mail: Message, parts: Sequence[Part]) -> _Body:
    """Return the plain text of a mail, or the HTML text if it is much longer."""
    plain, html = (
        _joined(mail, [each for each in parts if (each.type == "text/html") is is_html])
        for is_html in (False, True)
    )
    return html if _count(plain.text) < _STUB * _count(html.text) else plain


def _joined(mail: Message, parts: Sequence[Part]) -> _Body:
    read = [_html(each) if each.type == "text/html" else _plain(each) for each in parts]
    text = "\n\n".join(filter(None, (text.strip() for text, _ in read)))
    return _Body(mail, text, [each for _, found in read for each in found])


def _count(text: str) -> int:
    return sum(map(str.isalnum, text))


def _plain(part: Part) -> tuple[str, Sequence[Problem]]:
    text, problems = text_in(part)
    return unwrapped(text), problems


def _html(part: Part) -> tuple[str, Sequence[Problem]]:
    try:
        found = read_html(payload(part), charset_of(part.message))
    except RefusedError:  # the page has no text
        return "", ()
    return found.text, found.problems


def _forwarded(text: str) -> tuple[str, list[Problem]]:
    """Return the text below the header of a forwarded mail, and a list of problems.

    If most of the text is above the header, the whole text is returned.
    """
    headers = [*_FORWARDED.finditer(text)]
    for header_ in reversed(headers):
        below = text[header_.end() :]
        if _count(below) > _count(text[: header_.start()]):
            lines = len(list(filter(str.strip, text[: header_.end()].split("\n"))))
            what = f"is a forwarded mail; its first {lines} lines were left out"
            return below, [Problem(what)]
    what = "contains the header of a forwarded mail, with names and addresses"
    return text, [Problem(what, "Check the text before you publish it.")][
        : len(headers)
    ]


def _without_text(names: Sequence[str]) -> RefusedError:
    if not names:
        return RefusedError("has no text", GIVE_TEXT)
    what = f"has no text, only attachments: {', '.join(map(repr, names))}"
    return RefusedError(what, _SAVE_ATTACHMENT)


def unwrapped(text: str) -> str:
    """Join the lines of each paragraph that a mail program has wrapped.

    In a wrapped paragraph, all lines but the last are full. A line is full if the first
    word of the next line would not fit on it.
    """
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    width = max(map(len, lines), default=0)
    if width not in _WIDTHS:
        return text
    found: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
            continue
        found += [" ".join(block)] if _is_wrapped(block, width) else block
        found.append("")
        block = []
    return "\n".join(found[:-1])


def _is_wrapped(block: list[str], width: int) -> bool:
    return len(block) > 1 and all(
        len(line) + 1 + _first_word(below) > width for line, below in pairwise(block)
    )


def _first_word(line: str) -> int:
    """Return the length of the first word of a line.

    Return a negative number if the line can't continue a wrapped paragraph. This is the
    case if the line is an item of a list, or if its first word is very long or in a
    script without spaces.
    """
    word = line.split(maxsplit=1)[0]
    if len(word) > _LONGEST_WORD or is_unspaced(word) or _MARK.match(line):
        return -len(line)
    return len(word)


def read_mhtml(data: bytes) -> DocumentText:
    """Return the text of a web page that a browser saved as MHTML (RFC 2557).

    Raises RefusedError.
    """
    mail = parse(data)
    page = next((part for part in parts_of(mail) if part.type == "text/html"), None)
    if page is None:
        raise RefusedError("contains no web page", "Save the page again, as HTML.")
    found = read_html(payload(page), charset_of(page.message))
    locations = (
        header(page.message, "content-location"),
        header(mail, "snapshot-content-location"),
    )
    whole = (
        each for each in locations if each.lower().startswith(("http://", "https://"))
    )
    return found._replace(source=found.source or next(whole, None))
