"""Addresses of links, made whole where the page says where it stands itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_SAVED_FROM = re.compile(
    r"<!--\s{0,9}saved from url=\(\d{1,6}\)(\S{1,2000}?)\s{0,9}-->"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:")
_WITHIN = re.compile(r"[\t\n\r\f]")  # what browsers leave out (WHATWG URL, 4.4)
_SAVED_WITHIN = 4096  # letters
_OF_SITE = frozenset(("alternate", "icon", "shortlink", "pingback", "edituri", "home"))
_MOST_LINKS = 200


class SiteAddress(str):
    """The address of a site, of which it is not known where a page stands on it."""

    __slots__ = ()


def own_address(
    document: LexborHTMLParser, text: str, given: str | None = None
) -> str | None:
    """Return the address that links are told from, None where the page says none.

    What says it is `base`, the canonical address, that of Open Graph, or the note
    that a browser puts above what it saves; only one with `http` counts. Else it is
    the `given` one, or may be a `SiteAddress`.
    """
    own = stated_address(document, text) or _whole(given) or _site_address(document)
    base = _attribute(document, "base[href]", "href")
    if base:
        joined = _joined(own or "", base.strip())
        return joined if joined and _is_web(joined) else own
    return own


def stated_address(document: LexborHTMLParser, text: str) -> str | None:
    """Return the address that a page says it is at, None where it says none.

    It is the canonical one, that of Open Graph, or that which a browser notes above
    what it saves.
    """
    saved = _SAVED_FROM.search(text[:_SAVED_WITHIN])
    said = [
        _attribute(document, "link[rel=canonical]", "href"),
        _attribute(document, 'meta[property="og:url"]', "content"),
        saved[1] if saved else None,
    ]
    return next((whole for each in said if (whole := _whole(each))), None)


def _whole(address: str | None) -> str | None:
    bare = (address or "").strip()
    return bare if _is_web(bare) else None


def _site_address(document: LexborHTMLParser) -> SiteAddress | None:
    """Return the address of the site, without a path, where its head tells it.

    Feed, icon and the like must be on one host. From there only links that begin with
    `/` can be told.
    """
    found = set()
    for node in document.css("head link[href]")[:_MOST_LINKS]:
        rel = (node.attributes.get("rel") or "").lower().split()
        href = (node.attributes.get("href") or "").strip()
        if not _OF_SITE.isdisjoint(rel) and _is_web(href) and _joined("", href):
            parts = urlsplit(href)
            found.add(f"{parts.scheme.lower()}://{parts.netloc.lower()}")
    return SiteAddress(found.pop()) if len(found) == 1 else None


def _attribute(document: LexborHTMLParser, selector: str, name: str) -> str | None:
    node = document.css_first(selector)
    return None if node is None else node.attributes.get(name)


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


def whole_address(href: str, own: str | None) -> str | None:
    """Return the address that a link leads to, or None where it leads to no page.

    A script, a mail address or a place on the same page is none, and so is a part of
    an address where `own`, that of the page, isn't known.
    """
    href = _WITHIN.sub("", href.strip())
    path, mark, query = href.partition("?")
    href = path.replace("\\", "/") + mark + query
    if not href or href.startswith("#"):
        return None
    if _SCHEME.match(href) and not _is_web(href):
        return None
    if isinstance(own, SiteAddress) and not href.startswith("/"):
        own = None
    joined = _joined(own or "", href)
    if joined is None or not _is_web(joined) or not urlsplit(joined).hostname:
        return None
    return joined.replace(" ", "%20")


def is_partial(href: str) -> bool:
    """Tell whether `href` leads to a page, but only by a part of its address."""
    href = href.strip()
    return bool(href) and not href.startswith("#") and not _SCHEME.match(href)


def _joined(own: str, href: str) -> str | None:
    """Return `href` as told from `own`, None where one of them is no address."""
    try:
        joined = urljoin(own, href)
        urlsplit(joined)
    except ValueError:
        return None
    return joined
