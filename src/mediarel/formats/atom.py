"""Atom: a feed of statements, an entry for each (RFC 4287).

The date as it is known is the entry's `dc:date`; `published` is there only where that
is a whole day. A title of its own is there as `dc:title` too, as each entry must have
some title. In a folder each year but the newest is an archived feed (RFC 5005, 4).

The format keeps the identity, date, program, type, title, text, signatories, tags,
language, sources, series, status, notes, translations, what it replaces, public files
and what was merged into it; `feed` reads it. Notes stand above the text.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from mediarel.formats.feed_marks import (
    ARCHIVES,
    ATOM,
    DC,
    GENERATOR,
    IN_PLACE_OF,
    REPLACES,
    SERIES,
    STATUS,
    TRANSLATION_OF,
    TYPE,
    URN,
    XHTML,
    identity_of,
    published,
)
from mediarel.formats.outward import FILES, USUAL, public_files, tell_lost
from mediarel.formats.utf8 import Utf8Writer
from mediarel.formats.writing import TOLD_FIELDS, USUAL_NAME, once, told_by
from mediarel.formats.xml_text import attribute_text, xml_text
from mediarel.release.headline import title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mediarel.formats.writing import WriteOptions
    from mediarel.model.parts import Attachment, Note
    from mediarel.model.statement import Statement

    Tell = Callable[[str], object]

HELD = (
    *(*USUAL, *TOLD_FIELDS, "series"),
    *("translation_of", "replaces", "attachments", "merged"),
)
# What is lost, as it is told.
PARTIAL = "partial dates as the time of publication"
ROLES = "what files are to a statement"
_NEVER = "1970-01-01T00:00:00Z"  # where there is no statement yet, nor a change

_YEAR = re.compile("[0-9]{4}")
_ENTRY = re.compile(rb"<entry[^>]*>\s*<id>urn:uuid:([0-9a-f-]{36})</id>")

_HEAD = f'<feed xmlns="{ATOM}" xmlns:dc="{DC}"'


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write one feed of all `statements` to `out`, with only one in memory at a time.

    It was updated when the archive was; where nobody says that, when the first
    statement was.
    """
    text = Utf8Writer(out)
    remaining = iter(statements)
    first = next(remaining, None)
    updated = options.changed or (first.modified if first else "")
    text.write(_beginning(options, updated))
    if first is not None:
        text.write(_entry(first, options))
    for statement in remaining:
        text.write(_entry(statement, options))
    text.write("</feed>\n")


def files(
    statements: Iterable[Statement], name: str, options: WriteOptions
) -> Iterator[tuple[str, Callable[[BinaryIO], None]]]:
    """Yield the files of a feed in a folder, with what writes each; `name` comes last.

    That holds the newest year, and leads to the archived feeds of the others.
    """
    years: dict[int, list[Statement]] = {}
    for statement in statements:
        years.setdefault(statement.date.year, []).append(statement)
    numbers = sorted(years)
    names = [*(_of_year(name, year) for year in numbers[:-1]), name]
    for place, year in enumerate(numbers):
        links = _links(names, place)
        yield names[place], partial(_write_year, years[year], links, options)


def is_own(found: str, name: str) -> bool:
    """Tell whether `found` is such a name as the document of a year has."""
    stem, _, suffix = name.partition(".")
    year = found.removeprefix(f"{stem}-").removesuffix(f".{suffix}")
    return _YEAR.fullmatch(year) is not None and found == _of_year(name, int(year))


def uuids_in(file: BinaryIO) -> set[str]:
    """Return the UUIDs of the statements in a feed of ours."""
    return {found.decode() for found in _ENTRY.findall(file.read())}


def _of_year(name: str, year: int) -> str:
    stem, _, suffix = name.partition(".")
    return f"{stem}-{year:04}.{suffix}"


def _links(names: Sequence[str], place: int) -> str:
    """Return what leads from the document at `place` to the others (RFC 5005, 4)."""
    is_archive = place < len(names) - 1
    found = [("self", names[place])]
    if is_archive:
        found.append(("current", names[-1]))
    if place:
        found.append(("prev-archive", names[place - 1]))
    if place < len(names) - 2:
        found.append(("next-archive", names[place + 1]))
    mark = f'  <fh:archive xmlns:fh="{ARCHIVES}"/>\n' if is_archive else ""
    return mark + "".join(
        f'  <link rel="{rel}" href="{attribute_text(to, _nothing)}"/>\n'
        for rel, to in found
    )


def _write_year(
    statements: Sequence[Statement], links: str, options: WriteOptions, out: BinaryIO
) -> None:
    """Write the document of one year, which changes when its statements do."""
    text = Utf8Writer(out)
    text.write(_beginning(options, max(each.modified for each in statements), links))
    for statement in statements:
        text.write(_entry(statement, options))
    text.write("</feed>\n")


def _beginning(options: WriteOptions, updated: str, links: str = "") -> str:
    title = xml_text(options.name or USUAL_NAME, _nothing)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f"{_HEAD}>\n"
        f"  <id>{URN}{options.identity or identity_of(options.name)}</id>\n"
        f"  <title>{title}</title>\n"
        f"  <updated>{updated or _NEVER}</updated>\n"
        f"  <generator>{GENERATOR}</generator>\n"
        f"{_addresses(options)}"
        f"{links}"
    )


