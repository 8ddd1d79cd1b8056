"""Find the name of a page's site, and resolve the addresses of its links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from mediarel.pages.labels import is_kind
from mediarel.pages.words import EDGES, WORDS, folded

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from mediarel.pages.lines import ShownLine

MENU = WORDS["home"] | (WORDS["navigation"] - WORDS["languages"])
"""The folded words of menus, such as "home"."""
_NO_NAMES = MENU | WORDS["sections"]
_SAID = ('meta[property="og:site_name"]', 'meta[name="application-name"]')
_PARTS = re.compile(r"\s{1,4}(?:[|–—»«·•:]{1,2}|-|>>|<)\s{1,4}|\s?[|»]\s?")
_NAMES = (
    *(".site-title", "#site-title", ".site-name", "#site-name", ".navbar-brand"),
    *("a[rel=home]", "#logo", ".logo", ".site-logo", ".blog-title", "#blog-title"),
    *('h1 a[href="/"]', 'a[href="/"]', 'a[href="index.html"]'),
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)(?:\s|copyright|©|\(c\)|[0-9]{4}|[-–,]){0,12}"
    r"([^\W\d][^.|©·•\n]{2,80})",
    re.IGNORECASE,
)
_SAVED_FROM = re.compile(
    r"<!--\s{0,9}saved from url=\(\d{1,6}\)(\S{1,2000}?)\s{0,9}-->"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:")
_WITHIN = re.compile(r"[\t\n\r\f]")  # characters that browsers ignore (WHATWG URL, 4.4)
_SAVED_WITHIN = 4096  # characters
_LONGEST = 100
_HEAD = 6  # rows of a text that contain the site name
_NAME = range(6, 61)  # characters of a name


def site_name(document: LexborHTMLParser, lines: Iterable[str]) -> str | None:
    """Return the name of a site, or None if it is unknown.

    The first of these is used:

    - the name in the metadata
    - a part of the page title that is also printed as a name on the page
    - the last part of a title such as "News | Harbour Watch", preferably not a heading,
      a section such as "News", or a kind of statement
    - a name that is printed on the page
    - the page title, if it is not a heading

    A word of menus, such as "Home", is never the name.
    `lines` are the lines of the page.
    """
    for selector in _SAID:
        name = _clean(attribute(document, selector))
        if name and _may_be_name(name):
            return name
    shown = list(lines)
    printed = [*filter(_may_be_name, (*_printed(document), *_owners(shown)))]
    title = page_title(document)
    parts = [part for each in _PARTS.split(title) if (part := _clean(each))]
    for name in printed:
        # A name in both places is certain.
        for part in parts:
            if folded(name) == folded(part):
                return part
    headings = {folded(each) for each in shown if len(each) <= _LONGEST}
    names = [*filter(_may_be_name, parts)]
    others = [x for x in names if folded(x) not in headings and not is_kind(x)]
    if len(parts) > 1 and names:
        return (others or names)[-1]
    return next(iter(printed), None) or next(iter(others), None)


def name_in_text(rows: Sequence[ShownLine], used: Container[int]) -> str | None:
    """Return the site name of a page copied as text, or None.

    The name comes from a copyright line, or is in both the header and the footer. The
    rows in `used` belong to the list and are ignored.
    """
    around = [n for n in range(len(rows)) if n not in used]
    if owner := next(iter(_owners(rows[n].text for n in around)), None):
        return owner
    last = max((n for n in range(len(rows)) if n in used), default=-1)
    foot = [rows[n].text for n in around if n > last]
    for n in around:
        name = rows[n].text.strip()
        is_name = len(name) in _NAME and not re.search(r"\d", name)
        is_name = is_name and not is_kind(name) and _may_be_name(name)
        if n < _HEAD and is_name and any(each.startswith(name) for each in foot):
            return name
    return None


def _may_be_name(text: str) -> bool:
    """Return whether a text isn't a word of menus or the name of a section."""
    return folded(text).strip(EDGES) not in _NO_NAMES


def _printed(document: LexborHTMLParser) -> list[str]:
    """Return the texts in places where sites print their names."""
    names: list[str] = []
    for selector in _NAMES:
        node = document.css_first(selector)
        if node is not None:
            names.append(_text(node))
            names += [each.attributes.get("alt") or "" for each in node.css("img")[:1]]
    return [name for each in names if (name := _clean(each))]


def _owners(lines: Iterable[str]) -> list[str]:
    """Return the names of copyright holders: "© 2019 Harbour Watch"."""
    found = (_RIGHTS.search(each[:300]) for each in lines)
    return [each[1].strip(" ,–-") for each in found if each is not None]


def _text(node: LexborNode | None) -> str:
    return "" if node is None else " ".join(node.text().split())


def _clean(name: str | None) -> str:
    name = " ".join((name or "").split())
    return name if 1 < len(name) <= _LONGEST else ""


def own_address(
    document: LexborHTMLParser, text: str, given: str | None = None
) -> str | None:
    """Return the base address for links, or None if it is unknown.

    The address comes from the `base` element, the canonical link, Open Graph, or the
    note that a browser adds to saved pages. If none of these has an HTTP address,
    returns `given`, the address of the page that the user typed.
    """
    own = stated_address(document, text) or _whole(given)
    return base_of(document, own or "") or None


def base_of(document: LexborHTMLParser, address: str) -> str:
    """Return the URL from which the relative links of a page are resolved."""
    base = attribute(document, "base[href]", "href")
    return (base and whole_address(base, address)) or address


def stated_address(document: LexborHTMLParser, text: str) -> str | None:
    """Return the address that a page states as its own, or None.

    The address is in the canonical link, Open Graph or the note of the browser that
    saved the page.
    """
    saved = _SAVED_FROM.search(text[:_SAVED_WITHIN])
    said = [
        attribute(document, "link[rel=canonical]", "href"),
        attribute(document, 'meta[property="og:url"]'),
        saved[1] if saved else None,
    ]
    return next((whole for each in said if (whole := _whole(each))), None)


def _whole(address: str | None) -> str | None:
    bare = (address or "").strip()
    return bare if _is_web(bare) else None


def attribute(document: LexborHTMLParser, selector: str, name: str = "content") -> str:
    """Return an attribute of the first element that matches `selector`, or ""."""
    node = document.css_first(selector)
    return "" if node is None else (node.attributes.get(name) or "").strip()


def page_title(document: LexborHTMLParser) -> str:
    """Return the `title` of a page, or "", with single spaces."""
    return _text(document.css_first("head title") or document.css_first("title"))


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


def whole_address(href: str, own: str | None) -> str | None:
    """Return the full address of a link, or None if the link leads to no other page.

    Returns None for scripts, mail addresses and anchors on the same page. Also returns
    None for a relative address if `own`, the address of the page, is unknown.
    """
    href = _WITHIN.sub("", href.strip())
    path, mark, query = href.partition("?")
    href = path.replace("\\", "/") + mark + query
    if not href or href.startswith("#"):
        return None
    if _SCHEME.match(href) and not _is_web(href):
        return None
    joined = _joined(own or "", href)
    if joined is None or not _is_web(joined) or not urlsplit(joined).hostname:
        return None
    return joined.replace(" ", "%20")


def is_partial(href: str) -> bool:
    """Return whether `href` is a relative address of a page."""
    href = href.strip()
    return bool(href) and not href.startswith("#") and not _SCHEME.match(href)


def _joined(own: str, href: str) -> str | None:
    """Return `href` resolved from `own`, or None if either address is invalid."""
    try:
        joined = urljoin(own, href)
        urlsplit(joined)
    except ValueError:
        return None
    return joined
