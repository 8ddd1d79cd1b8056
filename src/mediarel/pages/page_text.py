"""Read a page as one document: the text of its main part, and its metadata.

The title and date of a release are the same as in an import of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.pages.article import article_on, end_of, region_of, stated
from mediarel.pages.entries import segments_of
from mediarel.pages.labels import is_filed_by
from mediarel.pages.lines import shown_lines
from mediarel.pages.markup import read_markup
from mediarel.pages.noise import is_noise, is_stamp
from mediarel.pages.page import WHOLE, day_order, page_of
from mediarel.pages.readings import rivals_of
from mediarel.pages.site import attribute, page_title, stated_address
from mediarel.text.urls import with_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selectolax.lexbor import LexborHTMLParser

    from mediarel.pages.article import ReleasePage, Stated
    from mediarel.pages.lines import Piece, ShownLine
    from mediarel.pages.markup import Element, Markup
    from mediarel.pages.page import Page


_BULLET = "• "
_NEAR = 4  # lines around a title that may give the author and date
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOTE_MARK = re.compile(r"(\s*)\[?([0-9]{1,3})\]?(\s*)")
# Note marks in a page from LibreOffice, which are not superscript.
_AT_NOTES = frozenset(("sdfootnotesym", "sdendnotesym"))
_FEWEST = 2  # rows of a table of data, and cells of a row
_LONGEST_CELL = 200  # characters
_TAIL = re.compile(r"\s[|–—»«·•-]{1,2}\s")


class PageDocument(NamedTuple):
    """A page as one document.

    text      text of the main part, with an empty line between paragraphs
    titles    possible titles, the likeliest first
    date      publication date (EDTF)
    source    address that the page states for itself
    language  as stated on the page, unchecked
    """

    text: str
    titles: tuple[str, ...]
    date: str | None
    source: str | None
    language: str


class _Cell(NamedTuple):
    """A cell with one line: its table, its row, its position in the row, the line."""

    table: Element
    row: Element
    place: int
    line: int


def page_document(html: str, source: str) -> PageDocument:
    """Return the page in `html` as one document.

    Raises UnreadableInputError.
    """
    markup = read_markup(html, source)
    lines = shown_lines(markup.body, html)
    page = page_of(lines, markup.body, is_html=True)
    said = stated(markup.document)
    readings = rivals_of(page)
    listed = segments_of(readings[0], page) if readings else []
    release = article_on(page, said, listed)
    part = main_part(page, release)
    kept = kept_lines(page, part, release)
    shown = release.title if release is not None else None
    last = max(shown.line, shown.last) if shown is not None else -1
    return PageDocument(
        _text(kept, page, markup, _cells_of_data(markup, page.lines, last)),
        _titles(markup.document, page, release),
        _date(page, said, release, source),
        stated_address(markup.document, html),
        attribute(markup.document, "html[lang]", "lang"),
    )


def text_of_lines(page: Page, markup: Markup, kept: list[int]) -> str:
    """Return the text of the lines `kept` of a page that has no metadata."""
    return _text(kept, page, markup, _cells_of_data(markup, page.lines, -1))


def _text(
    kept: list[int], page: Page, markup: Markup, cells: Mapping[int, _Cell]
) -> str:
    """Return the text of lines; the lines of a paragraph stay together.

    A row of `cells` becomes a line with tabs between them.
    """
    marks = marks_of(markup)
    text, above, last = "", None, None
    for number in kept:
        line, cell = page.lines[number], cells.get(number)
        mark = marks.get(number, "")
        if cell and last and cell.row is last.row:
            text += "\t" * (cell.place - last.place)
        else:
            is_below = bool(cell and last and cell.table is last.table)
            if is_below or (above and line.block is above.block and not line.is_apart):
                text += "\n"
            elif above:
                text += "\n\n"
            text += "\t" * (cell.place if cell else 0)
        text += mark + _with_links(line)
        above, last = line, cell
    return text


def _cells_of_data(
    markup: Markup, lines: Sequence[ShownLine], last: int
) -> dict[int, _Cell]:
    """Return the cell of each line in a table of data below the line `last`.

    A table of data has two rows or more of short cells. Other tables are layout.
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
    """Return the text of a line, with the addresses of the links in its sentences.

    Headings, and lines that are only a link, get no addresses.
    """
    parts = []
    for anchor, pieces in groupby(line.pieces, key=lambda piece: piece.anchor):
        text = _with_raised(line, pieces)
        address = anchor.attributes.get("href") if anchor else None
        is_within = not line.heading and text.strip() != line.text
        parts.append(with_address(text, address) if address and is_within else text)
    return "".join(parts).strip()


