"""Read an entry of an HTML list: its title, labels and text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from mediarel.dates.printed import find_dates
from mediarel.pages.fields import is_sentence
from mediarel.pages.found import Line, RawEntry
from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import label_of
from mediarel.pages.list_columns import labelled_cell
from mediarel.pages.marks import marked
from mediarel.pages.markup_lines import main_anchor, outside, rest_pieces
from mediarel.pages.noise import is_noise, is_read_more, is_stamp
from mediarel.pages.second_dates import second_dates
from mediarel.pages.words_around import folded
from mediarel.pages.words_within import BYLINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborHTMLParser

    from mediarel.dates.edtf import PartialDate
    from mediarel.pages.choice import Page
    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import Piece, ShownLine
    from mediarel.pages.title_signs import Found, Segment


_FILES = (".pdf", ".doc", ".docx")
_LONGEST = 2000
_FILING = re.compile(
    r"(?:^|/)(?:authors?|tags?|categor(?:y|ies)|users?|profiles?|page)/[^/?#]{1,200}/?$"
    r"|[?&](?:author|cat|tag|paged|page)=[^&#]{1,200}$|/feed/?$"
    r"|#(?:comments?|respond|reply)(?:-\d{1,12})?$",
    re.IGNORECASE,
)
_SAVED_FROM = re.compile(
    r"<!--\s{0,9}saved from url=\(\d{1,6}\)(\S{1,2000}?)\s{0,9}-->"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:")
_WITHIN = re.compile(r"[\t\n\r\f]")  # characters that browsers ignore (WHATWG URL, 4.4)
_SAVED_WITHIN = 4096  # characters
_OF_SITE = frozenset(("alternate", "icon", "shortlink", "pingback", "edituri", "home"))
_MOST_LINKS = 200
_LONGEST_LABEL = 100
_LONGEST_CELL = 60
_LONGEST_NAME = 20
_WORDS = 6  # words of a sentence
_NEAR = 4  # lines below the header that may contain labels
_SEPARATORS = " \t|·•,;–—-"
_CAPTION = re.compile(r"(?:^|[-_])caption(?:$|[-_])")
_CELLS = frozenset(("td", "th"))
_MOST_OF_CELL = 6  # lines
# A text begins with a dateline: "Kampot, 3 March 2019 – The council …".
_BEHIND_DATELINE = re.compile(
    r"[)\]]?\s{0,3}(?:[–—:]|-{1,2}(?=\s))\s{0,3}\S+\s+\S+\s+\S"
)
_PLACE = re.compile(r"\W{0,3}[^\W\d_][^\n\d]{1,60}\Z")


class SiteAddress(str):
    """The address of a site, if the path of the page is unknown."""

    __slots__ = ()


class _Parts(NamedTuple):
    """The parts of an entry, collected line by line."""

    beside: list[str]
    tags: list[str]
    body: list[int]
    """Indices of lines."""
    begun: dict[int, str]
    """The rest of each body line that contains the date."""
    text: range
    """The lines of text between the title and a date at the end, if any."""


def raw_entry(
    segment: Segment,
    title: Found | None,
    page: Page,
    date: PartialDate | str,
    own: str | None,
) -> RawEntry:
    """Return the raw data of an entry; `own` is the address of the page."""
    lines = page.lines
    parts = _Parts([], [], [], {}, _text_above_date(segment, title, lines))
    others = second_dates(segment, page)
    spot = segment.spot
    for number in range(segment.begin, segment.end):
        is_date_line = spot.line <= number <= spot.last
        is_left = page.passed[number] or page.beside[number]
        is_left |= title is not None and title.line < number <= title.last
        is_left |= number in others
        if is_left or (is_date_line and not spot.end):
            continue
        if is_date_line:
            _read_date_line(segment, title, lines[number], parts)
        elif title is not None and number == title.line:
            parts.beside.extend(_beside_title(title, lines[number]))
        else:
            _read_line(number, segment, title, lines, parts)
    _leave_foot(parts.body, max(spot.last, -1 if title is None else title.line), lines)
    return RawEntry(
        date,
        lines[segment.begin].number,
        None if title is None else title.text,
        tuple(each for each in parts.beside if any(map(str.isalnum, each))),
        tuple(body_lines(parts.body, parts.begun, lines, own)),
        link_of(segment, title, lines, own),
        tuple(dict.fromkeys(parts.tags)),
    )


def _leave_foot(body: list[int], head: int, lines: Sequence[ShownLine]) -> None:
    """Remove a page footer, such as "last changed" and the lines after it, from a body.

    Lines that share an element with the entry's `head` are kept.
    """
    while body and is_stamp(lines[body[-1]].text):
        block = lines[body.pop()].block
        if block.begin > head:
            while body and lines[body[-1]].block is block:
                body.pop()


def _read_date_line(
    segment: Segment, title: Found | None, line: ShownLine, parts: _Parts
) -> None:
    rest, labels, tags = _beside_date(segment, title, line)
    parts.beside.extend(labels)
    parts.tags.extend(tags)
    if title is None and is_running(" ".join(rest)):
        parts.begun[segment.spot.line] = " ".join(rest)
        parts.body.append(segment.spot.line)
    else:
        parts.beside.extend(each.strip(_SEPARATORS) for each in rest)


def _text_above_date(
    segment: Segment, title: Found | None, lines: Sequence[ShownLine]
) -> range:
    """Return the lines of a text between a title and its date."""
    if title is None or title.line >= segment.spot.line:
        return range(0)
    begin = max(title.line, title.last) + 1
    for number in range(begin, segment.spot.line):
        line = lines[number]
        if is_running(line.text) or (is_sentence(line.text) and not is_label(line)):
            # "We demand:" introduces the following lines.
            is_led = number > begin and lines[number - 1].text.endswith((":", "："))
            return range(number - is_led, segment.spot.line)
    return range(0)


def _read_line(
    number: int,
    segment: Segment,
    title: Found | None,
    lines: Sequence[ShownLine],
    parts: _Parts,
) -> None:
    """Read a line that contains neither the date nor the title."""
    line = lines[number]
    if _is_noise(line) or _is_caption(line):
        return
    head = max(segment.spot.last, -1 if title is None else title.line)
    said = marked(line, line.pieces)
    if (said.labels or said.tags) and not said.rest:
        parts.beside.extend(said.labels)
        parts.tags.extend(said.tags)
    elif is_label(line) and (
        (number <= head and number not in parts.text)
        or (not parts.body and number <= head + _NEAR)
    ):
        parts.beside.append(labelled_cell(line.text, line, lines))
    elif number in parts.text:
        parts.body.append(number)
    elif number < head and not is_running(line.text):
        above = _above(line, title, number)
        parts.beside.append(labelled_cell(above, line, lines))
    else:
        parts.body.append(number)


def is_running(text: str) -> bool:
    """Return whether a line is running text: long, a sentence, or with a dateline."""
    is_ended = text.rstrip("\"'”’»)").endswith((".", "!", "?", "…", "។", "。"))
    is_long = len(text) > _LONGEST_LABEL or (is_ended and text.count(" ") > _WORDS)
    return is_long or _has_dateline(text)


def _has_dateline(text: str) -> bool:
    found = find_dates(text[:_LONGEST_LABEL])
    return bool(found) and (
        _PLACE.match(text[: found[0].start]) is not None
        and _BEHIND_DATELINE.match(text, found[0].end) is not None
    )


def _above(line: ShownLine, title: Found | None, number: int) -> str:
    """Return a line above the title or date, labelled as category above a title."""
    is_above = title is not None and number < title.line
    is_by = folded(line.text).partition(" ")[0] in BYLINE
    is_category = is_above and not _is_cell(line) and not is_by
    text = line.text.strip(" |·•-–:")
    return f"Category: {text}" if is_category and "|" not in text else line.text


def _beside_date(
    segment: Segment, title: Found | None, line: ShownLine
) -> tuple[list[str], tuple[str, ...], tuple[str, ...]]:
    """Return the text around the date on its line, without the title.

    Also returns the names marked up on the line, with their labels, and the tags.
    """
    spot = segment.spot
    pieces: tuple[Piece, ...] = rest_pieces(line, spot.begin, spot.end)
    on_line = title is not None and title.line == spot.line
    if on_line and title is not None and title.anchor is not None:
        pieces = tuple(each for each in pieces if each.anchor is not title.anchor)
    elif on_line and title is not None and (begin := line.text.find(title.text)) >= 0:
        pieces = outside(pieces, begin, begin + len(title.text))
    pieces = tuple(each for each in pieces if not _leads_on(each, line))
    said = [
        marked(line, [each for each in pieces if each.end <= spot.begin]),
        marked(line, [each for each in pieces if each.end > spot.begin]),
    ]
    sides = [text for each in said for text in each.rest]
    return (
        [each.strip() for each in sides if any(map(str.isalnum, each))],
        said[0].labels + said[1].labels,
        said[0].tags + said[1].tags,
    )


def _leads_on(piece: Piece, line: ShownLine) -> bool:
    text = line.text[piece.begin : piece.end].strip()
    return piece.anchor is not None and bool(text) and is_read_more(text)


def _beside_title(title: Found, line: ShownLine) -> list[str]:
    if title.anchor is None:
        rest = line.text.replace(title.text, " ", 1)
    else:
        rest = "".join(
            line.text[piece.begin : piece.end]
            for piece in line.pieces
            if piece.anchor is not title.anchor
        )
    rest = rest.strip()
    is_told = any(map(str.isalnum, rest)) and not is_noise(rest)
    return [rest] if is_told and not is_read_more(rest) else []


def is_label(line: ShownLine) -> bool:
    """Return whether a line near the header of an entry gives its kind or author."""
    text = line.text
    if len(text) > _LONGEST_LABEL or line.heading:
        return False
    if label_of(text) is not None or is_kind(text):
        return True
    is_cell = _is_cell(line)
    is_link = any(piece.anchor is not None for piece in line.pieces)
    if not is_cell or is_link or len(text) > _LONGEST_CELL:
        return False
    return not is_noise(text) and not is_read_more(text)


def _is_cell(line: ShownLine) -> bool:
    """Return whether a line is in a table cell that doesn't contain a whole list."""
    above = line.block.parent
    cells = (each for each in (line.block, above) if each and each.tag in _CELLS)
    return any(each.end - each.begin <= _MOST_OF_CELL for each in cells)


