"""A page as one document: the text of its main part, and what it says of itself.

Where it is a release, its title and date are those that an import of the page has.
"""

from __future__ import annotations

import re
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import UnreadableInputError
from mediarel.pages.about import as_list, likeliest_list, release_on
from mediarel.pages.addresses import stated_address
from mediarel.pages.choice import page_of
from mediarel.pages.dated import navigation_of, spots_of
from mediarel.pages.entry_dates import with_dates
from mediarel.pages.main_part import kept_lines, main_part
from mediarel.pages.markup import read_markup
from mediarel.pages.markup_lines import shown_lines
from mediarel.pages.one_release import stated
from mediarel.pages.plain import marks_of
from mediarel.pages.table_heads import children, table_of
from mediarel.text.urls import with_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selectolax.lexbor import LexborHTMLParser

    from mediarel.pages.choice import Page
    from mediarel.pages.markup import Element, Markup
    from mediarel.pages.markup_lines import Piece, ShownLine
    from mediarel.pages.one_release import Stated
    from mediarel.pages.whole_release import ReleasePage

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOTE_MARK = re.compile(r"(\s*)\[?([0-9]{1,3})\]?(\s*)")
# Of the mark at a note in a page of LibreOffice, which does not raise it.
_AT_NOTES = frozenset(("sdfootnotesym", "sdendnotesym"))
_FEWEST = 2  # rows of a table of data, and cells of a row
_LONGEST_CELL = 200  # characters
_TAIL = re.compile(r"\s[|–—»«·•-]{1,2}\s")


class PageDocument(NamedTuple):
    """What a page holds, as one document.

    text      of its main part, a blank line between its paragraphs
    titles    what may be its title, the likeliest first
    date      when it was published (EDTF)
    source    the address that it says it is at
    language  as it says, which may be anything
    """

    text: str
    titles: tuple[str, ...]
    date: str | None
    source: str | None
    language: str | None


class _Cell(NamedTuple):
    """A cell that is one line: its table and row, its place there, and that line."""

    table: Element
    row: Element
    place: int
    line: int


def page_document(html: str, source: str) -> PageDocument:
    """Return the page that `html` is as one document.

    Raises UnreadableInputError.
    """
    markup = read_markup(html, source)
    lines = shown_lines(markup.body, html)
    passed = navigation_of(markup.body, len(lines))
    page = page_of(lines, passed, spots_of(lines, markup.body))
    said = stated(markup.document)
    release = release_on(page, said, likeliest_list(page))
    part = main_part(page, markup.body, release)
    kept = kept_lines(page, part, release)
    shown = release.title if release is not None else None
    last = max(shown.line, shown.last) if shown is not None else -1
    return PageDocument(
        _text(kept, page, markup, _cells_of_data(markup, page.lines, last)),
        _titles(markup.document, page, release),
        _date(page, said, release, source),
        stated_address(markup.document, html),
        _language(markup.document),
    )


def _text(
    kept: list[int], page: Page, markup: Markup, cells: Mapping[int, _Cell]
) -> str:
    """Return the text of lines: what is broken within a paragraph stays in it.

    A row of `cells` becomes a line with tabs between them.
    """
    marks = marks_of(markup)
    text, above, last = "", None, None
    for number in kept:
        line, cell = page.lines[number], cells.get(number)
        mark, _ = marks.get(number, ("", None))
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
    """Return the cell of each line that is in a table of data, below the line `last`.

    Such a table has two rows or more of short cells. Another lays out the page.
    """
    rows: dict[int, list[list[_Cell]]] = {}
    for row in markup.elements.values():
        if row.tag != "tr" or row.begin <= last:
            continue
        table, filled = table_of(row), []
        for place, each in enumerate(children(row)):
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

    A heading has none, nor has a line that is a link as a whole: it leads elsewhere.
    """
    parts = []
    for anchor, pieces in groupby(line.pieces, key=lambda piece: piece.anchor):
        text = _with_raised(line, pieces)
        address = anchor.attributes.get("href") if anchor else None
        is_within = not line.heading and text.strip() != line.text
        parts.append(with_address(text, address) if address and is_within else text)
    return "".join(parts).strip()


def _with_raised(line: ShownLine, pieces: Iterable[Piece]) -> str:
    """Return the text of `pieces` of a line, its note marks as raised figures."""
    parts = []
    for piece in pieces:
        text = line.text[piece.begin : piece.end]
        above = (piece.element, *islice(piece.element.ancestors(), 2))
        found = _NOTE_MARK.fullmatch(text)
        is_at_note = any(each.classes & _AT_NOTES for each in above)
        if found and (is_at_note or any(each.tag == "sup" for each in above)):
            behind = " " if is_at_note else found[3]
            text = found[1] + found[2].translate(_RAISED) + behind
        parts.append(text)
    return "".join(parts)


def _titles(
    document: LexborHTMLParser, page: Page, release: ReleasePage | None
) -> tuple[str, ...]:
    """Return what may be the title: as printed, then as stated."""
    printed = []
    if release is not None:
        printed.append(release.title.text)
    elif page.heading is not None and page.headings == 1:
        lines = page.lines[page.heading.begin : page.heading.end]
        printed.append(" ".join(line.text for line in lines))
    node = document.css_first('meta[property="og:title"]')
    said = "" if node is None else node.attributes.get("content") or ""
    node = document.css_first("head title")
    whole = "" if node is None else node.text()
    parts = sorted(_TAIL.split(whole), key=len, reverse=True)
    titles = (" ".join(each.split()) for each in (*printed, said, *parts))
    return tuple(dict.fromkeys(filter(None, titles)))


def _date(
    page: Page, said: Stated, release: ReleasePage | None, source: str
) -> str | None:
    """Return when a page was published, None where it is open."""
    if release is not None:
        try:
            _, dates, _ = with_dates(as_list(release), page, source, None)
        except UnreadableInputError:  # in figures that can be read in two ways
            pass
        else:
            return str(dates[0])
    date = said.day and said.day.date(None, said.day.year)
    return str(date) if date else None


def _language(document: LexborHTMLParser) -> str | None:
    node = document.css_first("html[lang]")
    return None if node is None else (node.attributes.get("lang") or "").strip()
