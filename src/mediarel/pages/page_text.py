"""Read a page as one document: the text of its main part, metadata, and links.

`import`, which reads the same page as a release, finds the same title and date.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.candidates import is_unspaced
from mediarel.pages.labels import is_filed_by
from mediarel.pages.lines import Piece, ShownLine, main_anchor, shown_lines
from mediarel.pages.markup import Element, Markup, read_markup
from mediarel.pages.noise import is_noise, is_stamp
from mediarel.pages.page import (
    INSIDE,
    WHOLE,
    is_aside_heading,
    is_of_latest,
    page_of,
    stated_day,
)
from mediarel.pages.site import (
    attribute,
    base_of,
    page_title,
    stated_address,
    whole_address,
)
from mediarel.pages.structured import entries_in_json
from mediarel.pages.text_release import (
    NEAR,
    begin_of,
    dates_around,
    is_near_title,
    likely_title,
)
from mediarel.pages.words import folded
from mediarel.release.kinds import kind_of
from mediarel.text.urls import with_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from selectolax.lexbor import LexborHTMLParser

    from mediarel.dates.printed_parts import PrintedDate
    from mediarel.dates.typed import DayOrder
    from mediarel.pages.page import Page


_BULLET = "• "
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOTE_MARK = re.compile(r"(\s*)\[?([0-9]{1,3})\]?(\s*)")
# Note marks in a page from LibreOffice, which are not superscript.
_AT_NOTES = frozenset(("sdfootnotesym", "sdendnotesym"))
_LEAST_TEXT = 400  # characters above a list of other releases
_BYLINES = 3  # lines below a title with its author and date
_LINKED = 0.9  # share of a line that is only a link
_LEAST_LINKED = 3  # entries of a list below a text
_LONG_WORD = 16  # characters of a title that is a single word
_FEWEST = 2  # rows of a table of data, and cells of a row
_LONGEST_CELL = 200  # characters
_TAIL = re.compile(r"\s{1,4}[|–—»«›·•:-]{1,2}\s")
_SITE = re.compile(rf"{_TAIL.pattern}\Z")
_LINE_OF_TEXT = 40  # characters of a line of text
_MOST_OF = 0.6
_LEAST_OF = 0.1  # share of the text of a page in its main part
_ENTRY_CLASSES = frozenset(("hentry", "h-entry"))
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|odt|rtf)(?:[?#]|\Z)", re.IGNORECASE)
_LONGEST_NAME = 24  # characters of the name of a language
_MOST_HEADINGS = 12
_MOST = 5_000  # links
_LANGUAGES = "link[rel~=alternate][hreflang], a[hreflang]"


class PageDocument(NamedTuple):
    """A page as one document.

    text      text of the main part, with an empty line between paragraphs
    titles    possible titles, the likeliest first
    is_titled  whether the first title is printed and in the metadata
    date      publication date (EDTF)
    source    address that the page states for itself
    language  as stated on the page, unchecked
    has_old_khmer  whether text was converted from a Khmer font from before Unicode
    """

    text: str
    titles: tuple[str, ...]
    is_titled: bool
    date: str | None
    source: str | None
    language: str
    has_old_khmer: bool


class _Cell(NamedTuple):
    """A table cell with one line. `place` is the position of the cell in its row."""

    table: Element
    row: Element
    place: int
    line: int


def page_document(html: str) -> PageDocument:
    """Return the page in `html` as one document.

    Raises UnreadableInputError if the page is too large or nested too deep.
    """
    markup, page, said, title = page_in(html, "")
    title = likely_title(page) if title is None else title
    part = main_part(page, title)
    kept = kept_lines(page, part, title)
    titles = _titles(markup.document, page, title)
    return PageDocument(
        text_of_lines(page, markup, kept, title),
        titles,
        title is not None and titles[:1] == _titles(markup.document, page, None)[:1],
        page_date(page, said, title, None, kept),
        stated_address(markup.document, html),
        attribute(markup.document, "html[lang]", "lang"),
        any(each.khmer_font for each in markup.elements.values()),
    )


class PageParts(NamedTuple):
    """The elements and lines of a page, its metadata, and the line of its title."""

    markup: Markup
    page: Page
    said: Stated
    title: int | None


@lru_cache(maxsize=1)
def page_in(html: str, source: str) -> PageParts:
    """Return the parts of a page. The last result is kept.

    Raises UnreadableInputError if the page is too large or nested too deep.
    """
    markup = read_markup(html, source)
    page = page_of(shown_lines(markup.body, html), markup.body, is_html=True)
    said = _stated(markup.document)
    return PageParts(markup, page, said, _title_line(page, said))


def text_of_lines(
    page: Page, markup: Markup, kept: Sequence[int], title: int | None
) -> str:
    """Join the lines in `kept` to a text, with an empty line between paragraphs.

    Below the line `title`, each row of a data table becomes a line with tabs between
    the cells.
    """
    return "".join(chain.from_iterable(gaps_and_texts(page, markup, kept, title)))


def gaps_and_texts(
    page: Page, markup: Markup, kept: Sequence[int], title: int | None
) -> Iterator[tuple[str, str]]:
    """Yield the lines in `kept` as for `text_of_lines`, and the space above each."""
    cells = _cells_of_data(markup, page.lines, -1 if title is None else title)
    marks = marks_of(markup)
    above, last = None, None
    for number in kept:
        line, cell = page.lines[number], cells.get(number)
        if cell and last and cell.row is last.row:
            gap = "\t" * (cell.place - last.place)
        else:
            is_below = bool(cell and last and cell.table is last.table)
            if is_below or (above and line.block is above.block and not line.is_apart):
                gap = "\n"
            else:
                gap = "\n\n" if above else ""
            gap += "\t" * (cell.place if cell else 0)
        yield gap, marks.get(number, "") + _with_links(line)
        above, last = line, cell


def _cells_of_data(
    markup: Markup, lines: Sequence[ShownLine], last: int
) -> dict[int, _Cell]:
    """Return the cells of data tables below the line `last`, with line numbers as keys.

    A data table has at least two rows of short cells. Other tables are for layout.
    """
    rows: dict[int, list[list[_Cell]]] = {}
    for row in markup.elements.values():
        if row.tag != "tr" or row.begin <= last:
            continue
        above = [*islice(row.ancestors(), 2)]
        table = next((each for each in above if each.tag == "table"), above[-1])
        filled = []
        for place, each in enumerate(x for x in row.children if not isinstance(x, str)):
            if each.begin < each.end:
                filled.append(_Cell(table, row, place, each.begin))
        shown = lines[row.begin : row.end]
        if len(shown) == len(filled) >= _FEWEST and all(map(_is_short, shown)):
            rows.setdefault(id(table), []).append(filled)
    tables = (each for each in rows.values() if len(each) >= _FEWEST)
    cells = chain.from_iterable(chain.from_iterable(tables))
    return {cell.line: cell for cell in cells}


def _is_short(cell: ShownLine) -> bool:
    return len(cell.text) <= _LONGEST_CELL and not cell.heading


def _with_links(line: ShownLine) -> str:
    """Return the text of a line, with the address added after each link.

    No address is added in a heading, or if the whole line is a link.
    """
    parts = []
    for anchor, pieces in groupby(line.pieces, key=lambda piece: piece.anchor):
        text = _with_raised(line, pieces)
        address = anchor.attributes.get("href") if anchor else None
        is_within = not line.heading and text.strip() != line.text
        parts.append(with_address(text, address) if address and is_within else text)
    return "".join(parts).strip()


def _with_raised(line: ShownLine, pieces: Iterable[Piece]) -> str:
    """Return the text of `pieces`, with footnote marks as superscript figures: `²`."""
    parts = []
    for piece in pieces:
        text = line.text[piece.begin : piece.end]
        above = (piece.element, *islice(piece.element.ancestors(), 2))
        found = _NOTE_MARK.fullmatch(text)
        is_at_note = any(each.classes & _AT_NOTES for each in above)
        if found and (is_at_note or any(each.tag == "sup" for each in above)):
            behind = found[3]
            if is_at_note:
                behind = "" if line.text[piece.end :].startswith(" ") else " "
            text = found[1] + found[2].translate(_RAISED) + behind
        parts.append(text)
    return "".join(parts)


def _titles(
    document: LexborHTMLParser, page: Page, title: int | None
) -> tuple[str, ...]:
    """Return the possible titles: the printed one, then those in the metadata."""
    printed = [] if title is None else [page.lines[title].text]
    said = attribute(document, 'meta[property="og:title"]')
    parts = sorted(_TAIL.split(page_title(document)), key=len, reverse=True)
    titles = (" ".join(each.split()) for each in (*printed, said, *parts))
    return tuple(dict.fromkeys(filter(None, titles)))


def page_date(
    page: Page,
    said: Stated,
    title: int | None,
    order: DayOrder | None = None,
    kept: Sequence[int] = (),
) -> str | None:
    """Return the date near the title, in the metadata or below the text, or None.

    `kept` are the lines of the text.
    """
    found = [(far, spot.date) for far, spot in dates_around(page, title, kept)]
    if said.day:
        found.append((NEAR + 1, said.day))
    days = (each.date(order, each.year) for _, each in sorted(found, key=itemgetter(0)))
    return next((str(day) for day in days if day and day.day), None)


def main_part(page: Page, title: int | None) -> range:
    """Return the range of lines that contains the text of a page.

    `title` is the line of the title. On a page without title, the text is below the
    only `h1` heading, or else around the longest line.
    """
    if title is None and page.heading is not None and page.headings == 1:
        title = page.heading.begin
    if title is not None:
        region = _region_of(page, page.lines[title].block)
        return range(region.begin, _end_of(page, title + 1, region))
    lines = [x for x, out in zip(page.lines, page.outside, strict=True) if not out]
    longest = max(lines, key=lambda each: len(each.text), default=None)
    holder = longest and longest.block.parent
    region = _region_of(page, holder) if holder else page.body
    return range(region.begin, region.end)


def kept_lines(page: Page, part: range, title: int | None) -> list[int]:
    """Return the lines of the main part, without buttons, bylines and navigation."""
    begin = part.start if title is None else begin_of(page, title, part.start)
    kind = None
    if title and begin == title and kind_of(page.lines[title - 1].text):
        kind = begin = title - 1
        part = range(begin, part.stop)
    kept = [
        number
        for number in part
        if number >= begin
        and not (page.outside[number] and number != kind)
        and not is_of_links(page.lines[number])
        and not (is_near_title(page, number, title) and is_byline(page, number))
    ]
    while kept and is_of_no_text(page.lines[kept[-1]].text):
        kept.pop()
    while kept and is_of_no_text(page.lines[kept[0]].text):
        kept.pop(0)
    return kept


def linked_width(line: ShownLine) -> int:
    """Count the characters of a line that are in links."""
    return sum(each.end - each.begin for each in line.pieces if each.anchor is not None)


def is_of_no_text(text: str) -> bool:
    """Return True if `text` is only a button or the date of a change.

    Return False for text that has no letters or digits, such as "***".
    """
    return any(map(str.isalnum, text)) and (is_noise(text) or is_stamp(text))


def is_of_links(line: ShownLine) -> bool:
    """Return whether a line has only buttons, or links to tags (`rel=tag`)."""
    pieces = [each for each in line.pieces if line.text[each.begin : each.end].strip()]
    if all(
        each.anchor is not None and is_noise(line.text[each.begin : each.end].strip())
        for each in pieces
    ):
        return True
    anchors = [each.anchor for each in line.pieces if each.anchor is not None]
    are_tags = all("tag" in each.attributes.get("rel", "").split() for each in anchors)
    return bool(anchors) and are_tags and 2 * linked_width(line) >= len(line.text)


def is_byline(page: Page, number: int) -> bool:
    """Return whether a line is a byline of the site, with the author or date."""
    line = page.lines[number]
    spots = page.dates_on.get(number, [])
    if is_filed_by(line.text) and (spots or linked_width(line) > 0):
        return True
    return any(x.place == WHOLE and x.element.tag == "time" for x in spots)


def plain_text(html: str, source: str) -> str:
    """Return the text of `html`, with an empty line between its paragraphs.

    List items start with a bullet or a number. Error messages contain `source`.

    Raises UnreadableInputError if the page has too many elements or is nested too deep.
    """
    markup = read_markup(html, source)
    lines = shown_lines(markup.body, html)
    marks = marks_of(markup)
    text = ""
    for place, line in enumerate(lines):
        text += "\n\n" if line.is_apart else "\n"
        text += marks.get(place, "") + line.text
    return text.strip()


def marks_of(markup: Markup) -> dict[int, str]:
    """Map the first line of each list item to the bullet or number of the item."""
    marks: dict[int, str] = {}
    counted: Counter[int] = Counter()
    for element in markup.elements.values():
        above = element.parent
        if element.tag != "li" or above is None:
            continue
        counted[id(above)] += 1
        if element.begin < element.end:
            number = f"{counted[id(above)]}. "
            marks[element.begin] = number if above.tag == "ol" else _BULLET
    return marks


# The position of the text on a page


class Stated(NamedTuple):
    """Metadata in the head of a page."""

    titles: tuple[str, ...]
    """The folded titles. Some end with the name of the site."""
    day: PrintedDate | None
    """The publication date."""

    def is_titled(self, text: str) -> bool:
        """Return whether `text` is a title, with or without the name of the site."""
        low = folded(text).strip()
        return bool(low) and any(
            each == low
            or (each.startswith(low) and _TAIL.match(each[len(low) :]))
            or (each.endswith(low) and _SITE.search(each.removesuffix(low)))
            for each in self.titles
        )


def _stated(document: LexborHTMLParser) -> Stated:
    """Return the metadata of a page."""
    published = attribute(document, 'meta[property="article:published_time"]')
    in_json = [each.date for each in entries_in_json(document)]
    titles = (attribute(document, 'meta[property="og:title"]'), page_title(document))
    return Stated(
        tuple(folded(" ".join(each.split())) for each in titles if each.strip()),
        stated_day(published) or (in_json[0] if len(in_json) == 1 else None),
    )


def _title_line(page: Page, said: Stated) -> int | None:
    """Return the line of the title.

    This is the heading or line with the same text as a title in the metadata, or else
    the only `h1` heading. Returns None if there is neither.
    """
    lines = [
        number for number, line in enumerate(page.lines) if not page.outside[number]
    ]
    headings = [n for n in lines if page.lines[n].heading]
    for numbers in (headings, lines):
        printed = ((n, page.lines[n].text) for n in numbers)
        titled = [n for n, x in printed if _may_be_title(x) and said.is_titled(x)]
        if titled:
            likely = likely_title(page)  # the name of the site may be printed above
            return likely if likely in titled else titled[-1]
    first = [n for n in headings if page.lines[n].heading == 1]
    is_only = page.headings == 1 == len(first)
    return first[0] if is_only and _may_be_title(page.lines[first[0]].text) else None


def _may_be_title(text: str) -> bool:
    """Return whether a heading can be the title of a release, not of a list."""
    is_long = " " in text.strip() or is_unspaced(text) or len(text) >= _LONG_WORD
    return is_long and not (kind_of(text) or is_aside_heading(text))


def _region_of(page: Page, element: Element) -> Element:
    """Return the element that contains the whole release.

    `element` is a part of the release. The result is the article that contains
    `element`. If there is no article, the result is the smallest element that contains
    both `element` and most of the page's text.
    """
    total = _letters(page, 0, len(page.lines))
    while element.parent is not None:
        held = _letters(page, element.begin, element.end)
        is_most = not total or held > _MOST_OF * total
        if is_most and (element.tag == "article" or element.classes & _ENTRY_CLASSES):
            break
        # Some pages have a second `main` element, for the heading alone.
        if (element.tag == "main" and held >= _LEAST_OF * total) or (
            element.tag not in {"header", "h1", "h2", "h3"}
            and total
            and held > _MOST_OF * total
        ):
            break
        element = element.parent
    return element


def _end_of(page: Page, begin: int, region: Element) -> int:
    """Return the end of the text.

    The text ends with the element `region`, or before a list of links to other pages.
    """
    lasts = [
        each.begin
        for each in region.inner()
        if begin < each.begin < each.end
        and is_of_latest(each)
        and _letters(page, begin, each.begin) >= _letters(page, each.end, region.end)
    ]
    end = min([_dated_links(page, begin, region.end), *lasts])
    for number in range(begin + 1, end):
        line = page.lines[number]
        if not (line.heading or line.is_bold) or not is_aside_heading(line.text):
            continue
        below = page.lines[number + 1 : number + 3]
        links = [main_anchor(each, each.pieces) for each in below]
        hrefs = [each[0].attributes.get("href", "") for each in links if each]
        if any(not href.startswith("mailto:") for href in hrefs):
            return number
    return end


def _dated_links(page: Page, begin: int, end: int) -> int:
    """Return the first row of a list of dated links below a longer text, or `end`."""
    dated = {x.line for x in page.spots if x.is_day and x.place != INSIDE}
    links = [
        number
        for number in range(begin + _BYLINES, end)
        if linked_width(page.lines[number]) >= _LINKED * len(page.lines[number].text)
        and not dated.isdisjoint(range(number - 2, number + 3))
    ]
    first = links[0] if len(links) >= _LEAST_LINKED else end
    least = max(_LEAST_TEXT, _letters(page, first, end))
    return first if _letters(page, begin, first) > least else end


def _letters(page: Page, begin: int, end: int) -> int:
    """Count the characters in paragraphs from `begin` to `end`, without links."""
    return sum(
        piece.end - piece.begin
        for number in range(begin, end)
        if not page.outside[number] and len(page.lines[number].text) >= _LINE_OF_TEXT
        for piece in page.lines[number].pieces
        if piece.anchor is None
    )


# The links of a page


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
    markup, page, _, title = page_in(html, "")
    document, part = markup.document, main_part(page, title)
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
        *(_whole(each, base) for each in _linked_in(page, markup, part)),
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


def _linked_in(page: Page, markup: Markup, part: range) -> tuple[list[str], list[str]]:
    """Return the targets of the links and pictures in the main part of a page.

    The second list has the documents that other parts of the page link to.
    """
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
