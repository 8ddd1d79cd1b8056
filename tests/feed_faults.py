"""Validate Atom feeds, including rules that the schema can't express."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from checkers import tool

_SPACES = {
    "a": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def found(node: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at `path`, with the prefixes `a:` (Atom) and `dc:`."""
    return list(node.iterfind(path, _SPACES))


def said(node: etree._Element, path: str) -> list[str]:
    """Return the texts of the elements at `path`."""
    return [each.text or "" for each in found(node, path)]


def faults(data: bytes) -> list[str]:
    """Return the errors of a feed that its schema or further rules find."""
    feed = etree.fromstring(data)
    schema = etree.RelaxNG(etree.parse(tool("atom.rng")))
    schema.validate(feed)
    return [str(error.message) for error in schema.error_log] + [*_unseen(feed)]


def _unseen(feed: etree._Element) -> Iterator[str]:
    entries = found(feed, "a:entry")
    ids = said(feed, "a:id") + [each for e in entries for each in said(e, "a:id")]
    yield from (f"{each} is there twice" for each in ids if ids.count(each) > 1)
    yield from (f"{each} is no URI" for each in ids if not _URN.fullmatch(each))
    for entry in entries:
        if not any(said(e, "a:author/a:name") for e in (feed, entry)):
            yield "nobody has written an entry"
        alternates = [
            (each.get("type"), each.get("hreflang"))
            for each in found(entry, "a:link")
            if each.get("rel", "alternate") == "alternate"
        ]
        if len({*alternates}) < len(alternates):  # RFC 4287, 4.1.1
            yield "two pages are the same alternate"
    for link in found(feed, ".//a:link"):
        if not _is_address(link.get("href", "")):
            yield f"{link.get('href')!r} is no address"


def _is_address(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return bool(href) and " " not in href and bool(parts.netloc or parts.path)
