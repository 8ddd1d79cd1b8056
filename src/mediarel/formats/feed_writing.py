"""Write Atom feeds (RFC 4287) and JSON Feeds (jsonfeed.org, version 1.1).

A feed has an entry for each statement. `feed.py` reads feeds of other programs. The
entries of our own feeds are read here, with all fields.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, BinaryIO

from mediarel.formats import writing
from mediarel.formats.encoding import Utf8Writer
from mediarel.formats.entries import Entry
from mediarel.formats.json_syntax import encode
from mediarel.model.fields import GIVEN_FIELDS
from mediarel.model.statement import reachable
from mediarel.release.headline import title_of
from mediarel.text.urls import link_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mediarel.formats.feed import Node
    from mediarel.formats.writing import Lost, WriteOptions
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement


_ATOM_NAMESPACE = "http://www.w3.org/2005/Atom"
_DC_NAMESPACE = "http://purl.org/dc/elements/1.1/"
_XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml"
GENERATOR = "mediarel"
# The category schemes for the type, the series and the status. Then the link relations
# to an original, to merged statements, and to replaced statements (RFC 5829, 3.5).
TYPE = "http://purl.org/dc/terms/type"
SERIES = "http://purl.org/dc/terms/isPartOf"
STATUS = "https://schema.org/creativeWorkStatus"
IN_PLACE_OF = "predecessor-version"
TRANSLATION_OF = "https://schema.org/translationOfWork"
REPLACES = "http://purl.org/dc/terms/replaces"
_JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1"
# The keys in JSON Feed for the fields of a statement.
ITEM_SAYS = {
    "program": "authors",
    "title": "title",
    "text": "content_text",
    "tags": "tags",
    "language": "language",
}
EXTENSION = "_mediarel"  # contains the fields that have no key in JSON Feed
HELD = (
    *(*writing.USUAL, *writing.NOTE_FIELDS, "series"),
    *("translation_of", "replaces", "attachments", "merged"),
)
# Names of losses in reports.
PARTIAL = "publication times for partial dates"
ROLES = "roles of attached files"
_ALT = "alternative texts of attached files"
_NEVER = "1970-01-01T00:00:00Z"  # used if there are no statements and no changes
_HEAD = f'<feed xmlns="{_ATOM_NAMESPACE}" xmlns:dc="{_DC_NAMESPACE}"'
# The path of an attached file in an exported folder.
_FILE = re.compile(r"files/[0-9a-f]{2}/([0-9a-f]{64})(?:\.[a-z0-9]{1,8})?")


def write_atom(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write all `statements` to `out` as one feed.

    Only one statement is in memory at a time.

    The `dc:date` of an entry is as precise as the date of the statement. `published` is
    written only for a whole day. Each entry has a `title`, but a `dc:title` only if the
    statement has a title. Notes are above the text.

    The update time of the feed is the time of the last change to the archive. If this
    time is unknown, it is the time of the last change to the first statement.
    """
    remaining = iter(statements)
    first = [*islice(remaining, 1)]
    updated = options.changed or "".join(each.modified for each in first)
    text = Utf8Writer(out)
    text.write(_beginning(options, updated))
    for statement in chain(first, remaining):
        text.write(_entry(statement, options))
    text.write("</feed>\n")


def _beginning(options: WriteOptions, updated: str) -> str:
    make = writing.Elements(writing.ignore_loss)
    identity = options.identity or writing.identity_of(options.name)
    own = (("self", options.place), ("alternate", options.home))
    links = (make.empty("link", {"rel": rel, "href": to}) for rel, to in own if to)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f"{_HEAD}>\n"
        f"  <id>{writing.urn(identity)}</id>\n"
        f"  {make.of('title', options.name or writing.USUAL_NAME)}\n"
        f"  <updated>{updated or _NEVER}</updated>\n"
        f"  <generator>{GENERATOR}</generator>\n"
        f"{''.join(f'  {link}{chr(10)}' for link in links)}"
    )


def _entry(statement: Statement, options: WriteOptions) -> str:
    """Return the entry for a statement. Report lost data to `options.lost`."""
    lost = writing.losses(statement, HELD, options)
    day = writing.published(statement.date)
    if day is None:
        lost(PARTIAL)
    make = writing.Elements(lost)
    given = make.text(statement.title or "")
    lines = (
        f"<id>{writing.urn(statement.uuid)}</id>",
        make.of("title", title_of(statement)),
        f"<dc:title>{given}</dc:title>" if given else "",
        # Some feed readers use the last date as the update time, so `dc:date` comes
        # before `updated`.
        f"<dc:date>{statement.date}</dc:date>",
        f"<updated>{statement.modified}</updated>",
        f"<published>{day}</published>" if day else "",
        _person("author", statement.program, make),
        *(_person("contributor", each, make) for each in statement.signatories),
        *(
            make.empty("category", {"scheme": scheme, "term": term})
            for scheme, term in (
                (TYPE, statement.type),
                (SERIES, statement.series),
                (STATUS, statement.status),
            )
            if term
        ),
        *(make.empty("category", {"term": each}) for each in statement.tags),
        *_links_of(statement, options, make),
        *_files_of(statement, options.place_of, lost, make),
        _content(statement, make),
    )
    inner = "".join(f"    {line}\n" for line in lines if line)
    return f'  <entry xml:lang="{statement.language}">\n{inner}  </entry>\n'


