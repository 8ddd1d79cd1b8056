"""Validate Atom feeds, including rules that the schema can't express."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from lxml import etree

from checkers import tool

_SPACES = {
    "a": "http://www.w3.org/2005/Atom",
    "fh": "http://purl.org/syndication/history/1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def found(node: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at `path`, with the prefixes `a:` (Atom), `fh:` and `dc:`."""
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


def archive_faults(documents: Mapping[str, bytes], current: str) -> list[str]:
    """Return the errors of the archived feed that starts at `current`.

    `documents` maps names to documents (RFC 5005, section 4).
    """
    feeds = {name: etree.fromstring(data) for name, data in documents.items()}
    return [*_archive_faults(feeds, current)]


def _archive_faults(feeds: Mapping[str, etree._Element], current: str) -> Iterator[str]:
    yield from _chain_faults(feeds, current)
    if len({said(feed, "a:id")[0] for feed in feeds.values()}) > 1:
        yield "the documents are of several feeds"
    ids = [each for feed in feeds.values() for each in said(feed, "a:entry/a:id")]
    if len({*ids}) < len(ids):
        yield "an entry is in two documents"
    for name, feed in feeds.items():
        if bool(found(feed, "fh:archive")) is (name == current):
            yield f"{name} does not say whether it is archived"
        if _link(feed, "self") != name:
            yield f"{name} calls itself {_link(feed, 'self')}"
        if name != current and _link(feed, "current") != current:
            yield f"{name} does not lead to {current}"


def _chain_faults(feeds: Mapping[str, etree._Element], current: str) -> Iterator[str]:
    """Yield the errors in the chain from the current document to the oldest."""
    passed = [current]
    while (before := _link(feeds[passed[-1]], "prev-archive")) is not None:
        if before not in feeds or before in passed:
            yield f"{passed[-1]} leads to {before}"
            break
        after = _link(feeds[before], "next-archive")
        if after != (passed[-1] if passed[1:] else None):
            yield f"{before} leads on to {after}"
        passed.append(before)
    if {*passed} != {*feeds}:
        yield "not all documents are on the way"


def _link(feed: etree._Element, relation: str) -> str | None:
    links = [e.get("href") for e in found(feed, "a:link") if e.get("rel") == relation]
    return links[0] if links else None
