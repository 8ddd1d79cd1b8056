"""EPUB 3: a yearbook, with a chapter for each statement and contents by date.

It is called what the archive is called, with the years. The chapters stand in the order
of time, each in its own language; attached files are named, and not in it. The same
statements make the same bytes: it is dated by the newest change to one of them.

The parts of a book lie in a zip file (EPUB 3.3, OCF). What is told of all chapters is
known at the end, so it is put together in a temporary file.
"""

from __future__ import annotations

import shutil
import uuid
import zipfile
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from mediarel.formats.epub_pages import (
    STYLE,
    Chapter,
    chapter_page,
    chapter_title,
    contents_page,
)
from mediarel.formats.losses import once
from mediarel.formats.outward import urn
from mediarel.formats.series import USUAL_NAME, Series
from mediarel.formats.xml_elements import DECLARATION, Elements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement

_IN_MEMORY = 4 << 20  # bytes
_KIND = "application/epub+zip"
_CONTAINER = (
    f"{DECLARATION}"
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="EPUB/package.opf"'
    ' media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_PACKAGE = {
    "xmlns": "http://www.idpf.org/2007/opf",
    "version": "3.0",
    "unique-identifier": "id",
}
_READABLE = {
    "schema:accessMode": "textual",
    "schema:accessModeSufficient": "textual",
    "schema:accessibilityFeature": "structuralNavigation",
    "schema:accessibilityHazard": "none",
}
_PARTS = (
    (
        '<item id="contents" href="contents.xhtml" properties="nav"'
        ' media-type="application/xhtml+xml"/>'
    ),
    '<item id="style" href="style.css" media-type="text/css"/>',
)
_NEVER = "1980-01-01T00:00:00Z"  # of a book without a statement


class _Book:
    """Puts parts into a zip file, all of them dated alike."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed

    def put(self, name: str, text: str, how: int = zipfile.ZIP_DEFLATED) -> None:
        """Put `text` there as the part `name`."""
        part = zipfile.ZipInfo(name)  # of 1980: no clock is looked at
        part.compress_type = how
        self._packed.writestr(part, text)


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write a book of `statements` to `out`."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        with zipfile.ZipFile(file, "w") as packed:
            _fill(_Book(packed), statements, options)
        file.seek(0)
        shutil.copyfileobj(file, out)


def _fill(book: _Book, statements: Iterable[Statement], options: WriteOptions) -> None:
    # It must be the first, and stored (OCF, 4.3), so that it stands at a known place.
    book.put("mimetype", _KIND, zipfile.ZIP_STORED)
    book.put("META-INF/container.xml", _CONTAINER)
    book.put("EPUB/style.css", STYLE)
    series, chapters = Series(), []
    for number, one in enumerate(statements, 1):
        series.take(one)
        chapter = _chapter(one, number)
        chapters.append(chapter)
        text = chapter_page(one, options, once(options.lost))
        book.put(f"EPUB/{chapter.file}", text)
    chapters.sort()
    make = Elements(_unheard)  # it was told of the chapters
    title = ", ".join(
        filter(None, (options.name or USUAL_NAME, "–".join(series.years)))
    )
    book.put("EPUB/contents.xhtml", contents_page(title, chapters, make))
    book.put("EPUB/package.opf", _package(title, series, chapters))


def _unheard(_what: str) -> None:
    """Pass over what is lost of a title."""


def _chapter(one: Statement, number: int) -> Chapter:
    printed = (
        one.date.year,
        one.date.long(),
        chapter_title(one, Elements(_unheard)),
        one.language,
    )
    return Chapter(one.date.order, one.id, number, one.uuid, *printed)


def _package(title: str, series: Series, chapters: Sequence[Chapter]) -> str:
    """Return the list of all parts, and what the book says of itself."""
    make = Elements(_unheard)
    return "\n".join(
        [
            f"{DECLARATION}{make.start('package', _PACKAGE)}",
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
            *_metadata(title, chapters, series, make),
            "</metadata>",
            "<manifest>",
            *_PARTS,
            *(
                f'<item id="c{each.number}" href="{each.file}"'
                ' media-type="application/xhtml+xml"/>'
                for each in chapters
            ),
            "</manifest>",
            "<spine>",
            '<itemref idref="contents"/>',
            *(f'<itemref idref="c{each.number}"/>' for each in chapters),
            "</spine>",
            "</package>\n",
        ]
    )


def _metadata(
    title: str, chapters: Sequence[Chapter], series: Series, make: Elements
) -> Iterator[str]:
    # The same book, whatever is corrected in it.
    oldest = chapters[0].uuid if chapters else ""
    its_own = uuid.uuid5(uuid.NAMESPACE_URL, f"{title} {oldest}")
    yield make.of("dc:identifier", urn(str(its_own)), {"id": "id"})
    yield make.of("dc:title", title)
    for language, _ in series.languages.most_common() or [("und", 0)]:
        yield make.of("dc:language", language)
    for program, _ in series.programs.most_common():
        if make.text(program).strip():
            yield make.of("dc:creator", program)
    modified = series.changed or _NEVER
    yield make.of("meta", modified, {"property": "dcterms:modified"})
    for name, value in _READABLE.items():
        yield make.of("meta", value, {"property": name})
