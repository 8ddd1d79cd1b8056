"""The address of an entry: where its title leads, else its "Read more"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.pages.addresses import whole_address
from mediarel.pages.noise import is_read_more

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.title_signs import Found, Segment

_FILES = (".pdf", ".doc", ".docx")
_LONGEST = 2000
_FILING = re.compile(
    r"(?:^|/)(?:authors?|tags?|categor(?:y|ies)|users?|profiles?|page)/[^/?#]{1,200}/?$"
    r"|[?&](?:author|cat|tag|paged|page)=[^&#]{1,200}$|/feed/?$"
    r"|#(?:comments?|respond|reply)(?:-\d{1,12})?$",
    re.IGNORECASE,
)


def link_of(
    segment: Segment,
    title: Found | None,
    lines: Sequence[ShownLine],
    own: str | None,
) -> str | None:
    """Return the address of an entry, None where none or several may be meant.

    It is that of its title, of its "Read more", of its only file, or the only one.
    """
    if title is not None and title.anchor is not None:
        address = whole_address(title.anchor.attributes.get("href", ""), own)
        if address is not None:
            return address
    others: list[str] = []
    for anchor, text in _linked(segment, lines):
        address = whole_address(anchor.attributes.get("href", ""), own)
        if address is None:
            continue
        if is_read_more(text, title and title.text):
            return address
        if not is_filing(anchor):
            others.append(address)
    if segment.element is not None:
        others += _of_pictures(segment.element, own)
    distinct = list(dict.fromkeys(others))
    files = [each for each in distinct if each.lower().endswith(_FILES)]
    if len(files) == 1:
        return files[0]
    return distinct[0] if len(distinct) == 1 else None


def _linked(
    segment: Segment, lines: Sequence[ShownLine]
) -> Iterator[tuple[Element, str]]:
    """Yield each link of an entry, with its text on a line."""
    for line in lines[segment.begin : segment.end]:
        for anchor in dict.fromkeys(piece.anchor for piece in line.pieces):
            if anchor is not None:
                yield anchor, _text_of(anchor, line)


def _text_of(anchor: Element, line: ShownLine) -> str:
    return "".join(
        line.text[piece.begin : piece.end]
        for piece in line.pieces
        if piece.anchor is anchor
    )


def is_filing(anchor: Element) -> bool:
    """Tell whether a link leads to a list: of a tag, an author, of comments, a page."""
    rel = anchor.attributes.get("rel", "").lower().split()
    if not {"tag", "category", "author"}.isdisjoint(rel):
        return True
    return _FILING.search(anchor.attributes.get("href", "")[:_LONGEST]) is not None


def _of_pictures(element: Element, own: str | None) -> list[str]:
    """Return the addresses of links that have no text."""
    found: list[str] = []
    stack = [element]
    while stack:
        each = stack.pop()
        if each.tag == "a" and each.begin == each.end:
            address = whole_address(each.attributes.get("href", ""), own)
            found += [address] if address else []
        stack += [child for child in each.children if not isinstance(child, str)]
    return found
