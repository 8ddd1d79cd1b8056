"""Read RSS, Atom and JSON Feed files, with a statement in each entry.

The date of an entry is the day that is printed in the feed. It is not converted to a
different time zone. A feed with a DTD is refused, because a DTD can define entities.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from mediarel import errors
from mediarel.dates.edtf import dated_between
from mediarel.dates.printed import date_alone
from mediarel.formats.cells import DateCell, date_reader
from mediarel.formats.encoding import beginning, decoded
from mediarel.formats.entries import Entry, EntryOrError, LeftOut, Reading, ReadOptions
from mediarel.formats.feed_writing import is_ours, of_entry, of_item
from mediarel.formats.json_syntax import check_syntax, entries_of, is_json_feed
from mediarel.formats.name_tables import key_of
from mediarel.formats.table_columns import named_by, refuse_missing
from mediarel.formats.writing import URN
from mediarel.model.readers import IS_UUID
from mediarel.pages.fields import entry_fields, is_account
from mediarel.pages.found import RawEntry
from mediarel.pages.labels import is_kind
from mediarel.pages.markup import page_text, refuse_size
from mediarel.pages.noise import is_cut, without_read_more
from mediarel.pages.page_text import plain_text
from mediarel.pages.site import whole_address
from mediarel.text import xml_events
from mediarel.text.lines import one_line
from mediarel.text.urls import with_further

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


_DEEPEST = 200
_SPACES = {
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://www.w3.org/1999/xhtml": "html:",
    **{f"http://wordpress.org/export/1.{n}/": "wp:" for n in range(3)},
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}
SAVE_AGAIN = "Download the feed again from its URL."


@dataclass(slots=True, eq=False)
class Node:
    """An XML element.

    If its namespace is known, the name has a short prefix: `atom:entry`.
    """

    name: str
    attributes: dict[str, str]
    line: int
    base: str
    children: list[Node | str] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[Node]:
        """Yield the child elements that have one of these names, in document order."""
        for child in self.children:
            if isinstance(child, Node) and child.name in names:
                yield child

    def first(self, *names: str) -> Node | None:
        """Return a child element that has one of these names, or None.

        If several elements match, the name that comes first in `names` decides.
        """
        for name in names:
            if found := next(self.all(name), None):
                return found
        return None

    def text(self) -> str:
        """Return the text of the element, without the text of its child elements."""
        return "".join(each for each in self.children if isinstance(each, str)).strip()

    def text_of(self, *names: str) -> str:
        """Return the text of the child element that `first` returns, or ""."""
        found = self.first(*names)
        return found.text() if found else ""

    def inner_html(self) -> str:
        """Return the content of the element as HTML."""
        parts: list[str] = []
        for child in self.children:
            if isinstance(child, str):
                parts.append(_escaped(child))
            else:
                tag = child.name.rpartition(":")[2]
                href = child.attributes.get("href", "")
                given = f' href="{_escaped(href)}"' if href else ""
                end = "" if tag in {"br", "hr", "img"} else f"</{tag}>"
                parts.append(f"<{tag}{given}>{child.inner_html()}{end}")
        return "".join(parts)


def read_xml(text: str, source: str) -> Node:
    """Parse an XML document, and return its root element.

    Raises UnreadableInputError.
    """
    bare = text.lstrip("\ufeff \t\r\n")
    above = text[: len(text) - len(bare)].count("\n")
    tree = _Tree(above)
    try:
        xml_events.read_events([bare.encode(errors="replace")], tree, _DEEPEST, "utf-8")
    except xml_events.XmlError as error:
        raise errors.UnreadableInputError(
            source, above + error.line, error.reason, SAVE_AGAIN
        ) from error
    return tree.outermost()


class _Tree(xml_events.Events):
    """The tree of elements that is built while the XML is parsed.

    `above` is the number of lines in the file before the XML begins.
    """

    def __init__(self, above: int) -> None:
        self._above = above
        self._root = Node("", {}, 0, "")
        self._open = [self._root]

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Add an element to the current element, and make it the current element."""
        given = {_short(key): value for key, value in attributes.items()}
        base = _joined(self._open[-1].base, given.get("xml:base", ""))
        node = Node(_short(name), given, self._above + line, base)
        self._open[-1].children.append(node)
        self._open.append(node)

    def end(self, _name: str) -> None:
        """End the current element. Its parent becomes the current element."""
        self._open.pop()

    def text(self, text: str) -> None:
        """Add a text to the current element."""
        self._open[-1].children.append(text)

    def outermost(self) -> Node:
        """Return the root element."""
        return next(each for each in self._root.children if isinstance(each, Node))


