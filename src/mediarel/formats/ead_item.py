"""A statement as a component of an EAD finding aid (`c level="item"`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.dates.interval import Interval
from mediarel.formats.language_names import language_name
from mediarel.formats.losses import once
from mediarel.formats.outward import (
    IS_EXCERPT,
    USUAL,
    dated_apart,
    dateline_apart,
    public_files,
    tell_lost,
    unknown_original,
    urn,
)
from mediarel.formats.told import TOLD_FIELDS, told_of
from mediarel.formats.xml_elements import Elements
from mediarel.model.statement import RECOGNISED
from mediarel.release.headline import title_of
from mediarel.text.iso_639 import three_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mediarel.dates.edtf import PartialDate
    from mediarel.dates.interval import KeptDate
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement

_LINE_BREAK = "<lb/>"  # white space is joined by who reads EAD
_PARAGRAPHS = "\n\n"
_HELD = (
    *(*USUAL, "place", "dateline", "dated", "excerpt", "text_from"),
    *("translation_of", "replaces", "attachments", "merged", *TOLD_FIELDS),
)


def item(one: Statement, options: WriteOptions) -> Iterator[str]:
    """Yield the lines of the component that `one` is."""
    lost = once(options.lost)
    make = Elements(lost)
    tell_lost(one, _HELD, lost)
    # An id begins with a letter (XML 1.0, NCName).
    yield make.start("c", {"level": "item", "id": f"uuid-{one.uuid}"})
    yield "  <did>"
    yield f"    {make.of('unittitle', title_of(one))}"
    yield f"    {make.of('unitid', one.uuid)}"
    yield f"    {_unitdate(one.date, make)}"
    yield from (f"    {line}" for line in names((one.program,), make))
    yield f"    {languages((one.language,), make)}"
    yield "  </did>"
    paragraphs = (one.text or "").split(_PARAGRAPHS)
    yield from _notes("<scopecontent>", _filled(paragraphs), make)
    yield from _notes("<originalsloc>", one.sources, make)
    yield from _notes("<relatedmaterial>", _related(one, options), make)
    yield from _notes('<odd type="general">', _remarks(one, lost), make)
    yield from _controlled(one, make)
    yield "</c>"


def names(programs: Iterable[str], make: Elements) -> Iterator[str]:
    """Yield who it is from, an element for each of `programs`."""
    for each in programs:
        yield f"<origination>{make.of('corpname', each)}</origination>"


def languages(codes: Iterable[str], make: Elements) -> str:
    """Return what languages (BCP 47) it is in."""
    of_each = (
        make.of("language", language_name(code), {"langcode": three_letters(code)})
        for code in codes
    )
    return f"<langmaterial>{''.join(of_each)}</langmaterial>"


def _unitdate(date: KeptDate, make: Elements) -> str:
    said = {"normal": _normal(date), "certainty": _certainty(date)}
    return make.of("unitdate", date.long(), said)


def _normal(date: KeptDate) -> str | None:
    """Return the date in the form of ISO 8601 that EAD allows, None where it can't."""
    ends = (date.begin, date.end) if isinstance(date, Interval) else (date,)
    known = [_sure(each) for each in ends if each]
    if len(known) < len(ends) or max(known) >= "3":
        return None
    return "/".join(known)


def _sure(date: PartialDate) -> str:
    return str(date._replace(qualifier=""))


def _certainty(date: KeptDate) -> str | None:
    if "?" in str(date):
        return "questionable"
    is_about = "~" in str(date) or isinstance(date, Interval)
    return "approximate" if is_about else None


def _filled(texts: Iterable[str]) -> Iterator[str]:
    return (each.strip("\n") for each in texts if each.strip())


def _notes(tag: str, texts: Iterable[str], make: Elements) -> Iterator[str]:
    """Yield an element with a paragraph for each of `texts`, none where there are none.

    `tag` is that with which it begins.
    """
    paragraphs = [
        f"  <p>{_LINE_BREAK.join(map(make.text, each.split(chr(10))))}</p>"
        for each in texts
    ]
    if paragraphs:
        yield f"  {tag}"
        yield from (f"  {each}" for each in paragraphs)
        yield f"  </{tag.strip('<>').partition(' ')[0]}>"


def _related(one: Statement, options: WriteOptions) -> Iterator[str]:
    """Yield which it is a translation of, and which are the same in other languages."""
    translations = options.translations(one)
    for each in translations:
        what = "Original" if each.is_original else "Translation"
        where = ", ".join(filter(None, (urn(each.uuid), each.source)))
        yield f"{what} ({language_name(each.language)}): {each.headline} ({where})"
    original = unknown_original(one, translations)
    if original:
        yield f"Original: {urn(original)}"


def _remarks(one: Statement, lost: Callable[[str], object]) -> Iterator[str]:
    """Yield what else there is to know, a sentence or a list each."""
    yield from map(str, told_of(one))
    dateline, dated = dateline_apart(one), dated_apart(one)
    if dateline:
        yield f"Dateline: {dateline}"
    if dated:
        yield f"Date of the dateline (EDTF): {dated}"
    if one.excerpt:
        yield IS_EXCERPT
    if one.text_from == RECOGNISED:
        yield "The text was read from a picture (OCR)."
    elif one.text_from:
        yield f"The text was read from {one.text_from}"
    yield from (f"File: {_file(each)}" for each in public_files(one, lost))
    yield from (f"The same as {urn(each)}" for each in one.merged)
    yield from (f"In the place of {urn(each)}" for each in one.replaces)


def _file(file: Attachment) -> str:
    known = (file.role, file.media_type, file.language and language_name(file.language))
    about = ", ".join(filter(None, known))
    return f"{file.name} ({about}, {file.size:,} bytes, SHA-256 {file.sha256})"


def _controlled(one: Statement, make: Elements) -> Iterator[str]:
    """Yield what it can be found by."""
    yield "  <controlaccess>"
    for name in one.signatories:
        yield f"    {make.of('corpname', name, {'role': 'signatory'})}"
    for tag in one.tags:
        yield f"    {make.of('subject', tag)}"
    if one.place:
        yield f"    {make.of('geogname', one.place)}"
    yield f"    {make.of('genreform', one.type)}"
    yield "  </controlaccess>"