def _is_noise(line: ShownLine) -> bool:
    """Return whether a line has only buttons, counts or links to translations."""
    texts = [line.text[each.begin : each.end].strip() for each in line.pieces]
    texts = [each for each in texts if any(map(str.isalnum, each))]
    if len(texts) > 1 and all(is_noise(each) for each in texts):
        return True
    anchors = {piece.anchor for piece in line.pieces if piece.anchor is not None}
    linked = sum(piece.anchor is not None for piece in line.pieces)
    return (
        line.block.tag in _CELLS
        and linked >= len(texts) > 0
        and len(anchors) >= len(texts)
        and all(len(each) < _LONGEST_NAME for each in texts)
        and not any(is_kind(each) for each in texts)
    )


def _is_caption(line: ShownLine) -> bool:
    """Return whether a line is a picture caption."""
    above = (line.block, *islice(line.block.ancestors(), 2))
    return any(
        each.tag == "figcaption" or any(map(_CAPTION.search, each.classes))
        for each in above
    )


def body_lines(
    numbers: Sequence[int],
    begun: dict[int, str],
    lines: Sequence[ShownLine],
    own: str | None,
) -> Iterator[Line]:
    """Yield the lines of a text, with an empty line before each paragraph.

    `begun` maps the lines that contain a date to the rest of their text.
    """
    for position, number in enumerate(numbers):
        line = lines[number]
        if position and line.is_apart:
            yield Line("", line.number)
        found = main_anchor(line, line.pieces)
        href = found[0].attributes.get("href", "") if found and found[1] > 0.6 else ""  # noqa: PLR2004
        text = begun.get(number, line.text)
        yield Line(text, line.number, whole_address(href, own), line.heading)


