"""Dublin Core: a record for each statement, as libraries harvest them (`oai_dc`).

The elements are those of the Dublin Core Metadata Element Set 1.1, in the container
that OAI-PMH 2.0 gives them. One statement is one record, as most programs take them in;
several stand in an element `records` without a namespace, each a record of its own.

A date stands as it is kept (EDTF): Dublin Core takes any text for one.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from mediarel.formats.outward import (
    USUAL,
    public_files,
    tell_lost,
    unknown_original,
    urn,
)
from mediarel.formats.utf8 import Utf8Writer
from mediarel.formats.writing import TOLD_FIELDS, once, told_of
from mediarel.formats.xml_text import DECLARATION, Elements
from mediarel.release.headline import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.formats.writing import WriteOptions
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement

_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_ATTRIBUTES = {
    "xmlns:oai_dc": _OAI_DC,
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
}
_KIND = "Text"  # of the DCMI Type Vocabulary
_HELD = (*USUAL, *TOLD_FIELDS, "place", "translation_of", "replaces", "attachments")


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out`, with no more than two in memory at a time."""
    text = Utf8Writer(out)
    text.write(DECLARATION)
    records = (_record(statement, options) for statement in statements)
    first, second = next(records, None), next(records, None)
    if first is not None and second is None:
        text.write(first)
        return
    text.write("<records>\n")
    for record in chain(filter(None, (first, second)), records):
        text.write(record)
    text.write("</records>\n")


def _record(statement: Statement, options: WriteOptions) -> str:
    lost = once(options.lost)
    make = Elements(lost)
    files = public_files(statement, lost)
    if files:
        lost("the names of files")
    tell_lost(statement, _HELD, lost)
    lines = (
        f"  {make.of(f'dc:{name}', text, {'xml:lang': language})}"
        for name, text, language in _elements(statement, files, options)
    )
    start = make.start("oai_dc:dc", _ATTRIBUTES)
    return "\n".join([start, *lines, "</oai_dc:dc>\n"])


def _elements(
    one: Statement, files: Iterable[Attachment], options: WriteOptions
) -> Iterator[tuple[str, str, str | None]]:
    """Yield what the record says: an element, its text, and the language of that."""
    yield "title", title_of(one), one.language
    yield "creator", one.program, None
    yield from (("subject", each, None) for each in one.tags)
    if one.text:
        yield "description", one.text, one.language
    yield from (("description", str(each), None) for each in told_of(one))
    yield "publisher", one.program, None
    yield from (("contributor", each, None) for each in one.signatories)
    yield "date", str(one.date), None
    yield "type", one.type, None
    yield "type", _KIND, None
    media_types = dict.fromkeys(each.media_type for each in files)
    yield from (("format", each, None) for each in media_types)
    yield "identifier", urn(one.uuid), None
    yield from (("source", each, None) for each in one.sources)
    yield "language", one.language, None
    yield from (("relation", urn(each), None) for each in _related(one, options))
    if one.place:
        yield "coverage", one.place, None


def _related(one: Statement, options: WriteOptions) -> Iterator[str]:
    """Yield the uuids of the release in other languages, and of what it replaces."""
    translations = options.translations(one)
    yield from (each.uuid for each in translations)
    original = unknown_original(one, translations)
    if original:
        yield original
    yield from one.replaces
