"""Render the page of a statement: all public content, and citations.

The metadata are Dublin Core, Highwire Press (`citation_…`, read by Google Scholar and
Zotero), Open Graph, and JSON-LD. The JSON-LD has the same content as `export --format
jsonld`, except the text.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from markupsafe import Markup

from mediarel.archive.corrections import Correction
from mediarel.citation.styles import Language, as_text, citation, cited
from mediarel.formats.bibliography import key_of, write_biblatex, write_ris
from mediarel.formats.web import json_ld_in_page
from mediarel.formats.writing import WriteOptions, dateline_apart, published, urn
from mediarel.model.media_types import is_passive
from mediarel.model.parts import WITHDRAWN, Translation
from mediarel.model.statement import Statement, reachable
from mediarel.publish.site import templates
from mediarel.publish.site.about import VERIFY, Sealed
from mediarel.publish.site.list_rows import Row, cut_short
from mediarel.publish.site.page_urls import absolute, page, quoted, readable, slashed
from mediarel.publish.site.templates import Settings
from mediarel.text.languages import direction
from mediarel.text.lines import size_in_words, spaced_once
from mediarel.text.urls import web_address

_DESCRIBED = 200  # characters of the text
_LONGEST = 500  # characters of a title
_PDF = "application/pdf"
_CHANGES = "changes"
STYLES = ("apa", "chicago", "mla")
# Citations to download: label, ending, media type and writer. The page contains them as
# `data:` URLs (RFC 2397), because 30,000 small files would take too long.
_DOWNLOADS = (
    ("BibTeX", ".bib", "application/x-bibtex", write_biblatex),
    ("RIS", ".ris", "application/x-research-info-systems", write_ris),
)
# Pictures that all browsers show.
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
# Characters of a title, in the page title and in a citation.
_LONGEST_TITLE, _LONGEST_CITED = 200, 1000


class Linked(NamedTuple):
    """A statement, and the data for all links on its page.

    `path` is the path of the page. `title` is the result of `title_of`, which is slow
    for a long text. `lists` maps each kind of list to pairs: a value of the statement,
    and the path of its list. `files` are the paths of its attachments. The path of a
    missing file is "". `older` and `newer` are the rows of the next statements by date.
    `sealed` is the seal of the statement, if the statement is sealed.
    """

    statement: Statement
    path: str
    title: str
    lists: dict[str, list[tuple[str, str]]]
    files: list[str]
    translations: list[tuple[str, Translation]]
    replaces: list[Row]
    replaced_by: list[Row]
    older: Row | None
    newer: Row | None
    sealed: Sealed | None = None
    corrections: Sequence[Correction] = ()


def statement_pages(linked: Linked, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of the page of a statement.

    If the statement was corrected, also yield the page of the changes. Raises
    ThemeError.
    """
    yield page(linked.path), statement_page(linked, settings)
    if linked.corrections:
        yield _changes_page(linked, settings)


def _changes_page(linked: Linked, settings: Settings) -> tuple[str, bytes]:
    one = linked.statement
    code = settings.code_for(one.language)
    title = settings.words[code]["page"]["what_changed"]
    path = f"{linked.path}/{_CHANGES}"
    crumbs = [
        (cut_short(linked.title, _LONGEST_TITLE), linked.path),
        (title, templates.HERE),
    ]
    values = templates.page_values(settings, path, title, crumbs, language=one.language)
    values |= {
        "written": one.language,
        "direction": direction(one.language),
        "corrections": [
            (templates.shown_date(each.note.at[:10], code), each.note.text, each.what)
            for each in linked.corrections
        ],
    }
    return templates.rendered_page(path, settings, "changes.html", values)


def statement_page(linked: Linked, settings: Settings) -> bytes:
    """Return the page of a statement.

    Raises ThemeError.
    """
    one = linked.statement
    title = linked.title
    type_ = spaced_once(one.type)
    crumbs = [(type_, linked.lists["type"][0][1])]
    values = templates.page_values(
        settings,
        linked.path,
        cut_short(title, _LONGEST_TITLE),
        crumbs,
        policy=templates.SCRIPT_POLICY,
        language=one.language,
    )
    root, code = values["root"], values["lang"]
    words = settings.words[code]["page"]
    files = list(_files(linked, root, words))
    values |= {
        "one": one,
        "written": one.language,
        "direction": direction(one.language),
        "heading": title,
        "has_title": bool(one.title),  # otherwise, the text begins with its heading
        "type": type_,
        "date": templates.shown_date(one.date, code),
        "year": templates.link(root, f"{one.date.year:04}"),
        "program": templates.link(root, linked.lists["program"][0][1]),
        "dateline": dateline_apart(one),
        "paragraphs": templates.paragraphs(one.text or ""),
        "is_withdrawn": one.status == WITHDRAWN,
        "notes": [
            (note.kind, templates.shown_date(note.at[:10], code), note.text)
            for note in reversed(one.notes)
        ],
        "has_changes": bool(linked.corrections),
        "signatories": _listed(linked, "signatory", root),
        "files": files,
        "pictures": [file for file in files if file["alt"]],
        "translations": [
            (templates.link(root, path), each.headline, each.language, each.is_original)
            for path, each in linked.translations
        ],
        "replaces": list(_links(linked.replaces, root)),
        "replaced_by": list(_links(linked.replaced_by, root)),
        "older": list(_links(filter(None, [linked.older]), root)),
        "newer": list(_links(filter(None, [linked.newer]), root)),
        "about": list(_about(linked, root, settings, words)),
        "sealed": linked.sealed,
        "sealed_words": linked.sealed.words(words, code) if linked.sealed else "",
        "verify": templates.link(root, VERIFY),
        "address": readable(settings.url, linked.path) if settings.url else "",
        "sources": [(each, web_address(each)) for each in reachable(one)],
        "citations": list(_citations(one, linked.path, settings, words)),
        "downloads": list(_downloads(linked, settings)),
        **metadata(linked, settings),
    }
    return templates.rendered("statement.html", settings.theme, values)