def _person(name: str, printed: str, make: writing.Elements) -> str:
    return f"<{name}>{make.of('name', printed)}</{name}>"


def _links_of(
    statement: Statement, options: WriteOptions, make: writing.Elements
) -> Iterator[str]:
    """Yield the links of an entry.

    The first link is to the page of the statement, because feed readers open the first
    link. An entry has at most one `alternate` link for each language (RFC 4287, 4.1.1).
    """
    links: list[dict[str, str | None]] = []
    seen = set()
    page = options.page_of(statement) or next(iter(reachable(statement)), None)
    if page:
        seen.add(statement.language)
        links.append({"rel": "alternate", "hreflang": statement.language, "href": page})
    for each in options.translations(statement):
        rel = "related"
        if each.source is not None and each.language not in seen:
            seen.add(each.language)
            rel = "alternate"
        href = each.source or writing.urn(each.uuid)
        said = {"rel": rel, "hreflang": each.language, "href": href}
        links.append({**said, "title": each.headline})
    links += ({"rel": "via", "href": source} for source in statement.sources)
    original = [statement.translation_of] if statement.translation_of else []
    for rel, uuids in (
        (TRANSLATION_OF, original),
        (REPLACES, statement.merged),
        (IN_PLACE_OF, statement.replaces),
    ):
        links += ({"rel": rel, "href": writing.urn(uuid)} for uuid in uuids)
    return (make.empty("link", link) for link in links)


def _files_of(
    statement: Statement,
    place_of: Callable[[Attachment], str | None],
    lost: Lost,
    make: writing.Elements,
) -> Iterator[str]:
    """Yield links to the public files that are exported with the feed."""
    for each in writing.public_files(statement, lost):
        place = place_of(each)
        if place is None:
            lost(writing.FILES)  # files are exported only to a folder
            continue
        if each.role:
            lost(ROLES)
        if each.alt:
            lost(_ALT)
        said = {"rel": "enclosure", "type": each.media_type, "length": str(each.size)}
        where = {"hreflang": each.language, "href": place, "title": each.name}
        yield make.empty("link", said | where)


def _content(statement: Statement, make: writing.Elements) -> str:
    """Return the text as XHTML, because feed readers may join the lines of plain text.

    Notes are above the text. See RFC 4287, section 3.1.1.1.
    """
    inner = ""
    for note in statement.notes:
        head, _ = writing.reader_note(note)
        shown = f"<h4>{head}</h4>{_paragraphs(note.text, make)}"
        inner += f'<div class="{note.kind}" title="{note.at}">{shown}</div>'
    inner += _paragraphs(statement.text or "", make)
    return (
        f'<content type="xhtml"><div xmlns="{_XHTML_NAMESPACE}">{inner}</div></content>'
    )


def _paragraphs(text: str, make: writing.Elements) -> str:
    return "".join(
        f"<p>{paragraph.replace(chr(10), '<br/>')}</p>"
        for paragraph in make.text(text).split("\n\n")
        if text
    )


