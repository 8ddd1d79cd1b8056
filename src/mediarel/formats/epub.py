"""Write a yearbook in EPUB 3, with a chapter for each statement.

The title of the book is the archive's name with the years. Chapters are in
chronological order, each in its own language. Attached files are listed but not
included. Equal statements give equal bytes, because the date of the book is the time of
the newest change to a statement.

A book is a zip file (EPUB 3.3, OCF). It is written to a temporary file first. Only the
table of contents is kept in memory.
"""

import shutil
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, NamedTuple

from mediarel.formats import writing
from mediarel.formats.web import article
from mediarel.formats.writing import DECLARATION, Elements, WriteOptions
from mediarel.model.statement import Statement
from mediarel.release.headline import title_of
from mediarel.text.languages import direction

STYLE = """\
body { line-height: 1.6; margin: 0 5%; }
h1, h2 { font-size: 1.4em; line-height: 1.4; }
.head, dl { font-size: 0.9em; }
.told { border-inline-start: 0.3em solid; padding-inline-start: 0.7em; }
.text { white-space: pre-wrap; }
dt { font-weight: bold; }
dd { margin-inline-start: 1.5em; }
ol { list-style-type: none; padding-inline-start: 1em; }
"""
_XHTML = {
    "xmlns": "http://www.w3.org/1999/xhtml",
    "xmlns:epub": "http://www.idpf.org/2007/ops",
}
_OURS = "en"  # the language of the words that mediarel adds
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
_NEVER = "1980-01-01T00:00:00Z"  # the date of a book without statements


class _Entry(NamedTuple):
    """A line in the table of contents. The lines are sorted by date (`order`)."""

    order: tuple[str, ...]
    id: int
    number: int
    year: int
    uuid: str
    line: str


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write a book with these statements to `out`."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
            _fill(book, statements, options)
        file.seek(0)
        shutil.copyfileobj(file, out)


def _fill(
    book: zipfile.ZipFile, statements: Iterable[Statement], options: WriteOptions
) -> None:
    # This file must come first and must not be compressed (OCF, 4.3), so that other
    # programs find its content at a fixed position.
    _put(book, "mimetype", _KIND, zipfile.ZIP_STORED)
    _put(book, "META-INF/container.xml", _CONTAINER)
    _put(book, "EPUB/style.css", STYLE)
    series = writing.Series()
    make = Elements(writing.ignore_loss)  # the chapters report losses
    entries: list[_Entry] = []
    for number, one in enumerate(statements, 1):
        series.take(one)
        file = chapter_file(number)
        line = entry(one, file, make)
        entries.append(
            _Entry(one.date.order, one.id, number, one.date.year, one.uuid, line)
        )
        _put(book, f"EPUB/{file}", _text(chapter_page(one, options)))
    entries.sort()
    named = (options.name or writing.USUAL_NAME, "–".join(series.years))
    title = ", ".join(filter(None, named))
    _put(book, "EPUB/contents.xhtml", _text(contents_page(title, entries, make)))
    _put(book, "EPUB/package.opf", _text(_package(title, series, entries, make)))


def _put(
    book: zipfile.ZipFile, name: str, text: str, how: int = zipfile.ZIP_DEFLATED
) -> None:
    """Add a file. It is dated 1980, so that equal statements give equal bytes."""
    book.writestr(zipfile.ZipInfo(name), text, how)


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _package(
    title: str, series: writing.Series, entries: Sequence[_Entry], make: Elements
) -> Iterator[str]:
    """Yield the lines of the package document: the metadata and a list of all files."""
    yield f"{DECLARATION}{make.start('package', _PACKAGE)}"
    yield '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
    oldest = min(((each.order, each.id, each.uuid) for each in entries), default=("",))
    yield from _metadata(title, str(oldest[-1]), series, make)
    yield "</metadata>"
    yield "<manifest>"
    yield from _PARTS
    for each in entries:
        yield (
            f'<item id="c{each.number}" href="{chapter_file(each.number)}"'
            ' media-type="application/xhtml+xml"/>'
        )
    yield "</manifest>"
    yield "<spine>"
    yield '<itemref idref="contents"/>'
    yield from (f'<itemref idref="c{each.number}"/>' for each in entries)
    yield "</spine>"
    yield "</package>"


def _metadata(
    title: str, oldest: str, series: writing.Series, make: Elements
) -> Iterator[str]:
    # The ID of the book doesn't change if a statement is corrected.
    its_own = uuid.uuid5(uuid.NAMESPACE_URL, f"{title} {oldest}")
    yield make.of("dc:identifier", writing.urn(str(its_own)), {"id": "id"})
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


def page(
    title: str, language: str, body: Iterable[str], make: Elements
) -> Iterator[str]:
    """Yield the lines of an XHTML page with the given body."""
    yield f"{DECLARATION}<!DOCTYPE html>"
    yield make.start("html", _XHTML | in_language(language))
    yield (
        f"<head>{make.of('title', title)}"
        '<link rel="stylesheet" type="text/css" href="style.css"/></head>'
    )
    yield "<body>"
    yield from body
    yield "</body>"
    yield "</html>"


def in_language(language: str) -> dict[str, str | None]:
    """Return the attributes for the language and writing direction of a text."""
    return {"xml:lang": language, "lang": language, "dir": direction(language)}


def chapter_title(one: Statement, make: Elements) -> str:
    """Return the title of a chapter, which is never empty."""
    title = title_of(one)
    return title if make.text(title).strip() else writing.urn(one.uuid)


def chapter_page(one: Statement, options: WriteOptions) -> Iterator[str]:
    """Yield the lines of a chapter, and report its losses."""
    make = Elements(writing.ignore_loss)  # `article` reports losses
    within = options._replace(place_of=writing.unknown)  # files aren't in the book
    return page(chapter_title(one, make), one.language, article(one, within), make)


def contents_page(
    title: str, entries: Sequence[_Entry], make: Elements
) -> Iterator[str]:
    """Yield the lines of the table of contents.

    If there are several years, each year is a heading.
    """
    return page(title, _OURS, _contents(title, entries, make), make)


def _contents(title: str, entries: Sequence[_Entry], make: Elements) -> Iterator[str]:
    yield '<nav epub:type="toc" id="toc">'
    yield make.of("h1", title)
    yield "<ol>"
    has_years = len({each.year for each in entries}) > 1
    for year, of_year in groupby(entries, attrgetter("year")):
        if has_years:
            yield f"<li><span>{year:04}</span><ol>"
        yield from (each.line for each in of_year)
        if has_years:
            yield "</ol></li>"
    if not entries:
        yield '<li><a href="contents.xhtml">Nothing</a></li>'
    yield "</ol>"
    yield "</nav>"


def entry(one: Statement, file: str, make: Elements) -> str:
    """Return a line of the table of contents, with a link to the chapter in `file`."""
    title = make.of("span", chapter_title(one, make), in_language(one.language))
    return f'<li><a href="{file}">{make.text(one.date.long())}: {title}</a></li>'


def chapter_file(number: int) -> str:
    """Return the file name of the chapter with this number."""
    return f"chapter-{number}.xhtml"
