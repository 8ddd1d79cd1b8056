"""Recognise pages, documents and images among the files of a capture."""

import re
from urllib.parse import unquote, urlsplit

from mediarel.captures.contents import DOCUMENT, IMAGE, OTHER, PAGE
from mediarel.documents.file_kinds import DOC, DOCX, ODT, PDF, RTF, Kind
from mediarel.formats.listing import is_html
from mediarel.model.media_types import media_type_of
from mediarel.text.lines import suffix_of

SNIFFED = 8192  # bytes
_DOCUMENTS: tuple[Kind, ...] = (PDF, DOCX, ODT, DOC, RTF)
_BY_SUFFIX = {ending: kind for kind in _DOCUMENTS for ending in kind.suffixes}
_BY_TYPE = {kind.media_type: kind for kind in _DOCUMENTS}
_PAGES = frozenset(("text/html", "application/xhtml+xml"))
# Types that can contain the start of an HTML page, but aren't pages.
_FEED = re.compile(rb"\s*<\?xml[^>]*>\s*<(?:rss|feed|rdf)\b")
_NO_PAGES = ("text/css", "json", "javascript", "image/", "font", "rss", "atom")


def kind_of_content(address: str, stated: str, start: bytes) -> tuple[str, str]:
    """Return the kind of a content, and its media type.

    `stated` is the media type in the HTTP header, or "". `start` is the beginning of
    the content.
    """
    name = name_of(address)
    if start.startswith(b"%PDF-"):
        return DOCUMENT, PDF.media_type
    found = media_type_of(name, start)
    if found.startswith("image/") and "svg" not in found:
        return IMAGE, found
    is_other = any(each in stated for each in _NO_PAGES) or _FEED.match(start)
    if not is_other and is_html(start[:SNIFFED]):
        return PAGE, "text/html"
    kind = _BY_TYPE.get(stated) or _BY_SUFFIX.get(suffix_of(name))
    if kind and b"\0" in start:
        return DOCUMENT, kind.media_type
    if kind is RTF and start.startswith(b"{\\rtf"):
        return DOCUMENT, kind.media_type
    is_page = stated in _PAGES and start.strip() and not is_other
    return (PAGE if is_page else OTHER), stated or found


def expected_kind(address: str, stated: str) -> str:
    """Return the kind of a content that is missing: its name or type must tell."""
    suffix = suffix_of(name_of(address))
    if stated in _BY_TYPE or suffix in _BY_SUFFIX:
        return DOCUMENT
    is_page = stated in _PAGES or suffix in {"", ".html", ".htm", ".php", ".asp"}
    return PAGE if is_page and (not stated or stated in _PAGES) else OTHER


def name_of(address: str) -> str:
    """Return the file name in a URL, or "" if the URL ends with a slash."""
    try:
        path = urlsplit(address).path
    except ValueError:
        path = address
    return unquote(path.rpartition("/")[2])
