"""List the kinds of files that mediarel reads, and recognise them by their bytes."""

from __future__ import annotations

import codecs
import re
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from mediarel.text.lines import suffix_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediarel.documents.document_text import DocumentText

BYTES_TO_READ = 4096  # bytes of a file to recognise its kind
_PDF_START = b"%PDF-"
# PDF readers accept other bytes before the start (PDF Reference 1.7, H.3, note 13).
_BEFORE_PDF = 1024
# Encodings whose characters contain null bytes.
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKS = (codecs.BOM_UTF8, *_WIDE)
_ZIP = b"PK\3\4"
OLE = b"\xd0\xcf\x11\xe0"
_MSG = "__nameid_version1.0".encode("utf-16-le")
_DOC = "WordDocument".encode("utf-16-le")
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # in an encrypted DOCX
_RTF = b"{\\rtf"
_ODF_TEXT = b"application/vnd.oasis.opendocument.text"
_FLAT = b"<office:document"
_HTML = re.compile(
    rb"(?:\s++|<!--.*?-->|<\?[^>]*+>)*+(?:<!doctype\s+html|<html)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
# Only mails have these headers. A memo can have From, To, Date and Subject too.
_MAIL = re.compile(
    rb"(?:>?From [^\n]*\n)?(?:[\x21-\x39\x3b-\x7e]{1,70}:[^\n]*\n(?:[ \t][^\n]*\n)*)*?"
    rb"(?:MIME-Version|Message-ID|Received|Return-Path|Delivered-To|Content-Type"
    rb"|DKIM-Signature|X-Mailer):",
    re.IGNORECASE,
)
_SAVED_PAGE = re.compile(
    rb"^(?:Snapshot-Content-Location:|From:\s*<Saved by)", re.MULTILINE | re.IGNORECASE
)


class Kind(NamedTuple):
    """A kind of file.

    name        the name in words, such as "PDF" or "mail"
    reader      the function of this package that reads such files: `module.function`;
                it takes the data, and returns a DocumentText or raises RefusedError
    media_type  the media type (IANA)
    suffixes    the suffixes of file names, the usual suffix first
    """

    name: str
    reader: str
    media_type: str
    suffixes: tuple[str, ...]


PDF = Kind("PDF", "pdf.reader.read", "application/pdf", (".pdf",))
DOCX = Kind(
    "DOCX",
    "docx.read",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    (".docx", ".docm", ".dotx", ".dotm"),
)
ODT = Kind("ODT", "odt.read", _ODF_TEXT.decode(), (".odt", ".ott", ".fodt"))
DOC = Kind("DOC", "odt.read_by_libreoffice", "application/msword", (".doc", ".dot"))
RTF = Kind("RTF", "odt.read_by_libreoffice", "application/rtf", (".rtf",))
HTML = Kind("HTML", "web_page.read_html", "text/html", (".html", ".htm", ".xhtml"))
MHTML = Kind("MHTML", "mail.read_mhtml", "multipart/related", (".mhtml", ".mht"))
MAIL = Kind("mail", "mail.read", "message/rfc822", (".eml",))
MSG = Kind("Outlook mail", "mail.read", "application/vnd.ms-outlook", (".msg",))
MARKDOWN = Kind(
    "Markdown", "web_page.read_markdown", "text/markdown", (".md", ".markdown")
)
TEXT = Kind("text", "web_page.read_text", "text/plain", (".txt", ".text"))
KINDS = (PDF, DOCX, ODT, DOC, RTF, HTML, MHTML, MAIL, MSG, MARKDOWN, TEXT)
# An Outlook mail can have attached Word documents.
_OLE_KINDS = ((_MSG, MSG), (_DOC, DOC), (_LOCKED, DOCX))

_BY_SUFFIX = {suffix: kind for kind in KINDS for suffix in kind.suffixes}


def reader_named(name: str) -> Callable[..., DocumentText]:
    """Return a function of this package by its name, such as `docx.read`."""
    module, _, function = name.rpartition(".")
    found: Callable[..., DocumentText] = getattr(
        import_module(f"{__package__}.{module}"), function
    )
    return found


def kind_of(name: str, data: bytes) -> Kind | None:
    """Return the kind of a file with this name and data, or None if it is unknown.

    If the name and the bytes show different kinds, the bytes decide.
    """
    by_suffix = _BY_SUFFIX.get(suffix_of(name))
    start = data[:BYTES_TO_READ]
    if start.startswith((_ZIP, OLE)):
        return _packed_kind(data)
    if _PDF_START in start[:_BEFORE_PDF]:
        return PDF
    if _FLAT in start and _ODF_TEXT in start:
        return ODT
    if b"\0" in start and not start.startswith(_WIDE):
        return None
    return _text_kind(_bare(start), by_suffix) or by_suffix or TEXT


def _packed_kind(data: bytes) -> Kind | None:
    """Return the kind of a ZIP or OLE file, or None if it is unknown."""
    if data.startswith(OLE):
        return next((kind for sign, kind in _OLE_KINDS if sign in data), None)
    # The names of the parts, and the media type of ODF, are not compressed.
    if b"[Content_Types].xml" in data and b"word/" in data:
        return DOCX
    return ODT if b"mimetype" + _ODF_TEXT in data[:BYTES_TO_READ] else None


def _text_kind(start: bytes, by_suffix: Kind | None) -> Kind | None:
    """Return the kind of a text that begins with `start`, or None if it is unknown."""
    if start.startswith(_RTF):
        return RTF
    if _HTML.match(start):
        return HTML
    if _MAIL.match(start.replace(b"\r\n", b"\n")):
        is_page = by_suffix is MHTML or _SAVED_PAGE.search(start)
        return MHTML if is_page else MAIL
    return None


def _bare(start: bytes) -> bytes:
    """Return `start` without its byte order mark and null bytes."""
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"")
