"""EPUB 3: a yearbook, with a chapter for each statement and contents by date.

It is called what the archive is called, with the years. The chapters stand in the order
of time, each in its own language; attached files are named, and not in it. The same
statements make the same bytes: it is dated by the newest change to one of them.

The parts of a book lie in a zip file (EPUB 3.3, OCF). What is told of all chapters is
known at the end, so it is put together in a temporary file. Of a chapter nothing stays
in memory but where it lies in the zip file, whose list of parts comes last, and where
its entry in the contents does: less than a kilobyte.
"""

from __future__ import annotations

import shutil
import uuid
import zipfile
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from mediarel.formats.epub_entries import Entries, chapter_file
from mediarel.formats.epub_pages import STYLE, chapter_page, contents_page, entry
from mediarel.formats.losses import once
from mediarel.formats.outward import urn
from mediarel.formats.series import USUAL_NAME, Series
from mediarel.formats.xml_elements import DECLARATION, Elements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        self._packed.writestr(_part(name, how), text)

    def put_lines(self, name: str, lines: Iterable[str]) -> None:
        """Put `lines` there as the part `name`, with one in memory at a time."""
        with self._packed.open(_part(name, zipfile.ZIP_DEFLATED), "w") as part:
            for line in lines:
                part.write(f"{line}\n".encode())


def _part(name: str, how: int) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name)  # of 1980: no clock is looked at
    part.compress_type = how
    return part


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write a book of `statements` to `out`."""
    with (
        SpooledTemporaryFile(max_size=_IN_MEMORY) as file,
        SpooledTemporaryFile(max_size=_IN_MEMORY) as aside,
    ):
        entries = Entries(cast("BinaryIO", aside))
        with zipfile.ZipFile(file, "w") as packed:
            _fill(_Book(packed), statements, entries, options)
        file.seek(0)
        shutil.copyfileobj(file, out)


def _fill(
    book: _Book,
    statements: Iterable[Statement],
    entries: Entries,
    options: WriteOptions,
) -> None:
    # It must be the first, and stored (OCF, 4.3), so that it stands at a known place.
    book.put("mimetype", _KIND, zipfile.ZIP_STORED)
    book.put("META-INF/container.xml", _CONTAINER)
    book.put("EPUB/style.css", STYLE)
    series, make = Series(), Elements(_unheard)  # it is told of the chapters
    for number, one in enumerate(statements, 1):
        series.take(one)
        file = chapter_file(number)
        entries.add(one, number, entry(one, file, make))
        lines = chapter_page(one, options, once(options.lost))
        book.put(f"EPUB/{file}", "".join(f"{line}\n" for line in lines))
    entries.sort()
    title = ", ".join(
        filter(None, (options.name or USUAL_NAME, "–".join(series.years)))
    )
    book.put_lines("EPUB/contents.xhtml", contents_page(title, entries, make))
    book.put_lines("EPUB/package.opf", _package(title, series, entries, make))


def _unheard(_what: str) -> None:
    """Pass over what is lost of a title."""


def _package(
    title: str, series: Series, entries: Entries, make: Elements
) -> Iterator[str]:
    """Yield the lines of the list of all parts, with what the book says of itself."""
    yield f"{DECLARATION}{make.start('package', _PACKAGE)}"
    yield '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
    yield from _metadata(title, entries.oldest, series, make)
    yield "</metadata>"
    yield "<manifest>"
    yield from _PARTS
    for number in entries.numbers():
        yield (
            f'<item id="c{number}" href="{chapter_file(number)}"'
            ' media-type="application/xhtml+xml"/>'
        )
    yield "</manifest>"
    yield "<spine>"
    yield '<itemref idref="contents"/>'
    yield from (f'<itemref idref="c{number}"/>' for number in entries.numbers())
    yield "</spine>"
    yield "</package>"


def _metadata(title: str, oldest: str, series: Series, make: Elements) -> Iterator[str]:
    # The same book, whatever is corrected in it.
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
