"""Extract the whole text of a file, so that it can be searched for names.

A name that must not be published can be anywhere in a file. PAGE_BREAK separates the
pages of a PDF. The text of DOCX and ODT includes headers, comments and metadata.
Images, sound, embedded files and text drawn as curves can't be searched.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator

from mediarel.documents.document_text import DocumentText
from mediarel.documents.file_kinds import (
    DOC,
    MAIL,
    MHTML,
    PDF,
    TEXT,
    kind_of,
    reader_named,
)
from mediarel.documents.packed import MOST

PAGE_BREAK = "\u2029"
_SPACE = re.compile(r"<(?:w:(?:tab|br|cr)|text:(?:s|tab|line-break))\b[^>]*>")
# These tags can be inside a word. All other tags separate paragraphs or cells.
_INLINE = re.compile(r"</?(?:w\d*|text):(?!(?:p|h|tc)\b)[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_MARKED_UP = (".xml", ".rels", ".rdf")


def read(data: bytes) -> DocumentText:
    """Return the searchable text of a PDF, DOCX, ODT, DOC, RTF or mail.

    Raises RefusedError.
    """
    kind = kind_of("", data)
    if kind is PDF:
        from mediarel.documents.pdf.pdf_file import opened  # noqa: PLC0415 - for PDFs alone

        with opened(data) as file:
            pages = [*file.page_texts(), "\n".join(file.info())]
        return DocumentText(PAGE_BREAK.join(pages), pages=len(pages) - 1)
    if kind in {MAIL, MHTML}:
        whole = reader_named("mail.read_whole")(data).text
        return DocumentText(f"{whole}\n\n{data.decode('utf-8', 'replace')}")
    texts = [reader_named((kind or TEXT).reader)(data).text]
    if data.startswith(b"PK"):
        texts += _parts(data)
    elif kind is not DOC:  # RTF and flat ODT have metadata
        texts.append(data.decode("utf-8", "replace"))
    return DocumentText("\n\n".join(texts))


def _parts(data: bytes) -> Iterator[str]:
    """Yield the name of each part of a zip file, and the text of each XML part."""
    left = MOST
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for part in packed.infolist():
            yield part.filename
            left -= part.file_size
            if left >= 0 and part.filename.endswith(_MARKED_UP):
                markup = packed.read(part).decode("utf-8", "replace")
                markup = _INLINE.sub("", _SPACE.sub(" ", markup))
                yield html.unescape(_TAG.sub("\n", markup))