def own_address(
    document: LexborHTMLParser, text: str, given: str | None = None
) -> str | None:
    """Return the base address for links, or None if the page has none.

    The sources are `base`, the canonical address, Open Graph and the note in pages
    saved by a browser. Only addresses with `http` count. If none is found, returns
    `given` or a `SiteAddress`.
    """
    own = stated_address(document, text) or _whole(given) or _site_address(document)
    base = _attribute(document, "base[href]", "href")
    if base:
        joined = _joined(own or "", base.strip())
        return joined if joined and _is_web(joined) else own
    return own


def stated_address(document: LexborHTMLParser, text: str) -> str | None:
    """Return the address that a page states for itself, or None.

    The sources are the canonical address, Open Graph and the note in pages saved by a
    browser.
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
    """Return the address of the site, without a path, or None.

    Addresses of feeds, icons and so on must have one host. Only links that begin with
    `/` can be resolved from a site address.
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
    """Return the full address of a link, or None if the link leads to no page.

    Returns None for scripts, mail addresses and places on the same page. Also returns
    None for a relative address if `own`, the address of the page, is unknown.
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


def link_of(
    segment: Segment,
    title: Found | None,
    lines: Sequence[ShownLine],
    own: str | None,
) -> str | None:
    """Return the address of an entry, or None if none or several qualify.

    The candidates are the link of the title, "Read more", the only file, and the only
    link.
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
    """Return whether a link leads to an index page: a tag, author, comments or page."""
    rel = anchor.attributes.get("rel", "").lower().split()
    if not {"tag", "category", "author"}.isdisjoint(rel):
        return True
    return _FILING.search(anchor.attributes.get("href", "")[:_LONGEST]) is not None


def _of_pictures(element: Element, own: str | None) -> list[str]:
    """Return the addresses of links without text."""
    found: list[str] = []
    stack = [element]
    while stack:
        each = stack.pop()
        if each.tag == "a" and each.begin == each.end:
            address = whole_address(each.attributes.get("href", ""), own)
            found += [address] if address else []
        stack += [child for child in each.children if not isinstance(child, str)]
    return found