def _with_raised(line: ShownLine, pieces: Iterable[Piece]) -> str:
    """Return the text of `pieces` of a line, with note marks as superscript figures."""
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
    document: LexborHTMLParser, page: Page, release: ReleasePage | None
) -> tuple[str, ...]:
    """Return the possible titles: as printed, then from the metadata."""
    printed = []
    if release is not None:
        printed.append(release.title.text)
    elif page.heading is not None and page.headings == 1:
        lines = page.lines[page.heading.begin : page.heading.end]
        printed.append(" ".join(line.text for line in lines))
    said = attribute(document, 'meta[property="og:title"]')
    parts = sorted(_TAIL.split(page_title(document)), key=len, reverse=True)
    titles = (" ".join(each.split()) for each in (*printed, said, *parts))
    return tuple(dict.fromkeys(filter(None, titles)))


def _date(
    page: Page, said: Stated, release: ReleasePage | None, source: str
) -> str | None:
    """Return the publication date of a page, or None if unknown or ambiguous."""
    if release is not None:
        spot = release.segment.spot
        try:
            order = day_order(page, [spot], source, None)
        except errors.UnreadableInputError:  # ambiguous figures
            pass
        else:
            date = spot.date.date(order)
            if date is not None:
                return str(date)
    day = said.day and said.day.date(None, said.day.year)
    return str(day) if day else None


def main_part(page: Page, release: ReleasePage | None) -> range:
    """Return the range of lines that contains the text of a page.

    For a release, the range includes lines above the title in an element with the text.
    """
    if release is not None:
        region = region_of(page, page.lines[release.title.line].block)
        return range(min(region.begin, release.segment.begin), release.segment.end)
    heading = page.heading if page.headings == 1 else None
    if heading is not None:
        region = region_of(page, page.lines[heading.begin].block)
        return range(region.begin, end_of(page, heading.end, region))
    lines = [x for x, out in zip(page.lines, page.outside, strict=True) if not out]
    longest = max(lines, key=lambda each: len(each.text), default=None)
    holder = longest and longest.block.parent
    region = region_of(page, holder) if holder else page.body
    return range(region.begin, region.end)


def kept_lines(page: Page, part: range, release: ReleasePage | None) -> list[int]:
    """Return the lines of the main part that belong to its text."""
    kept = [
        number
        for number in part
        if not page.outside[number]
        and not _is_of_buttons(page.lines[number])
        and not (release is not None and _is_around_title(page, number, release))
    ]
    while kept and _is_of_no_text(page.lines[kept[-1]].text):
        kept.pop()
    while kept and _is_of_no_text(page.lines[kept[0]].text):
        kept.pop(0)
    return kept


def _linked(line: ShownLine) -> int:
    return sum(each.end - each.begin for each in line.pieces if each.anchor is not None)


def _is_of_no_text(text: str) -> bool:
    """Return whether a line at an edge is a button or a stamp, but not "***"."""
    return any(map(str.isalnum, text)) and (is_noise(text) or is_stamp(text))


def _is_of_buttons(line: ShownLine) -> bool:
    """Return whether a line contains only links that are buttons."""
    pieces = [each for each in line.pieces if line.text[each.begin : each.end].strip()]
    return all(
        each.anchor is not None and is_noise(line.text[each.begin : each.end].strip())
        for each in pieces
    )


def _is_around_title(page: Page, number: int, release: ReleasePage) -> bool:
    """Return whether a line near the title gives the author or date of the release."""
    title, line, spot = release.title, page.lines[number], release.segment.spot
    last = max(title.line, title.last)
    if title.line <= number <= last or not (
        title.line - _NEAR <= number <= last + _NEAR
    ):
        return False
    if is_filed_by(line.text) and (number in page.dates_on or _linked(line) > 0):
        return True
    is_date = number == spot.line and spot.place == WHOLE
    return is_date and any(each.element.tag == "time" for each in line.pieces)


def plain_text(html: str, source: str) -> str:
    """Return the text of `html`, with an empty line between its paragraphs.

    Items of lists have a bullet or their number. `source` names the origin.

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
    """Return the bullet or number of each list item, by its first line."""
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
