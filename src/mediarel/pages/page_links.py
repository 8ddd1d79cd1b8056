"""Find the links of a page: other languages, and files in its main part."""

import re
from collections.abc import Callable
from typing import NamedTuple

from mediarel.pages.markup import Markup
from mediarel.pages.page import Page
from mediarel.pages.page_text import main_part, page_in, stated, title_line
from mediarel.pages.site import attribute, base_of, page_title, whole_address

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|odt|rtf)(?:[?#]|\Z)", re.IGNORECASE)
_LONGEST_NAME = 24  # characters of the name of a language
_MOST_HEADINGS = 12
_MOST = 5_000  # links
_LANGUAGES = "link[rel~=alternate][hreflang], a[hreflang]"


class PageLinks(NamedTuple):
    """The links of a page, as URLs.

    titles     the title in the metadata, and the first headings
    canonical  the address that the page states for itself, or ""
    languages  pairs of a language code, or the name of a language, and a URL
    is_secure  whether links to the same site use HTTPS, or None if there are none
    files      targets of links in the main part, and its pictures
    beside     documents that other parts of the page link to
    """

    titles: tuple[str, ...]
    canonical: str
    languages: tuple[tuple[str, str], ...]
    is_secure: bool | None
    files: tuple[str, ...]
    beside: tuple[str, ...]


def page_links(
    html: str, address: str, is_language: Callable[[str], bool]
) -> PageLinks:
    """Return the links of a page. Relative links are resolved from `address`.

    `is_language` returns whether the text of a link is the name of a language.

    Raises UnreadableInputError if the page is too large or nested too deep.
    """
    markup, page = page_in(html, "")
    document = markup.document
    base = base_of(document, address)
    canonical = attribute(document, "link[rel=canonical]", "href")
    languages = [
        (each.attributes.get("hreflang") or "", each.attributes.get("href") or "")
        for each in document.css(_LANGUAGES)[:_MOST]
    ]
    anchors = document.css("a[href]")[:_MOST]
    hrefs = [each.attributes.get("href") or "" for each in anchors]
    for anchor, href in zip(anchors, hrefs, strict=True):
        text = anchor.text().strip()
        if 0 < len(text) <= _LONGEST_NAME and is_language(text):
            languages.append((text, href))
    headings = [each.text() for each in document.css("h1, h2, h3")[:_MOST_HEADINGS]]
    said = (attribute(document, 'meta[property="og:title"]'), page_title(document))
    return PageLinks(
        tuple(" ".join(each.split()) for each in (*said, *headings)),
        (canonical and whole_address(canonical, base)) or "",
        tuple(
            (name, whole)
            for name, href in languages
            if (whole := whole_address(href, base))
        ),
        _is_secure(hrefs, address),
        *(_whole(each, base) for each in _in_main_part(page, markup)),
    )


def _is_secure(hrefs: list[str], address: str) -> bool | None:
    """Return whether absolute links to the host of `address` use HTTPS."""
    host = address.partition("://")[2].partition("/")[0]
    for each in hrefs:
        scheme, _, rest = each.partition("://")
        if rest.partition("/")[0] == host and scheme in {"http", "https"}:
            return scheme == "https"
    return None


def _whole(hrefs: list[str], base: str) -> tuple[str, ...]:
    found = (whole_address(each, base) for each in hrefs)
    return tuple(dict.fromkeys(filter(None, found)))


def _in_main_part(page: Page, markup: Markup) -> tuple[list[str], list[str]]:
    """Return the targets of the links and pictures in the main part of a page.

    The second list has the documents that other parts of the page link to.
    """
    part = main_part(page, title_line(page, stated(markup.document)))
    found, beside = [], []
    for node in markup.document.css("a[href], img[src]"):
        element = markup.elements.get(node.mem_id)
        name = "src" if node.tag == "img" else "href"
        target = node.attributes.get(name) or ""
        if element and element.begin in part and not page.outside[element.begin]:
            found.append(target)
        elif _DOCUMENT.search(target):
            beside.append(target)
    return found, beside
