"""The file of a PDF: its pages with what they show, and what it says of itself.

It and `content.py` alone know the library that reads PDFs; its errors become ours here.
"""

from __future__ import annotations

import html
import logging
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import playa
from playa.exceptions import PDFEncryptionError, PDFPasswordIncorrect
from playa.pdftypes import ContentStream, resolve1

from mediarel.documents.found import RefusedError
from mediarel.documents.pdf.content import DAMAGE, Content, text_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.documents.pdf.glyphs import Page

_XMP_TITLE = re.compile(
    r"<dc:title>\s*<rdf:Alt>\s*<rdf:li[^>]*>([^<]*)</rdf:li>", re.IGNORECASE
)


class File:
    """A PDF that is open."""

    def __init__(self, document: playa.Document) -> None:
        self._document = document
        self._content = Content(_roles(document))

    @property
    def title(self) -> str | None:
        """Its title, by its own data; None where these are damaged."""
        try:
            info = resolve1(self._document.trailer.get("Info"))
            title = text_value(info.get("Title")) if isinstance(info, dict) else ""
            return title or self._title_of_metadata()
        except DAMAGE:
            return None

    def _title_of_metadata(self) -> str | None:
        packet = resolve1(self._document.catalog.get("Metadata"))
        if not isinstance(packet, ContentStream):
            return None
        found = _XMP_TITLE.search(packet.buffer.decode("utf-8", "replace"))
        return html.unescape(found[1]) if found else None

    @property
    def language(self) -> str | None:
        """Its language (BCP 47), by its own data; None where these are damaged."""
        try:
            return text_value(self._document.catalog.get("Lang")) or None
        except DAMAGE:
            return None

    def pages(self) -> Iterator[Page]:
        """Yield its pages.

        Raises RefusedError.
        """
        with _as_refused():
            for number, page in enumerate(self._document.pages, start=1):
                yield self._content.page(number, page)

    def page_texts(self) -> Iterator[str]:
        """Yield the text of each page in the order in which it is drawn, whole.

        Raises RefusedError.
        """
        with _as_refused():
            for page in self._document.pages:
                yield page.extract_text()


@contextmanager
def opened(data: bytes) -> Iterator[File]:
    """Open the PDF in `data`, with an empty password where it has one.

    Raises RefusedError.
    """
    logging.getLogger("playa").setLevel(logging.CRITICAL)  # what it lives with
    with _as_refused():
        document = playa.parse(data, space="page")
        file = File(document)
    yield file


@contextmanager
def _as_refused() -> Iterator[None]:
    try:
        yield
    except PDFPasswordIncorrect:
        raise RefusedError(
            "is locked with a password",
            "Save it without one, or print it to a new PDF, and give that.",
        ) from None
    except PDFEncryptionError:
        raise RefusedError(
            "is locked in a way that is not known",
            "Print it to a new PDF where it can be opened, and give that.",
        ) from None
    except DAMAGE:
        raise RefusedError(
            "is damaged, so that it can't be read as PDF",
            "Get it anew from where it came; where it opens in a viewer, print it to a "
            "new PDF.",
        ) from None


def _roles(document: playa.Document) -> dict[str, str]:
    """Return the standard names of the elements that a document names otherwise."""
    with suppress(*DAMAGE):
        if document.structure is not None:
            return document.structure.role_map
    return {}