def _addresses(options: WriteOptions) -> str:
    """Return where the feed is and where its page, as far as that is known."""
    said = (("self", options.place), ("alternate", options.home))
    return "".join(
        f'  <link rel="{rel}" href="{attribute_text(to, _nothing)}"/>\n'
        for rel, to in said
        if to
    )


def _entry(statement: Statement, options: WriteOptions) -> str:
    """Return the entry of a statement, and tell what it can't say."""
    lost = once(options.lost)
    day = published(statement.date)
    tell_lost(statement, HELD, lost)
    if day is None:
        lost(PARTIAL)
    given = xml_text(statement.title or "", lost)
    lines = (
        f"<id>{URN}{statement.uuid}</id>",
        f"<title>{xml_text(title_of(statement), lost)}</title>",
        f"<dc:title>{given}</dc:title>" if given else "",
        # Some readers take a dc:date for the time of an update: that comes later.
        f"<dc:date>{statement.date}</dc:date>",
        f"<updated>{statement.modified}</updated>",
        f"<published>{day}</published>" if day else "",
        _person("author", statement.program, lost),
        *(_person("contributor", each, lost) for each in statement.signatories),
        _element("category", lost, scheme=TYPE, term=statement.type),
        _element("category", lost, scheme=SERIES, term=statement.series)
        if statement.series
        else "",
        _element("category", lost, scheme=STATUS, term=statement.status)
        if statement.status
        else "",
        *(_element("category", lost, term=each) for each in statement.tags),
        *_links_of(statement, options, lost),
        *_files_of(statement, options.place_of, lost),
        _content(statement, lost),
    )
    inner = "".join(f"    {line}\n" for line in lines if line)
    return f'  <entry xml:lang="{statement.language}">\n{inner}  </entry>\n'


def _person(name: str, printed: str, lost: Tell) -> str:
    return f"<{name}><name>{xml_text(printed, lost)}</name></{name}>"


def _element(name: str, lost: Tell, **attributes: str | None) -> str:
    """Return an empty element with those of `attributes` that are not None."""
    given = "".join(
        f' {key}="{attribute_text(value, lost)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}/>"


def _links_of(statement: Statement, options: WriteOptions, lost: Tell) -> Iterator[str]:
    """Yield the links: to its page first, which is where readers of feeds lead.

    Of each language one page is an `alternate` (RFC 4287, 4.1.1).
    """
    seen = set()
    page = options.page_of(statement) or next(iter(statement.sources), None)
    if page:
        seen.add(statement.language)
        yield _element(
            "link",
            lost,
            rel="alternate",
            hreflang=statement.language,
            href=page,
        )
    for each in options.translations(statement):
        rel = "related"
        if each.source is not None and each.language not in seen:
            seen.add(each.language)
            rel = "alternate"
        yield _element(
            "link",
            lost,
            rel=rel,
            hreflang=each.language,
            href=each.source or URN + each.uuid,
            title=each.headline,
        )
    for source in statement.sources:
        yield _element("link", lost, rel="via", href=source)
    if statement.translation_of:
        original = URN + statement.translation_of
        yield _element("link", lost, rel=TRANSLATION_OF, href=original)
    for uuid in statement.merged:
        yield _element("link", lost, rel=REPLACES, href=URN + uuid)
    for uuid in statement.replaces:
        yield _element("link", lost, rel=IN_PLACE_OF, href=URN + uuid)


def _files_of(
    statement: Statement, place_of: Callable[[Attachment], str | None], lost: Tell
) -> Iterator[str]:
    """Yield links to the public files that go along with the feed."""
    for each in public_files(statement, lost):
        if place := place_of(each):
            yield _enclosure(each, place, lost)
        else:
            lost(FILES)  # but in a folder, where they go along


def _enclosure(file: Attachment, place: str, lost: Tell) -> str:
    if file.role:
        lost(ROLES)
    return _element(
        "link",
        lost,
        rel="enclosure",
        type=file.media_type,
        length=str(file.size),
        hreflang=file.language,
        href=place,
        title=file.name,
    )


def _content(statement: Statement, lost: Tell) -> str:
    """Return the text as XHTML: in plain text, readers may join lines (3.1.1.1)."""
    inner = "".join(_note(each, lost) for each in statement.notes)
    inner += _paragraphs(statement.text or "", lost)
    return f'<content type="xhtml"><div xmlns="{XHTML}">{inner}</div></content>'


def _note(note: Note, lost: Tell) -> str:
    """Return what readers are told, apart from the text."""
    head, _ = told_by(note)
    inner = f"<h4>{head}</h4>{_paragraphs(note.text, lost)}"
    return f'<div class="{note.kind}" title="{note.at}">{inner}</div>'


def _paragraphs(text: str, lost: Tell) -> str:
    return "".join(
        f"<p>{paragraph.replace(chr(10), '<br/>')}</p>"
        for paragraph in xml_text(text, lost).split("\n\n")
        if text
    )


def _nothing(_what: str) -> None:
    """Pass over what the name of an archive or of a file loses: it is no statement."""
