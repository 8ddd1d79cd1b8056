"""Read a page that is one release: its heading, date and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.beside import is_aside_heading
from mediarel.pages.entries import SiteAddress
from mediarel.pages.found import Line
from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import label_of
from mediarel.pages.markup_lines import main_anchor
from mediarel.pages.release_day import is_byline
from mediarel.pages.title_signs import Found, Segment
from mediarel.pages.units import is_told_of
from mediarel.pages.whole_release import ReleasePage, end_with_names, text_below

if TYPE_CHECKING:
    from mediarel.pages.choice import Choice, Page
    from mediarel.pages.found import RawEntry
    from mediarel.pages.units import Spot

_NEAR = 8  # lines between the heading and the date
_LEAST_TEXT = 250  # characters of a release
_LEAST_BESIDE_LIST = 800  # the same, on a page that also has a short list
_SHORT_LIST = 8
_FEW = 3
_SEVERAL = 2
_PARAGRAPH = 80
_MOST_OF = 0.6
_WORDS = 3


def release_of(page: Page, choice: Choice | None) -> ReleasePage | None:
    """Return the release that fills a page, or None for a list or neither.

    `choice` is the likeliest list. A list with few entries below a long text links to
    other releases.
    """
    if page.heading is None or page.headings > 1:
        return None
    begin = page.heading.begin
    spot = _date_near(page, begin, page.heading.end)
    end = end_with_names(page, _end(page, begin))
    if choice is not None and _has_titles(choice, page.lines[begin].text):
        return None
    if choice is not None and not _begins_with(choice, spot):
        if len(choice.cut.segments) > _SHORT_LIST:
            return None
        end = min(end, *(each.begin for each in choice.cut.segments))
    if spot is None or page.beside[begin] or end <= max(spot.line, begin):
        return None
    letters = text_below(page, max(spot.last, page.heading.end - 1) + 1, end)
    if letters < (_LEAST_TEXT if choice is None else _LEAST_BESIDE_LIST):
        return None
    line = page.lines[begin]
    heading = " ".join(x.text for x in page.lines[begin : page.heading.end])
    found = main_anchor(line, line.pieces)
    anchor = found[0] if found else None
    return ReleasePage(
        Segment(min(begin, spot.line), end, spot),
        Found(heading, begin, anchor, "heading"),
    )


def _has_titles(choice: Choice, heading: str) -> bool:
    """Return whether the entries of a list have titles that link to other pages.

    Below a heading that isn't a title ("Press releases"), links are not required.
    """
    titles = [each for each in choice.titles if each is not None]
    if len(titles) < len(choice.cut.segments) or len(titles) < _SEVERAL:
        return False
    if not all(each.sign in {"heading", "class"} for each in titles):
        return False
    anchors = {each.anchor for each in titles}
    is_general = is_kind(heading) or is_aside_heading(heading)
    return is_general or (None not in anchors and len(anchors) == len(titles))


def _begins_with(choice: Choice, spot: Spot | None) -> bool:
    """Return whether a list is only a few dates, the first that of a release."""
    segments = choice.cut.segments
    return len(segments) <= _FEW and segments[0].spot == spot


def _date_near(page: Page, begin: int, end: int) -> Spot | None:
    """Return the date of a release: the first below its heading, else the one above."""
    near = [
        spot
        for spot in page.spots
        if spot.is_head
        and spot.date.day is not None
        and begin - _NEAR <= spot.line < end + _NEAR
        and not page.beside[spot.line]
        and not begin <= spot.line < end
        and not is_told_of(spot, page.lines)
    ]
    below = [
        spot
        for spot in near
        if spot.line >= end and not _is_text_between(page, end, spot.line)
    ]
    above = [spot for spot in near if spot.line < begin and spot.form == "alone"]
    return next(iter(below), None) or (above[-1] if above else None)


def _is_text_between(page: Page, begin: int, end: int) -> bool:
    count = sum(len(line.text) > _PARAGRAPH for line in page.lines[begin:end])
    return count > 1  # the line may be a subtitle


def _end(page: Page, begin: int) -> int:
    """Return the end of the text below a heading."""
    element = page.lines[begin].block
    total = text_below(page, 0, len(page.lines)) or 1
    while element.parent is not None:
        held = text_below(page, element.begin, element.end)
        if held > _MOST_OF * total:
            break
        element = element.parent
    for number in range(begin + 1, element.end):
        line = page.lines[number]
        if line.heading and is_aside_heading(line.text):
            return number
    return element.end


def of_release(entry: RawEntry, own: str | None) -> RawEntry:
    """Return the entry of a page that is one release, with the page's own address.

    Labels between title and date are kept as fields. Lines of several words there
    become text.
    """
    said = tuple(each for each in entry.beside if _is_said(each))
    text = [
        Line(each, entry.line)
        for each in entry.beside
        if not _is_said(each) and each.count(" ") >= _WORDS
    ]
    apart = [Line("", entry.line)] if text and entry.body else []
    link = None if isinstance(own, SiteAddress) else own
    body = (*text, *apart, *entry.body)
    return entry._replace(link=link, beside=said, body=body, is_whole=True)


def _is_said(text: str) -> bool:
    return is_byline(text) or label_of(text) is not None or is_kind(text)