def _listed(linked: Linked, kind: str, root: str) -> list[tuple[str, str]]:
    """Return the statement's values for a kind of list, with a link to each list."""
    return [(value, templates.link(root, path)) for value, path in linked.lists[kind]]


def _links(others: Iterable[Row], root: str) -> Iterator[tuple[str, str, str]]:
    for each in others:
        yield templates.link(root, each.path), each.headline, each.language


def _files(
    linked: Linked, root: str, words: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for file, place in zip(linked.statement.attachments, linked.files, strict=True):
        size = size_in_words(file.size)
        if file.pages:
            word = words["one_page" if file.pages == 1 else "many_pages"]
            size = f"{templates.with_value(word, f'{file.pages:,}')}, {size}"
        is_picture = file.media_type in _PICTURES and is_passive(place)
        yield {
            "name": file.name,
            "href": f"{root}{place}" if place else "",
            # HTML and SVG could run scripts in the origin of the site.
            "is_download": not is_passive(place),
            "size": size,
            "type": file.media_type,
            "language": file.language or "",
            "sha256": file.sha256,
            "alt": file.alt if place and is_picture else "",
        }


def _about(
    linked: Linked, root: str, settings: Settings, words: Mapping[str, str]
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the label of each kind of list, and the statement's values with links."""
    for kind in ("program", "type", "series", "tag"):
        if listed := _listed(linked, kind, root):
            yield words[f"a_{kind}"], listed
    ((code, to),) = _listed(linked, "language", root)
    name, _ = settings.named(code)
    yield words["a_language"], [(name, to)]


def _downloads(
    linked: Linked, settings: Settings
) -> Iterator[tuple[str, str, str, str]]:
    """Yield each citation for download: its label, file name, media type and URL.

    The citations contain neither the text nor the files.
    """
    one = linked.statement
    sources = one.sources
    if not sources and settings.url:
        sources = (absolute(settings.url, linked.path),)
    title = cut_short(linked.title, _LONGEST_CITED)
    cited = one.replace(title=title, text=None, attachments=(), sources=sources)
    name = key_of(one)
    for label, ending, media_type, write in _DOWNLOADS:
        out = BytesIO()
        write([cited], out, WriteOptions())
        content = b64encode(out.getvalue()).decode()
        yield label, name + ending, media_type, f"data:{media_type};base64,{content}"


def _citations(
    one: Statement, path: str, settings: Settings, words: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the name of each citation style, and the English citation in this style."""
    said = cited(one)
    said = said._replace(title=cut_short(said.title, _LONGEST_CITED))
    if not said.url and settings.url:
        said = said._replace(url=readable(settings.url, path))
    for style in STYLES:
        yield words[style], as_text(citation(said, style, Language.ENGLISH))


def metadata(linked: Linked, settings: Settings) -> dict[str, Any]:
    """Return the metadata for the `head` element of the page."""
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
    return cut_short(text, _DESCRIBED)


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
    for source in reachable(one):
        yield "DC.source", source


def _highwire(
    linked: Linked, title: str, settings: Settings, url: str
) -> Iterator[tuple[str, str]]:
    one = linked.statement
    yield "citation_title", title
    yield "citation_author", spaced_once(one.program)
    yield "citation_publication_date", slashed(one.date)
    yield "citation_language", one.language
    if settings.name:
        yield "citation_publisher", settings.name
    if url:
        yield "citation_public_url", url
        for file, place in zip(one.attachments, linked.files, strict=True):
            if place and file.media_type == _PDF:
                yield "citation_pdf_url", f"{settings.url}{quoted(place)}"


def _open_graph(
    one: Statement, said: tuple[str, str], settings: Settings, url: str
) -> Iterator[tuple[str, str]]:
    """Yield the Open Graph properties (ogp.me) whose values are known."""
    yield "og:type", "article"
    yield "og:title", said[0]
    yield "og:description", said[1]
    if settings.name:
        yield "og:site_name", settings.name
    if url:
        yield "og:url", url
    if url and (logo := settings.site["logo"]):
        yield "og:image", f"{settings.url}{logo}"
        yield "og:image:alt", settings.site["alt"]
    if moment := published(one.date):
        yield "article:published_time", moment
    yield "article:modified_time", one.modified
    yield "article:section", spaced_once(one.type)
    for tag in one.tags:
        yield "article:tag", tag


def _json_ld(linked: Linked, title: str, settings: Settings, url: str) -> Markup:
    """Return the statement in JSON-LD, escaped for HTML."""
    one = linked.statement
    options = WriteOptions(
        translations=lambda _: [
            each._replace(source=absolute(settings.url, to)) if url else each
            for to, each in linked.translations
        ],
        page_of=lambda _: url or None,
    )
    return Markup(json_ld_in_page(one, title, options))  # noqa: S704 - no "<" is in it
