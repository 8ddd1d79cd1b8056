"""What the page of a statement tells programs: search engines, Zotero, messengers.

Dublin Core, Highwire Press (`citation_…`, which Google Scholar and Zotero read), Open
Graph, and JSON-LD as `export --format jsonld` has it, without the text: that is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from mediarel.dates.edtf import PartialDate
from mediarel.formats import jsonld
from mediarel.formats.feed_days import published
from mediarel.formats.outward import urn
from mediarel.formats.writing import WriteOptions
from mediarel.publish.site.addresses import absolute, quoted
from mediarel.publish.site.rows import cut_short
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.dates.interval import KeptDate
    from mediarel.model.statement import Statement
    from mediarel.publish.site.settings import Settings
    from mediarel.publish.site.statement_page import Linked

_DESCRIBED = 200  # letters of the text
_LONGEST = 500  # letters of a title
_PDF = "application/pdf"


def metadata(linked: Linked, settings: Settings) -> dict[str, Any]:
    """Return what a template prints of it in the head of the page."""
    one = linked.statement
    url = absolute(settings.url, linked.path) if settings.url else ""
    description = _description(one)
    title = cut_short(linked.title, _LONGEST)
    return {
        "description": description,
        "names": [
            *_dublin_core(one, title, url),
            *_highwire(linked, title, settings, url),
        ],
        "properties": list(_open_graph(one, (title, description), settings, url)),
        "json_ld": _json_ld(linked, title, settings, url),
        "alternates": [
            (absolute(settings.url, path), each.language)
            for path, each in linked.translations
        ]
        if settings.url
        else [],
    }


def _description(one: Statement) -> str:
    text = spaced_once((one.text or one.title or "")[: 2 * _DESCRIBED])
    return text if len(text) <= _DESCRIBED else f"{text[: _DESCRIBED - 1].rstrip()}…"


def _dublin_core(one: Statement, title: str, url: str) -> Iterator[tuple[str, str]]:
    """Yield elements of the DCMI Metadata Element Set, 1.1."""
    yield "DC.title", title
    yield "DC.creator", spaced_once(one.program)
    yield "DC.date", str(one.date)
    yield "DC.type", spaced_once(one.type)
    yield "DC.language", one.language
    yield "DC.identifier", url or urn(one.uuid)
    for tag in one.tags:
        yield "DC.subject", tag
    for source in one.sources:
        yield "DC.source", source


def _highwire(
    linked: Linked, title: str, settings: Settings, url: str
) -> Iterator[tuple[str, str]]:
    one = linked.statement
    yield "citation_title", title
    yield "citation_author", spaced_once(one.program)
    yield "citation_publication_date", _slashed(one.date)
    yield "citation_language", one.language
    if settings.name:
        yield "citation_publisher", settings.name
    if url:
        yield "citation_public_url", url
        for file, place in zip(one.attachments, linked.files, strict=True):
            if place and file.media_type == _PDF:
                yield "citation_pdf_url", f"{settings.url}{quoted(place)}"


def _slashed(date: KeptDate) -> str:
    """Return the first day or month or year that is known: `2012/07/16`, `2012`."""
    known = date if isinstance(date, PartialDate) else date.begin or date.end
    return str(known).rstrip("?~").replace("-", "/")


def _open_graph(
    one: Statement, said: tuple[str, str], settings: Settings, url: str
) -> Iterator[tuple[str, str]]:
    """Yield what ogp.me names, as far as it is known."""
    yield "og:type", "article"
    yield "og:title", said[0]
    yield "og:description", said[1]
    if settings.name:
        yield "og:site_name", settings.name
    if url:
        yield "og:url", url
    if moment := published(one.date):
        yield "article:published_time", moment
    yield "article:modified_time", one.modified
    yield "article:section", spaced_once(one.type)
    for tag in one.tags:
        yield "article:tag", tag


def _json_ld(linked: Linked, title: str, settings: Settings, url: str) -> Markup:
    """Return the statement in JSON-LD, which holds nothing that HTML reads."""
    one = linked.statement
    options = WriteOptions(
        translations=lambda _: [
            each._replace(source=absolute(settings.url, to)) if url else each
            for to, each in linked.translations
        ],
        page_of=lambda _: url or None,
    )
    return Markup(jsonld.in_page(one, title, options))  # noqa: S704 - no "<" is in it
