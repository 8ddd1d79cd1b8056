"""Our own feeds, read back: all fields of a statement that an entry holds, exactly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mediarel.formats.feed_marks import (
    EXTENSION,
    GENERATOR,
    IN_PLACE_OF,
    ITEM_SAYS,
    REPLACES,
    SERIES,
    STATUS,
    TRANSLATION_OF,
    TYPE,
    URN,
)
from mediarel.formats.feed_xml import Node
from mediarel.formats.reading import Entry
from mediarel.model.fields import GIVEN_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FILE = re.compile(r"files/[0-9a-f]{2}/([0-9a-f]{64})(?:\.[a-z0-9]{1,8})?")


def is_ours(channel: Node) -> bool:
    """Tell whether we wrote the feed of Atom with the outermost element `channel`."""
    generator = channel.first("atom:generator")
    return generator is not None and generator.text() == GENERATOR


def of_entry(node: Node) -> Entry | None:
    """Return the statement that an entry of such a feed holds, None for any other."""
    date, content = node.first("dc:date"), node.first("atom:content")
    if date is None or content is None:
        return None
    categories = [each.attributes for each in node.all("atom:category")]
    named = {
        scheme: each.get("term")
        for each in categories
        if (scheme := each.get("scheme"))
    }
    originals = _links(node, TRANSLATION_OF)
    title = node.first("dc:title")
    said = {
        "date": date.text(),
        "program": next(_people(node, "atom:author"), ""),
        "type": named.get(TYPE),
        "title": title and title.text(),
        "text": _paragraphs(content),
        "signatories": [*_people(node, "atom:contributor")],
        "tags": [e.get("term", "") for e in categories if "scheme" not in e],
        "language": node.attributes.get("xml:lang"),
        "sources": [each.get("href", "") for each in _links(node, "via")],
        "translation_of": next((_uuid(e.get("href", "")) for e in originals), None),
        "status": named.get(STATUS),
        "series": named.get(SERIES),
        "replaces": [_uuid(e.get("href", "")) for e in _links(node, IN_PLACE_OF)],
        "notes": [*_notes(content)],
        "attachments": [*_files(node)],
        "merged": [_uuid(e.get("href", "")) for e in _links(node, REPLACES)],
    }
    uuid = _uuid(_text(node.first("atom:id")))
    return Entry({**said, "uuid": uuid}, node.line, said=frozenset(said))


def of_item(given: Mapping[str, Any], line: int | None) -> Entry | None:
    """Return the statement that an item of our JSON Feed is, None of any other."""
    rest = given.get(EXTENSION)
    if not isinstance(rest, dict):
        return None
    authors = given.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else None
    said = {name: given.get(key) for name, key in ITEM_SAYS.items() if key != "authors"}
    said["program"] = first.get("name") if isinstance(first, dict) else None
    said["uuid"] = _uuid(str(given.get("id", "")))
    return Entry({**rest, **said}, line, said=frozenset(GIVEN_FIELDS))


def _uuid(id_: str) -> str | None:
    return id_.removeprefix(URN) if id_.startswith(URN) else None


def _text(node: Node | None) -> str:
    return node.text() if node else ""


def _people(node: Node, name: str) -> Iterator[str]:
    for each in node.all(name):
        yield _text(each.first("atom:name"))


def _links(node: Node, relation: str) -> list[dict[str, str]]:
    links = (each.attributes for each in node.all("atom:link"))
    return [each for each in links if each.get("rel") == relation]


def _paragraphs(content: Node) -> str:
    """Return the text of paragraphs in XHTML, each space of it as it is."""
    return _paragraphs_in(content.first("html:div") or content)


def _paragraphs_in(div: Node) -> str:
    return "\n\n".join(_lines(each) for each in div.all("html:p"))


def _notes(content: Node) -> Iterator[dict[str, object]]:
    """Yield the notes above the text, as a statement has them."""
    for each in (content.first("html:div") or content).all("html:div"):
        at, kind = (each.attributes.get(name) for name in ("title", "class"))
        if text := _paragraphs_in(each):  # nothing is left of signs that XML can't hold
            yield {"at": at, "kind": kind, "text": text}


def _lines(node: Node) -> str:
    return "".join("\n" if isinstance(each, Node) else each for each in node.children)


def _files(node: Node) -> Iterator[dict[str, object]]:
    """Yield the files beside the feed, as a statement names them."""
    for each in _links(node, "enclosure"):
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
