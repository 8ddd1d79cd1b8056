"""Write XML for libraries and archives, as Dublin Core (`oai_dc`) or EAD 2002."""

import re
import shutil
from collections.abc import Iterable, Iterator
from itertools import chain
from tempfile import SpooledTemporaryFile
from types import SimpleNamespace
from typing import BinaryIO, cast

from mediarel.dates.edtf import Interval, KeptDate
from mediarel.formats import writing
from mediarel.formats.encoding import Utf8Writer
from mediarel.formats.name_tables import language_name
from mediarel.formats.web import remarks
from mediarel.formats.writing import DECLARATION, Elements, Lost, WriteOptions
from mediarel.model.parts import Attachment
from mediarel.model.statement import Statement, reachable
from mediarel.release.headline import title_of
from mediarel.text.languages import three_letters

_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_ATTRIBUTES = {
    "xmlns:oai_dc": _OAI_DC,
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
}
_KIND = "Text"  # a term of the DCMI Type Vocabulary
_HELD_BY_DUBLIN_CORE = (
    *(*writing.USUAL, *writing.NOTE_FIELDS, "place"),
    *("translation_of", "replaces", "attachments"),
)
_LINE_BREAK = "<lb/>"  # programs that read EAD collapse white space
_IN_MEMORY = 1 << 20  # bytes
_LONGEST_ID = 50  # characters, the limit of ArchivesSpace
_QUOTES = re.compile("['’\"]")
_BETWEEN = re.compile(r"[\s!-/:-@\[-`{-~]+")
_NAMESPACE = "urn:isbn:1-931666-22-9"
_ENCODINGS = {
    "langencoding": "iso639-2b",
    "scriptencoding": "iso15924",
    "dateencoding": "iso8601",
    "countryencoding": "iso3166-1",
    "repositoryencoding": "iso15511",
}


