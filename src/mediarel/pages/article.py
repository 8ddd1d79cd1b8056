"""Find the article or release that fills a page: its title, date and text.

Such a page has metadata about one release, or has one heading, one date and paragraphs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.entries import Found, Segment, is_filing
from mediarel.pages.labels import is_filed_by, is_kind
from mediarel.pages.lines import main_anchor
from mediarel.pages.page import (
    START,
    WHOLE,
    Spot,
    is_aside_heading,
    is_of_latest,
    stated_day,
)
from mediarel.pages.site import attribute, page_title
from mediarel.pages.structured import entries_in_json
from mediarel.pages.words import folded
from mediarel.release.document import date_of
from mediarel.release.signing import is_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborHTMLParser

    from mediarel.dates.printed import PrintedDate
    from mediarel.pages.markup import Element
    from mediarel.pages.page import Page


_LINE_OF_TEXT = 40  # characters of a line of text
_SINGLE = re.compile(r"(?:post-template-)?single(?:-\w{1,30})?")
_TAIL = re.compile(r"\s{1,4}[|–—»«·•:-]{1,2}\s")
_NEAR = 3  # lines below a text that may contain a heading of names
_MOST_OF = 0.6
_FEWEST_LINKED = 3  # entries that make a list, even if the page claims one release
_LEAST_LETTERS = 15  # characters of a paragraph
_PARAGRAPHS = 2
_LEAST_TEXT = 120
_MUCH_TEXT = 300
_TITLE = re.compile(r"(?:entry|post|article|page|node)-?_?(?:title|headline)|headline")
_ENTRY_CLASSES = frozenset(("hentry", "h-entry"))
_ABOVE = 4  # lines above the title that may contain its date
_BELOW = 8
_PARAGRAPH = 80
_LONGEST_FOOT = 60
_LONGEST_BYLINE = 120
_DASH = re.compile(r"\s?[)\]]?\s?(?:[–—:|]|-{1,2}\s)")
_STOP = re.compile(r"[.!?…។。]['\"'”’»)\]]{0,3}\s{0,3}\Z")


class Stated(NamedTuple):
    """Metadata in the head and the classes of a page."""

    is_one: bool
    """Whether the metadata describes one release."""
    is_article: bool
    """Whether the metadata describes an article, as on some list pages too."""
    titles: tuple[str, ...]
    """The folded titles, some followed by the site name."""
    day: PrintedDate | None
    """The publication date."""

    def is_title(self, text: str) -> bool:
        """Return whether `text` is a title, with or without the name of the site."""
        low = folded(text).strip()
        return bool(low) and any(
            each == low or (each.startswith(low) and _TAIL.match(each[len(low) :]))
            for each in self.titles
        )


class ReleasePage(NamedTuple):
    """The position of a release on a page."""

    segment: Segment
    title: Found


def article_on(
    page: Page, said: Stated, listed: Sequence[Segment]
) -> ReleasePage | None:
    """Return the release that the metadata claims or the page looks like, or None.

    `listed` are the entries of the most likely list on the page.
    """
    begin = _title_line(page, said)
    if begin is None:
        return None
    last = _last_of_title(page, begin)
    region = region_of(page, page.lines[begin].block)
    end = end_with_names(page, end_of(page, last + 1, region))
    is_stated = said.is_one or (
        said.is_article and said.is_title(page.lines[begin].text)
    )
    # Content below the text is in no list of a page with its own title.
    is_cut = is_stated or said.is_title(_whole(page, begin))
    last_line = end if is_cut else len(page.lines)
    if _is_list(page, listed, begin, last_line, is_stated=is_stated):
        return None
    if not _is_text(page, last + 1, end, is_stated=is_stated):
        return None
    spot = _day_of(page, begin, last, end, said.day if is_stated else None)
    if spot is None or (not is_stated and _has_others(page, spot.line, end)):
        return None
    line = page.lines[begin]
    heading = " ".join(each.text for each in page.lines[begin : last + 1])
    found = main_anchor(line, line.pieces)
    first = spot.line if begin - _ABOVE <= spot.line < begin else begin
    return ReleasePage(
        Segment(first, end, spot),
        Found(heading, begin, found[0] if found else None, last=last),
    )


def _title_line(page: Page, said: Stated) -> int | None:
    """Return the line of the title: the title in the metadata, or the only heading."""
    headings = [
        number
        for number, line in enumerate(page.lines)
        if not page.outside[number]
        and (line.heading or any(map(_TITLE.fullmatch, line.block.classes)))
    ]
    for number in headings:
        if said.is_title(_whole(page, number)):
            return number if said.is_one or _is_own(page, number) else None
    if page.heading is None or page.headings > 1:
        return None
    begin = page.heading.begin
    return begin if begin in headings and _is_own(page, begin) else None


def _is_own(page: Page, number: int) -> bool:
    """Return whether a heading can be the title of a release, not of a list."""
    text = page.lines[number].text
    return not (is_kind(text) or is_aside_heading(text)) and " " in text.strip()


def _last_of_title(page: Page, begin: int) -> int:
    block = page.lines[begin].block
    last = begin
    while last + 1 < block.end and page.lines[last + 1].block is block:
        last += 1
    return last


def _whole(page: Page, begin: int) -> str:
    last = _last_of_title(page, begin)
    return " ".join(each.text for each in page.lines[begin : last + 1])


def region_of(page: Page, element: Element) -> Element:
    """Return the element of a release that contains `element`, such as its title.

    The element is the article, else the element with most of the text.
    """
    total = text_below(page, 0, len(page.lines))
    while element.parent is not None:
        if element.tag == "article" or element.classes & _ENTRY_CLASSES:
            held = text_below(page, element.begin, element.end)
            if not total or held > _MOST_OF * total:
                break
        if element.tag == "main" or (
            element.tag not in {"header", "h1", "h2", "h3"}
            and total
            and text_below(page, element.begin, element.end) > _MOST_OF * total
        ):
            break
        element = element.parent
    return element


def end_of(page: Page, begin: int, region: Element) -> int:
    """Return the end of the text: the end of its element, or links to other pages."""
    lasts = [
        each.begin
        for each in region.inner()
        if each.begin > begin and each.begin < each.end and is_of_latest(each)
    ]
    end = min([region.end, *lasts])
    for number in range(begin + 1, end):
        line = page.lines[number]
        if not (line.heading or line.is_bold) or not is_aside_heading(line.text):
            continue
        below = page.lines[number + 1 : number + 3]
        if any(main_anchor(each, each.pieces) for each in below):
            return number
    return end


def _is_list(
    page: Page, listed: Sequence[Segment], begin: int, end: int, *, is_stated: bool
) -> bool:
    """Return whether there are entries with titles between two lines.

    If the page claims to be one release, only linked titles count.
    """
    own = folded(page.lines[begin].text)
    names = names_from(page, begin, end)
    titled = linked = 0
    for segment in listed:
        title = segment.title
        if title is None or folded(title.text) == own:
            continue
        if max(segment.spot.line, title.line) >= end or (
            is_stated and segment.spot.line < begin
        ):
            continue
        if segment.spot.line < names <= title.line:  # a heading of the names
            continue
        if title.anchor is not None and is_filing(title.anchor):
            continue
        titled += 1
        linked += title.anchor is not None
    return linked >= _FEWEST_LINKED if is_stated else titled > 0


def _is_text(page: Page, begin: int, end: int, *, is_stated: bool) -> bool:
    """Return whether the content between two lines is mostly running text.

    The names below the text may be links to the sites of the organisations.
    """
    paragraphs = letters = linked = 0
    for number in range(begin, names_from(page, begin, end)):
        line = page.lines[number]
        if page.outside[number] or is_filed_by(line.text):
            continue
        paragraphs += len(line.text) >= _LEAST_LETTERS and not line.heading
        letters += len(line.text)
        linked += sum(p.end - p.begin for p in line.pieces if p.anchor is not None)
    plain = letters - linked
    if linked > plain and not (is_stated and plain >= _MUCH_TEXT):
        return False
    return bool(paragraphs) and (
        is_stated or paragraphs >= _PARAGRAPHS or letters >= _LEAST_TEXT
    )


def _has_others(page: Page, own: int, end: int) -> bool:
    """Return whether there are other dates on separate lines, as in further entries."""
    return any(
        spot.place in {WHOLE, START} and spot.is_day and not page.beside[spot.line]
        for spot in page.spots
        if spot.line > own and spot.line < end
    )


def names_from(page: Page, begin: int, end: int) -> int:
    """Return the first heading of names from line `begin` on, or `end`."""
    lines = (n for n in range(begin, end) if is_heading(page.lines[n].text))
    return next(lines, end)


def end_with_names(page: Page, end: int) -> int:
    """Return the end of a text, including a list of names below `end`.

    The names have a heading, such as "Signed by:". The list ends at
    content outside the main part or at links to other pages.
    """
    shown = [n for n in range(end, len(page.lines)) if not page.outside[n]]
    near = shown[:_NEAR]
    begin = next((n for n in near if is_heading(page.lines[n].text)), None)
    if begin is None or not end:
        return end
    block = page.lines[begin].block
    holder = next((each for each in block.ancestors() if each.begin < end), block)
    latest = [each.begin for each in holder.inner() if is_of_latest(each)]
    return min([holder.end, *(each for each in latest if each > begin)])


def stated(document: LexborHTMLParser) -> Stated:
    """Return the metadata of a page."""
    published = attribute(document, 'meta[property="article:published_time"]')
    body = document.body
    classes = ((body.attributes.get("class") if body else "") or "").lower().split()
    in_json = [*entries_in_json(document)]
    one = in_json[0] if len(in_json) == 1 else None
    is_one = any(map(_SINGLE.fullmatch, classes)) or one is not None
    titles = (attribute(document, 'meta[property="og:title"]'), page_title(document))
    return Stated(
        is_one or bool(published),
        attribute(document, 'meta[property="og:type"]').lower() == "article",
        tuple(folded(" ".join(each.split())) for each in titles if each.strip()),
        stated_day(published) or (one and one.date),
    )


def text_below(page: Page, begin: int, end: int) -> int:
    """Return the number of characters in paragraphs between the lines."""
    return sum(
        piece.end - piece.begin
        for number in range(begin, end)
        if not page.outside[number] and len(page.lines[number].text) >= _LINE_OF_TEXT
        for piece in page.lines[number].pieces
        if piece.anchor is None
    )


def _day_of(
    page: Page, begin: int, last: int, end: int, given: PrintedDate | None
) -> Spot | None:
    """Return the date of a release with its title on lines `begin` to `last`.

    A printed date takes precedence over `given`, the date in the page's metadata.
    """
    if (spot := _near(page, begin, last, end)) is not None:
        return spot
    date = _of_text(page, last + 1, end) or given
    if date is None:
        return None
    # Uses the line of the title, so that the text stays complete.
    return Spot(date, begin, begin, 0, 0, WHOLE, page.lines[begin].block)


def _near(page: Page, begin: int, last: int, end: int) -> Spot | None:
    """Return the date on a separate line: the first below the title, or one above."""
    near = [
        spot
        for spot in page.spots
        if spot.is_day
        and begin - _ABOVE <= spot.line < min(end, last + 1 + _BELOW)
        and not begin <= spot.line <= last
        and not page.beside[spot.line]
        and _is_head(page, spot)
    ]
    below = [
        spot
        for spot in near
        if spot.line > last
        and not any(
            len(each.text) > _PARAGRAPH or _STOP.search(each.text)
            for each in page.lines[last + 1 : spot.line]
        )
    ]
    above = [spot for spot in near if spot.line < begin and spot.place == WHOLE]
    marked = [
        spot
        for spot in page.spots
        if begin - _BELOW <= spot.line < begin and spot.element.tag == "time"
    ]
    return next(iter(below), None) or next(reversed([*marked, *above]), None)


def _is_head(page: Page, spot: Spot) -> bool:
    """Return whether a date is on a line that isn't a sentence."""
    text = page.lines[spot.line].text
    if not spot.end:  # over several lines
        return True
    rest = f"{text[: spot.begin]} {text[spot.end :]}".strip()
    if len(rest) > _LONGEST_BYLINE or _STOP.search(rest):
        return False
    if _DASH.match(text[spot.end :]) and len(rest) > _LONGEST_FOOT:
        return False
    return spot.place == WHOLE or is_filed_by(text) or len(rest) <= _LONGEST_FOOT


def _of_text(page: Page, begin: int, end: int) -> PrintedDate | None:
    """Return the date that a text gives for itself, such as a date above the names."""
    shown = (
        page.lines[number].text
        for number in range(begin, end)
        if not page.outside[number]
    )
    return stated_day(date_of("\n\n".join(shown)))