def _short(name: str) -> str:
    """Return the name of an element with a short prefix instead of its namespace."""
    space, _, local = name.rpartition("}")
    return _SPACES.get(space, "other:") + local if space else local


def _joined(base: str, more: str) -> str:
    try:
        return urljoin(base, more.strip())
    except ValueError:  # not a valid URL
        return base


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


_PUBLISHED = ("atom:published", "pubDate", "dc:date", "dcterms:issued", "atom:issued")
_UPDATED = ("atom:updated", "dcterms:modified", "atom:modified", "dcterms:created")
_AUTHORS = ("atom:author", "dc:creator", "author")
_CATEGORIES = ("category", "atom:category", "dc:subject")
_TITLES = ("title", "atom:title", "dc:title")
_CONTENTS = ("content:encoded", "atom:content")
_SUMMARIES = ("atom:summary", "description", "dc:description")
_JSON_LINKS = ("url", "external_url")
_MARKUP = re.compile(r"<[a-z/!]", re.IGNORECASE)
_BLOCKS = re.compile(r"<(?:p|br|div|li|table|h[1-6]|blockquote|pre)\b", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\r?\n[ \t]*+\r?\n\s*+")
_MAIL = re.compile(r"\s*<?[^\s<>()]{1,200}@[^\s<>()]{1,200}>?\s*")
# WordPress adds a paragraph to each text, with links to the statement and the site.
_APPEARED = re.compile(
    r"<p>[^<]{0,80}<a\s[^>]{1,2000}>[^<]{0,500}</a>[^<]{1,80}"
    r"<a\s[^>]{1,2000}>[^<]{0,200}</a>[^<]{0,80}</p>\s*\Z"
)
_NO_POSTS = frozenset(
    (
        *("attachment", "nav_menu_item", "revision", "custom_css", "page"),
        *("wp_global_styles", "wp_navigation", "wp_block", "wp_template"),
    )
)
_SLASHES_OF_SITE = 2
_TAIL = 6000  # characters that are searched for this paragraph


class Item(NamedTuple):
    """An entry of a feed."""

    line: int | None
    published: str = ""
    title: str = ""
    author: str = ""
    content: str = ""
    links: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    id: str = ""
    own: Entry | None = None
    """The statement in the entry, if mediarel wrote the feed."""
    why_not: str = ""
    """The reason to skip an item of a WordPress export. Empty for other items."""


class Feed(NamedTuple):
    """A feed: the name of its format, its title, and its entries."""

    kind: str
    title: str
    items: list[Item | errors.UnreadableInputError]


def xml_feed(text: str, source: str) -> Feed:
    """Parse an RSS or Atom feed.

    Raises UnreadableInputError.
    """
    root = read_xml(text, source)
    kinds = {"rss": "RSS", "rdf:RDF": "RSS 1.0", "atom:feed": "Atom"}
    if root.name not in kinds:
        name = root.name.rpartition(":")[2]
        reason = f"the file begins with <{name}>, so it is not an RSS or Atom feed"
        hint = "Use the feed itself: a file that begins with <rss or <feed."
        raise errors.UnreadableInputError(source, root.line, reason, hint)
    kind = f"{kinds[root.name]} {root.attributes.get('version', '')}".strip()
    channel = root if root.name == "atom:feed" else root.first("channel")
    if channel is None:
        raise errors.UnreadableInputError(
            source, root.line, "the feed has no channel", SAVE_AGAIN
        )
    found = [*channel.all("item", "atom:entry")]
    if root is not channel:
        found += root.all("item")
    own = next(iter(_links(channel, channel.base)), "")
    are_ours = is_ours(channel)
    items = [_item(node, channel, own, source, is_ours=are_ours) for node in found]
    return Feed(kind, _title(channel, source), items)


def json_feed(text: str, source: str) -> Feed:
    """Parse a JSON Feed (jsonfeed.org, 1.1).

    Raises UnreadableInputError.
    """
    whole = check_syntax(text, source)
    if not isinstance(whole, dict) or not isinstance(whole.get("items"), list):
        raise errors.UnreadableInputError(
            source, None, "the feed has no items", SAVE_AGAIN
        )
    own = _text(whole, "home_page_url", "feed_url")
    items = [
        _json_item(each, whole, own, source) if isinstance(each, Entry) else each
        for each in entries_of(whole["items"], source)
    ]
    return Feed("JSON Feed", one_line(_text(whole, "title")), items)


def _item(
    node: Node, channel: Node, own: str, source: str, *, is_ours: bool
) -> Item | errors.UnreadableInputError:
    content = node.first(*_CONTENTS)
    summary = node.first(*_SUMMARIES)
    try:
        shown = _shown(content, source) if content else ""
        return Item(
            node.line,
            node.text_of(*_PUBLISHED, *_UPDATED),
            _title(node, source),
            _author(node) or _author(channel, "atom:author"),
            shown or (_shown(summary, source) if summary else ""),
            tuple(_links(node, node.base or own)),
            tuple(_categories(node)),
            node.text_of("guid", "atom:id"),
            of_entry(node) if is_ours else None,
            _why_not(node),
        )
    except errors.UnreadableInputError as error:
        return errors.UnreadableInputError(source, node.line, error.reason, error.hint)


def _json_item(
    entry: Entry, feed: Mapping[str, object], own: str, source: str
) -> Item | errors.UnreadableInputError:
    given = entry.fields
    tags = given.get("tags")
    try:
        content = _text(given, "content_html")
        content = _of_html(content, source) if content else ""
        return Item(
            entry.line,
            _text(given, "date_published", "date_modified"),
            one_line(_text(given, "title")),
            _json_authors(given) or _json_authors(feed),
            content or _text(given, "content_text", "summary"),
            tuple(
                _whole_of((_text(given, name), _rooted(own)) for name in _JSON_LINKS)
            ),
            tuple(map(str, tags)) if isinstance(tags, list) else (),
            _text(given, "id"),
            of_item(given, entry.line),
        )
    except errors.UnreadableInputError as error:
        return errors.UnreadableInputError(source, entry.line, error.reason, error.hint)


def _text(given: Mapping[str, object], *names: str) -> str:
    """Return the text of the first key in `names` that has a text in `given`, or ""."""
    found = (given.get(name) for name in names)
    return next((each for each in found if each and isinstance(each, str)), "")


def _json_authors(given: Mapping[str, object]) -> str:
    listed = given.get("authors")
    authors = listed if isinstance(listed, list) else [given.get("author")]
    names = (_text(each, "name") for each in authors if isinstance(each, dict))
    return ", ".join(name for name in names if name)


def _title(node: Node, source: str) -> str:
    found = node.first(*_TITLES)
    return one_line(_shown(found, source)) if found else ""


def _author(node: Node, *names: str) -> str:
    """Return the names of the authors. E-mail addresses are left out."""
    found = []
    for each in node.all(*(names or _AUTHORS)):
        name = each.first("atom:name")
        printed = html.unescape((name or each).text())
        beside = re.search(r"\(([^()]+)\)", printed)  # dara@harbour.example (Dara)
        if _MAIL.match(printed):
            printed = beside[1] if beside else _MAIL.sub("", printed)
        found.append(one_line(printed).strip())
    return ", ".join(dict.fromkeys(each for each in found if each))


def _categories(node: Node) -> Iterable[str]:
    for each in node.all(*_CATEGORIES):
        given = each.attributes
        printed = given.get("label") or given.get("term") or each.text()
        if named := one_line(html.unescape(printed)).strip():
            yield named


def _links(node: Node, base: str) -> list[str]:
    """Return the page URLs of an entry or a feed.

    Relative URLs are resolved with `base`.

    If there are no links, but the ID of the entry is a URL, return this URL.
    """
    base = _rooted(base)
    found = [(each.text(), base) for each in node.all("link")]
    for each in node.all("atom:link"):
        given = each.attributes
        if given.get("rel", "alternate") == "alternate":
            found.append((given.get("href", ""), each.base or base))
    if whole := _whole_of(found):
        return whole
    guid = node.first("guid")
    is_address = guid and guid.attributes.get("isPermaLink", "true") == "true"
    return _whole_of([(guid.text(), "")]) if guid and is_address else []


def _whole_of(found: Iterable[tuple[str, str]]) -> list[str]:
    """Return absolute URLs from pairs of a URL and its base URL. Leave out repeats."""
    whole = (whole_address(href, base) for href, base in found)
    return with_further([], (each for each in whole if each))


def _why_not(node: Node) -> str:
    """Return the reason to skip an item of a feed. Return "" if it is a statement.

    A WordPress export also contains items such as pages, pictures and drafts.
    """
    kind, status = node.first("wp:post_type"), node.first("wp:status")
    if kind and kind.text() in _NO_POSTS:
        return f"is of type {kind.text()!r}, not a post"
    if status and status.text() != "publish":
        return f"is not published: its status is {status.text()!r}"
    return ""


def _rooted(address: str) -> str:
    """Add the path `/` to a URL that has no path, such as `https://example.org`."""
    return f"{address}/" if address.count("/") == _SLASHES_OF_SITE else address


def _shown(node: Node, source: str) -> str:
    """Return the visible text of an element.

    The element may be plain text, HTML or XHTML.

    See RFC 4287, section 3.1.
    """
    type_ = node.attributes.get("type", "") if node.name.startswith("atom:") else "html"
    if node.name == "atom:content" and node.attributes.get("src"):
        return ""
    if type_ in {"html", "xhtml"} and any(isinstance(e, Node) for e in node.children):
        return _of_html(node.inner_html(), source)
    if type_ in {"html", "text/html"}:
        return _of_html(node.text(), source)
    is_text = type_ in {"", "text"} or type_.startswith("text/")
    return node.text() if is_text else ""


def _of_html(text: str, source: str) -> str:
    """Return the visible text of HTML. If there are no tags, line breaks are kept."""
    if not _MARKUP.search(text):
        return html.unescape(text)
    if not _BLOCKS.search(text):  # then blank lines separate paragraphs
        text = "".join(f"<p>{part}</p>" for part in _BLANK_LINES.split(text))
    head, tail = text[:-_TAIL], text[-_TAIL:]
    return plain_text(head + _APPEARED.sub("", tail), source)


# A declaration, comments and a DTD may come before the first element.
_XML = re.compile(
    r"(?:\s++|<!--.*?-->|<[?!][^>]*+>|\]\s*+>)*+<(?:rss|feed|(?:rdf|atom):(?:RDF|feed))[\s>]",
    re.DOTALL,
)
# "Sun, 03 Mar 2019" (RFC 5322, 3.3), followed by the time.
_MAIL_DATE = re.compile(r"(?:[A-Za-z]{3,9},?\s{0,9})?(\d{1,2}\s[A-Za-z]{3,9}\s\d{4})\b")
_VERSION = 14  # index of the version in a UUID
# Dates that a site generator writes if an entry has no date.
_NO_DATE = re.compile(r"0001-|(?:\w{3}, )?0?1 Jan 0001")
FIELDS = {
    "published": "date",
    "title": "title",
    "author": "program",
    "content": "text",
    "link": "sources",
    "category": "tags",
}


def sniff(start: bytes) -> bool:
    """Return whether a file that begins with `start` is RSS, Atom or a JSON Feed."""
    text = beginning(start)
    return _XML.match(text) is not None or is_json_feed(text)


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the entries of a feed, oldest first.

    Raises UnreadableInputError.
    """
    refuse_size(data, source)
    if not data.strip():
        decoded(data, source)
    text, note = page_text(data, source, options.encoding)
    is_json = text.lstrip("\ufeff \t\r\n").startswith("{")
    feed = (json_feed if is_json else xml_feed)(text, source)
    refuse_missing(options.columns, FIELDS, source, word="part")
    return _reading(feed, source, options, note)


def _reading(feed: Feed, source: str, options: ReadOptions, note: str) -> Reading:
    items = [each for each in feed.items if isinstance(each, Item)]
    # If the user maps columns, a feed of mediarel is read like any other feed.
    are_own = not options.columns
    read_date = date_reader(
        lambda: (
            DateCell(_day(each), each.line)
            for each in items
            if not (each.why_not or (are_own and each.own))
        ),
        source,
        options.order,
    )
    mapped = {key_of(k): v for k, v in named_by(options.columns, FIELDS).items()}
    fields = {name: mapped.get(name, field) for name, field in FIELDS.items()}
    found: list[tuple[Item | None, EntryOrError]] = []
    for each in feed.items:
        if not isinstance(each, Item):
            found.append((None, each))
            continue
        if are_own and each.own:
            found.append((each, each.own))
            continue
        day = "" if each.why_not else _day(each)
        try:
            date = read_date("date", day) if day else ""
            found.append((each, Entry(_fields(each, date, fields), each.line)))
        except errors.InvalidFieldError as error:
            refused = errors.UnreadableInputError(
                source, each.line, error.problem, error.hint
            )
            found.append((None, refused))
    entries, left_out = _dated(found, undated=options.undated)
    read = [str(e.fields.get("date")) for e in entries if isinstance(e, Entry)]
    if read and read[0] >= read[-1]:
        entries.reverse()
    count = "1 entry" if len(feed.items) == 1 else f"{len(feed.items):,} entries"
    return Reading(
        entries,
        f"{count} of {feed.kind}",
        feed.title or None,
        tuple(left_out),
        notes=(note,) if note else (),
    )


def _day(item: Item) -> str:
    """Return the date of an entry as printed, without the name of a time zone."""
    printed = item.published.strip()[:100]
    if _NO_DATE.match(printed):
        return ""
    if date_alone(printed) is None and (mail := _MAIL_DATE.match(printed)):
        return mail[1]
    return printed


def _fields(item: Item, date: str, fields: dict[str, str | None]) -> dict[str, object]:
    """Return the fields of an entry, with their values."""
    # The title may begin with a type: "Statement | Reopen the reading room".
    said = entry_fields(RawEntry(date, 0, item.title or None))
    kinds = [each for each in item.category if is_kind(each)]
    kind = said.get("type") or next(iter(kinds), None)
    tags = [each for each in item.category if each != kind]
    text, leads_on = without_read_more(item.content, item.title)
    parts = {
        "published": date,
        "title": said.get("title"),
        "author": "" if is_account(item.author) else item.author,
        "content": text,
        "link": list(item.links),
        "category": list(dict.fromkeys(tags)),
    }
    given: dict[str, object] = {
        field: parts[name] for name, field in fields.items() if field and parts[name]
    }
    if kind:
        given.setdefault("type", kind)
    if "text" in given and (leads_on or is_cut(text)):
        given["excerpt"] = True
    prefix, _, uuid = item.id.lower().rpartition(":")
    if f"{prefix}:" == URN and IS_UUID.fullmatch(uuid) and uuid[_VERSION] == "4":
        given["uuid"] = uuid
    return given


def _dated(
    found: Sequence[tuple[Item | None, EntryOrError]],
    *,
    undated: bool,
) -> tuple[list[EntryOrError], list[LeftOut]]:
    """Return two lists: the entries that have a date, and the items that are left out.

    If `undated` is True, an entry that has no date gets an interval as its date. The
    interval is between the dates of the entries before and after. If `undated` is
    False, such an entry is left out.
    """
    entries: list[EntryOrError] = []
    left_out: list[LeftOut] = []
    dates = [
        str(each.fields.get("date", "")) if isinstance(each, Entry) else ""
        for _, each in found
    ]
    for (item, each), own, date in zip(found, dates, dated_between(dates), strict=True):
        if item is None or not isinstance(each, Entry) or (own and not item.why_not):
            entries.append(each)
        elif undated and date and not item.why_not:
            entries.append(each._replace(fields={**each.fields, "date": date}))
        else:
            text = item.title or item.content or next(iter(item.links), "")
            left_out.append(LeftOut(item.line, text, item.why_not or "has no date"))
    return entries, left_out