def write_dublin_core(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out` as Dublin Core.

    Two statements are in memory at a time.

    The elements are from the Dublin Core Metadata Element Set 1.1, in the container of
    OAI-PMH 2.0. Dates are EDTF. If there is only one statement, its record is the root
    element, because most programs can read only a single record. Several records are
    written into an element `records` without a namespace.
    """
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
    lost = writing.losses(statement, _HELD_BY_DUBLIN_CORE, options)
    make = Elements(lost)
    files = writing.public_files(statement, lost)
    if files:
        lost("names of attached files")
    lines = (
        f"  {make.of(f'dc:{name}', text, {'xml:lang': language})}"
        for name, text, language in _dublin_core_elements(statement, files, options)
    )
    start = make.start("oai_dc:dc", _ATTRIBUTES)
    return "\n".join([start, *lines, "</oai_dc:dc>\n"])


def _dublin_core_elements(
    one: Statement, files: Iterable[Attachment], options: WriteOptions
) -> Iterator[tuple[str, str, str | None]]:
    """Yield the elements of a record: name, text, and the language of the text."""
    yield "title", title_of(one), one.language
    yield "creator", one.program, None
    yield from (("subject", each, None) for each in one.tags)
    if one.text:
        yield "description", one.text, one.language
    yield from (("description", str(each), None) for each in writing.reader_notes(one))
    yield "publisher", one.program, None
    yield from (("contributor", each, None) for each in one.signatories)
    yield "date", str(one.date), None
    yield "type", one.type, None
    yield "type", _KIND, None
    media_types = dict.fromkeys(each.media_type for each in files)
    yield from (("format", each, None) for each in media_types)
    yield "identifier", writing.urn(one.uuid), None
    yield from (("source", each, None) for each in reachable(one))
    yield "language", one.language, None
    yield from (
        ("relation", writing.urn(each), None) for each in _related_uuids(one, options)
    )
    if one.place:
        yield "coverage", one.place, None


def _related_uuids(one: Statement, options: WriteOptions) -> Iterator[str]:
    """Yield the UUIDs of the translations, the original and the replaced statements."""
    translations = options.translations(one)
    yield from (each.uuid for each in translations)
    original = writing.unknown_original(one, translations)
    if original:
        yield original
    yield from one.replaces


def write_ead(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out` as one series, in the given order (EAD 2002).

    EAD 2002 is the latest version that both AtoM and ArchivesSpace read. A date is
    written in words, and also in `normal` if EAD allows it (ISO 8601, years 0000 to
    2999). An interval with an open end has no `normal`. An uncertain date has a
    `certainty`, with the terms of ArchivesSpace. Notes are written as `odd
    type="general"`, which AtoM shows as general notes.

    The header comes first, but contains the number, years and languages of the items.
    So the items are written to a temporary file first.
    """
    series = writing.Series()
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as items:
        text = Utf8Writer(cast("BinaryIO", items))
        for statement in statements:
            series.take(statement)
            text.write("".join(f"      {line}\n" for line in _item(statement, options)))
        items.seek(0)
        text = Utf8Writer(out)
        # If the name loses characters, this is not reported, because no statement does.
        name, make = options.name or writing.USUAL_NAME, Elements(writing.ignore_loss)
        for line in _above(series, name, make):
            text.write(f"{line}\n")
        if series.count:
            text.write('    <dsc type="combined">\n')
            shutil.copyfileobj(items, out)
            text.write("    </dsc>\n")
        text.write("  </archdesc>\n</ead>\n")


def _above(series: writing.Series, name: str, make: Elements) -> Iterator[str]:
    """Yield the lines of the file above the items."""
    yield f'{DECLARATION}<ead xmlns="{_NAMESPACE}">'
    yield f"  {make.start('eadheader', _ENCODINGS)}"
    yield f"    {make.of('eadid', _identifier(name))}"
    proper = make.of("titleproper", name)
    yield f"    <filedesc><titlestmt>{proper}</titlestmt></filedesc>"
    yield "    <profiledesc>"
    if series.changed:
        day = make.of("date", series.changed[:10], {"normal": series.changed[:10]})
        yield f"      <creation>Exported by mediarel, last changed {day}</creation>"
    of_words = {"langcode": "eng", "scriptcode": "Latn"}
    language = make.of("language", "English", of_words)
    yield f"      <langusage>{language}</langusage>"
    yield "    </profiledesc>"
    yield "  </eadheader>"
    yield '  <archdesc level="series">'
    yield "    <did>"
    yield from (f"      {line}" for line in _about(series, name, make))
    yield "    </did>"


def _about(series: writing.Series, name: str, make: Elements) -> Iterator[str]:
    """Yield the elements that describe the series."""
    yield make.of("unittitle", name)
    yield make.of("unitid", _identifier(name))
    years = series.years
    if years:
        normal = "/".join(years) if years[-1] < "3" else None
        span = {"type": "inclusive", "normal": normal}
        yield make.of("unitdate", "–".join(years), span)
    things = "item" if series.count == 1 else "items"
    extent = make.of("extent", f"{series.count} {things}")
    yield f"<physdesc>{extent}</physdesc>"
    yield from _names(series.programs, make)
    if series.languages:
        yield _languages(series.languages, make)


def _identifier(name: str) -> str:
    """Turn the name of a series into an identifier: lower case, with hyphens."""
    words = _BETWEEN.sub("-", _QUOTES.sub("", name.lower()))
    return words[:_LONGEST_ID].strip("-") or "statements"


def _item(one: Statement, options: WriteOptions) -> Iterator[str]:
    """Yield the lines of the component for a statement."""
    lost = writing.losses(one, writing.READABLE, options)
    make = Elements(lost)
    # An ID must begin with a letter (XML 1.0, NCName).
    yield make.start("c", {"level": "item", "id": f"uuid-{one.uuid}"})
    yield "  <did>"
    yield f"    {make.of('unittitle', title_of(one))}"
    yield f"    {make.of('unitid', one.uuid)}"
    date = {"normal": _normal(one.date), "certainty": _certainty(one.date)}
    yield f"    {make.of('unitdate', one.date.long(), date)}"
    yield from (f"    {line}" for line in _names((one.program,), make))
    yield f"    {_languages((one.language,), make)}"
    yield "  </did>"
    paragraphs = (each.strip("\n") for each in (one.text or "").split("\n\n"))
    yield from _notes("<scopecontent>", filter(str.strip, paragraphs), make)
    yield from _notes("<originalsloc>", reachable(one), make)
    yield from _notes("<relatedmaterial>", _related_materials(one, options), make)
    yield from _notes('<odd type="general">', _remarks(one, lost), make)
    yield from _controlled(one, make)
    yield "</c>"


def _names(programs: Iterable[str], make: Elements) -> Iterator[str]:
    """Yield an element for each of the issuers."""
    for each in programs:
        yield f"<origination>{make.of('corpname', each)}</origination>"


def _languages(codes: Iterable[str], make: Elements) -> str:
    """Return an element with all the languages, which are given as codes (BCP 47)."""
    of_each = (
        make.of("language", language_name(code), {"langcode": three_letters(code)})
        for code in codes
    )
    return f"<langmaterial>{''.join(of_each)}</langmaterial>"


def _normal(date: KeptDate) -> str | None:
    """Return a date in ISO 8601. Return None if EAD does not allow the date."""
    ends = (date.begin, date.end) if isinstance(date, Interval) else (date,)
    known = [str(each._replace(qualifier="")) for each in ends if each]
    if len(known) < len(ends) or max(known) >= "3":
        return None
    return "/".join(known)


def _certainty(date: KeptDate) -> str | None:
    if "?" in str(date):
        return "questionable"
    is_about = "~" in str(date) or isinstance(date, Interval)
    return "approximate" if is_about else None


def _notes(tag: str, texts: Iterable[str], make: Elements) -> Iterator[str]:
    """Yield an element with a paragraph for each text.

    If there are no texts, yield nothing.

    `tag` is the start tag of the element.
    """
    paragraphs = [
        f"  <p>{_LINE_BREAK.join(map(make.text, each.split(chr(10))))}</p>"
        for each in texts
    ]
    if paragraphs:
        yield f"  {tag}"
        yield from (f"  {each}" for each in paragraphs)
        yield f"  </{tag.strip('<>').partition(' ')[0]}>"


def _related_materials(one: Statement, options: WriteOptions) -> Iterator[str]:
    """Yield the original and the translations of a statement."""
    translations = options.translations(one)
    for each in translations:
        what = "Original" if each.is_original else "Translation"
        where = ", ".join(filter(None, (writing.urn(each.uuid), each.source)))
        yield f"{what} ({language_name(each.language)}): {each.headline} ({where})"
    original = writing.unknown_original(one, translations)
    if original:
        yield f"Original: {writing.urn(original)}"


def _remarks(one: Statement, lost: Lost) -> Iterator[str]:
    """Yield other information about a statement, as sentences or lists."""
    yield from map(str, writing.reader_notes(one))
    yield from remarks(one)
    yield from (f"File: {_file(each)}" for each in writing.public_files(one, lost))


def _file(file: Attachment) -> str:
    known = (file.role, file.media_type, file.language and language_name(file.language))
    about = ", ".join(filter(None, known))
    return f"{file.name} ({about}, {file.size:,} bytes, SHA-256 {file.sha256})"


def _controlled(one: Statement, make: Elements) -> Iterator[str]:
    """Yield the access points of a statement: signatories, tags, place and type."""
    yield "  <controlaccess>"
    for name in one.signatories:
        yield f"    {make.of('corpname', name, {'role': 'signatory'})}"
    for tag in one.tags:
        yield f"    {make.of('subject', tag)}"
    if one.place:
        yield f"    {make.of('geogname', one.place)}"
    yield f"    {make.of('genreform', one.type)}"
    yield "  </controlaccess>"


DUBLIN_CORE = SimpleNamespace(write=write_dublin_core)
EAD = SimpleNamespace(write=write_ead)
