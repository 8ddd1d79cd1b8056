"""What the markup of a page says of being one release: its kind, its title, its day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import PrintedDate
from mediarel.pages.words_around import folded

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_SINGLE = re.compile(r"(?:post-template-)?single(?:-\w{1,30})?")
_ARTICLE = re.compile(
    r'"@type"\s{0,9}:\s{0,9}\[?\s{0,9}"(?:News|Blog|Reportage|Scholarly)?'
    r'(?:Article|Posting|NewsArticle|PressRelease)"'
)
_LIST = re.compile(
    r'"@type"\s{0,9}:\s{0,9}\[?\s{0,9}"(?:ItemList|CollectionPage|Blog)"'
)
_PUBLISHED = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([0-9]{4}-[0-9]{2}-[0-9]{2})')
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
_TAIL = re.compile(r"\s{1,4}[|–—»«·•:-]{1,2}\s")
_SCRIPT = 200_000  # letters of JSON-LD that are looked at
_MOST_SCRIPTS = 20


class Stated(NamedTuple):
    """What the head and the classes of a page say of it."""

    is_one: bool
    """Whether they say that it is one release."""
    is_article: bool
    """Whether they say that it is an article, as they do of some lists too."""
    titles: tuple[str, ...]
    """Its titles, folded, with the name of the site behind some."""
    day: PrintedDate | None
    """When it was published."""

    def is_title(self, text: str) -> bool:
        """Tell whether `text` is the title, with or without the tail of the site."""
        low = folded(text).strip()
        return bool(low) and any(
            each == low or (each.startswith(low) and _TAIL.match(each[len(low) :]))
            for each in self.titles
        )


def stated(document: LexborHTMLParser) -> Stated:
    """Return what a page says of itself where it is not seen."""
    published = _content(document, 'meta[property="article:published_time"]')
    body = document.body
    classes = ((body.attributes.get("class") if body else "") or "").lower().split()
    scripts = document.css('script[type="application/ld+json"]')[:_MOST_SCRIPTS]
    ld = "\n".join(each.text() for each in scripts)[:_SCRIPT]
    is_in_ld = len(_ARTICLE.findall(ld)) == 1 and _LIST.search(ld) is None
    if not published and is_in_ld and (found := _PUBLISHED.search(ld)):
        published = found[1]
    is_one = any(map(_SINGLE.fullmatch, classes)) or is_in_ld
    node = document.css_first("head title") or document.css_first("title")
    titles = (
        _content(document, 'meta[property="og:title"]'),
        "" if node is None else node.text(),
    )
    return Stated(
        is_one or bool(published),
        _content(document, 'meta[property="og:type"]').lower() == "article",
        tuple(folded(" ".join(each.split())) for each in titles if each.strip()),
        _day(published),
    )


def _content(document: LexborHTMLParser, selector: str) -> str:
    node = document.css_first(selector)
    return "" if node is None else (node.attributes.get("content") or "").strip()


def _day(printed: str) -> PrintedDate | None:
    found = _DAY.match(printed)
    if found is None:
        return None
    return PrintedDate(0, 0, int(found[1]), int(found[2]), int(found[3]))