def write_json_feed(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out` as a JSON Feed.

    Only one statement is in memory at a time.

    Fields that have no key in JSON Feed are in `_mediarel`, as in an export to JSON.
    The date is also there, because `date_published` is always a whole day. The attached
    files are also there, because an attachment in JSON Feed must have a URL. Private
    files are left out.
    """
    said = {
        "version": _JSON_FEED_VERSION,
        "title": options.name or writing.USUAL_NAME,
        "home_page_url": options.home,
        "feed_url": options.place,
    }
    head = "".join(
        f'"{key}": {encode(value)},\n' for key, value in said.items() if value
    )
    text = Utf8Writer(out)
    text.write(f'{{{head}"items": [')
    before = "\n"
    for statement in statements:
        text.write(before + encode(_item(statement, options)))
        before = ",\n"
    text.write("\n]}\n")


def _item(statement: Statement, options: WriteOptions) -> dict[str, Any]:
    """Return the item for a statement.

    Private files are left out, because feeds are public.
    """
    public = writing.public_files(statement, options.lost)
    fields = statement.replace(attachments=tuple(public)).fields()
    rest = {
        name: value for name, value in fields.items() if value and name not in ITEM_SAYS
    }
    source = next(filter(None, map(link_to, reachable(statement)[:1])), None)
    page = options.page_of(statement)
    said = {
        "id": writing.urn(statement.uuid),
        "url": page or source,
        "external_url": source if page else None,
        "title": statement.title,
        "content_text": statement.text or "",
        "date_published": writing.published(statement.date),
        "date_modified": statement.modified,
        "authors": [{"name": statement.program}],
        "tags": [*statement.tags] or None,
        "language": statement.language,
        EXTENSION: rest,
    }
    return {key: value for key, value in said.items() if value is not None}


def is_ours(channel: Node) -> bool:
    """Return whether mediarel wrote the Atom feed with this root element."""
    return channel.text_of("atom:generator") == GENERATOR


def of_entry(node: Node) -> Entry | None:
    """Return the statement in an entry of a feed that mediarel wrote.

    Returns None if mediarel did not write the entry.
    """
    date, content = node.first("dc:date"), node.first("atom:content")
    if date is None or content is None:
        return None
    categories = [each.attributes for each in node.all("atom:category")]
    named = {each.get("scheme"): each.get("term") for each in categories}
    text = content.first("html:div") or content
    said = {
        "date": date.text(),
        "program": next(_people(node, "atom:author"), ""),
        "type": named.get(TYPE),
        "title": node.text_of("dc:title"),
        "text": _text_in(text),
        "signatories": [*_people(node, "atom:contributor")],
        "tags": [e.get("term", "") for e in categories if "scheme" not in e],
        "language": node.attributes.get("xml:lang"),
        "sources": [each.get("href", "") for each in _links_in(node, "via")],
        "translation_of": next(_uuids(node, TRANSLATION_OF), None),
        "status": named.get(STATUS),
        "series": named.get(SERIES),
        "replaces": [*_uuids(node, IN_PLACE_OF)],
        "notes": [*_notes(text)],
        "attachments": [*_files(node)],
        "merged": [*_uuids(node, REPLACES)],
    }
    uuid = _uuid(node.text_of("atom:id"))
    fields = {name: value for name, value in said.items() if value}
    return Entry({**fields, "uuid": uuid}, node.line, said=frozenset(said))


def of_item(given: Mapping[str, Any], line: int | None) -> Entry | None:
    """Return the statement in an item of a JSON Feed that mediarel wrote.

    Returns None if mediarel did not write the item.
    """
    rest = given.get(EXTENSION)
    if not isinstance(rest, dict):
        return None
    said = {name: given[key] for name, key in ITEM_SAYS.items() if key in given}
    authors = said.pop("program", None)
    if isinstance(authors, list) and authors and isinstance(authors[0], dict):
        said["program"] = authors[0].get("name")
    said["uuid"] = _uuid(str(given.get("id", "")))
    return Entry({**rest, **said}, line, said=frozenset(GIVEN_FIELDS))


def _uuid(id_: str) -> str | None:
    return id_.removeprefix(writing.URN) if id_.startswith(writing.URN) else None


def _people(node: Node, name: str) -> Iterator[str]:
    for each in node.all(name):
        yield each.text_of("atom:name")


def _uuids(node: Node, relation: str) -> Iterator[str | None]:
    for each in _links_in(node, relation):
        yield _uuid(each.get("href", ""))


def _links_in(node: Node, relation: str) -> list[dict[str, str]]:
    links = (each.attributes for each in node.all("atom:link"))
    return [each for each in links if each.get("rel") == relation]


def _text_in(content: Node) -> str:
    """Return the text of the paragraphs in an XHTML element. All spaces are kept."""
    return "\n\n".join(
        "".join(child if isinstance(child, str) else "\n" for child in each.children)
        for each in content.all("html:p")
    )


def _notes(content: Node) -> Iterator[dict[str, object]]:
    """Yield the notes above the text as values of the field `notes`."""
    for each in content.all("html:div"):
        at, kind = (each.attributes.get(name) for name in ("title", "class"))
        if text := _text_in(each):  # empty if XML can't hold its characters
            yield {"at": at, "kind": kind, "text": text}


def _files(node: Node) -> Iterator[dict[str, object]]:
    """Yield the files of the entry as values of the field `attachments`."""
    for each in _links_in(node, "enclosure"):
        place = _FILE.fullmatch(each.get("href", ""))
        size = each.get("length", "")
        if place and size.isdecimal():
            yield {
                "name": each.get("title", ""),
                "sha256": place[1],
                "size": int(size),
                "media_type": each.get("type", ""),
                "language": each.get("hreflang"),
            }


ATOM = SimpleNamespace(write=write_atom)
JSON_FEED = SimpleNamespace(write=write_json_feed)
