"""All that can be read in a file, to prove that something is not in it.

Unlike the text that a person wants this has everything: names of parts, attributes,
comments, what the file says of itself. What may say more than it can be read to say is
refused: pictures, sound, files in it, macros, fonts from before Unicode.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import TYPE_CHECKING

from mediarel.documents.found import DocumentText, RefusedError
from mediarel.documents.kinds import DOCX, HTML, MAIL, MHTML, ODT, PDF, kind_of
from mediarel.documents.mime import charset_of, parse, parts_of, payload
from mediarel.documents.packed import MOST
from mediarel.errors import UnreadableInputError
from mediarel.formats.encoding import text_of
from mediarel.text.legacy_khmer import is_legacy_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(r"<[^>]*>")
_LEGACY = re.compile(
    r"\b(?:limon|abc[-_ ]?(?:text|head)|khek|ekreach|baidok)", re.IGNORECASE
)
_MORE = re.compile(
    r"<(?:img|svg|picture|object|embed|iframe|audio|video|canvas|script|math)\b"
    r"|\bdata:[\w/+.-]+[;,]|background(?:-image)?\s*[:=]\s*[\"']?url|url\(",
    re.IGNORECASE,
)
_ADVICE = "Look at it yourself."


def read(data: bytes) -> DocumentText:
    """Return all that can be read in `data`, one after the other.

    Raises RefusedError where it may say more than that.
    """
    kind = kind_of("", data)
    if kind is PDF:
        from mediarel.documents.pdf.everything import parts_in  # noqa: PLC0415 - of an extra

        parts = list(parts_in(data))
    elif kind in {DOCX, ODT} and data.startswith(b"PK"):
        parts = list(_packed(data))
    elif kind in {MAIL, MHTML}:
        parts = list(_mail(data))
    elif kind is not None:
        parts = list(_marked_up(_decoded(data), is_page=kind is HTML))
    else:
        raise _more("of a kind that is not read")
    text = "\n\n".join(parts)
    if is_legacy_text(text) or _LEGACY.search(text):
        raise _more("in a font from before Unicode")
    return DocumentText(text)


def _more(what: str) -> RefusedError:
    return RefusedError(f"may say more than can be read: it is {what}", _ADVICE)


def _decoded(data: bytes, charset: str | None = None) -> str:
    try:
        return data.decode(charset) if charset else text_of(data, None, "")
    except (UnreadableInputError, UnicodeDecodeError, LookupError):
        raise _more("in letters that are not known") from None


def _marked_up(text: str, *, is_page: bool) -> Iterator[str]:
    """Yield `text`, and as it is read without its tags."""
    if is_page and _MORE.search(text):
        raise _more("a page with pictures or more")
    if "\\rtf" in text[:200]:
        raise _more("RTF")
    yield text
    for between in ("", " "):
        bare = _TAG.sub(between, text)
        yield html.unescape(html.unescape(bare))
    yield html.unescape(text)


def _mail(data: bytes) -> Iterator[str]:
    for part in parts_of(parse(data)):
        if not part.type.startswith("text/"):
            raise _more(f"a mail with a part of the kind {part.type}")
        for message in {id(m): m for m in (part.mail, part.message)}.values():
            for name, value in message.items():
                yield f"{name}: {value}"
                yield f"{name}: {_header(str(value))}"
        text = _decoded(payload(part), charset_of(part.message))
        yield from _marked_up(text, is_page=part.type == "text/html")
    yield data.decode("utf-8", "replace")


def _header(value: str) -> str:
    from email.header import decode_header, make_header  # noqa: PLC0415 - for mails

    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError):
        raise _more("a mail with headers that are not known") from None


def _packed(data: bytes) -> Iterator[str]:
    left = MOST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield packed.comment.decode("utf-8", "replace")
            for part in packed.infolist():
                yield part.filename
                yield part.comment.decode("utf-8", "replace")
                left -= part.file_size
                is_text = part.filename.endswith((".xml", ".rels", ".rdf", "mimetype"))
                if part.flag_bits & 1 or left < 0:
                    raise _more("locked, or too large")
                if part.is_dir() or not part.file_size:
                    continue
                if not is_text or "embeddings/" in part.filename:
                    raise _more(f"with a part that is no text: {part.filename}")
                text = _decoded(packed.read(part))
                if re.search(r"<\w*:?(?:pict|drawing|object|frame)\b[^>]*>", text):
                    raise _more("with drawings")
                yield from _marked_up(text, is_page=False)
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        raise _more("damaged") from None
