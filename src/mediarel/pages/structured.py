"""Read the entries that a page states in JSON-LD, microdata or microformats.

Stated titles and dates take precedence over printed ones. A printed date that differs
by one day is kept, because stated times may be in a different time zone.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.candidates import Candidate
from mediarel.pages.entries import Segment, end_of_last
from mediarel.pages.lines import anchor_of
from mediarel.pages.page import WHOLE, Page, Spot, stated_day
from mediarel.pages.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from mediarel.dates.printed_parts import PrintedDate
    from mediarel.pages.markup import Element, Markup

_LEAST = 2  # entries of a list
_MOST = 0.6  # minimum share of the entries in a reading that the page states
_MOST_SCRIPTS = 20
_LONGEST = 2_000_000  # characters of a script
_SHORT = 10  # characters; a shorter title must be the whole line
_TYPES = re.compile(r"article|posting|release|statement|report", re.IGNORECASE)
# Selectors of the entries of a page, and of the title and date of an entry.
_FORMS = (
    (
        '[itemtype*="Article"], [itemtype*="Posting"]',
        '[itemprop~="headline"], [itemprop~="name"]',
        '[itemprop~="datePublished"]',
    ),
    (".h-entry", ".p-name", ".dt-published"),
    (".hentry", ".entry-title", ".published, time.entry-date"),
)


class StatedEntry(NamedTuple):
    """The title and publication date of an entry, and its element if known."""

    title: str
    date: PrintedDate
    element: Element | None = None


def structured_entries(
    page: Page, markup: Markup, readings: Iterable[Sequence[Segment]]
) -> list[Segment]:
    """Return the entries that a page states, or [] if the page states no list.

    `readings` are the entries as read from the printed page.
    """
    readings = list(readings)
    most = max(map(len, readings), default=0)
    segments = [*_segments(page, _in_elements(markup))]
    if len(segments) >= max(_LEAST, _MOST * most):
        return segments
    stated = [*entries_in_json(markup.document)]
    segments = [*_segments(page, stated)]
    return segments if len(segments) >= max(_LEAST, _MOST * most) else []


def entries_in_json(document: LexborHTMLParser) -> Iterator[StatedEntry]:
    """Yield the articles in the JSON-LD of a page, including articles in lists."""
    scripts = document.css('script[type="application/ld+json"]')
    for script in scripts[:_MOST_SCRIPTS]:
        try:
            stack = [json.loads(script.text()[:_LONGEST])]
        except (ValueError, RecursionError):
            continue
        while stack:
            each = stack.pop()
            inner = each.values() if isinstance(each, dict) else each
            if isinstance(each, dict | list):
                stack += reversed([*inner])
            if isinstance(each, dict) and _TYPES.search(str(each.get("@type"))):
                title = each.get("headline") or each.get("name") or ""
                date = stated_day(each.get("datePublished"))
                if isinstance(title, str) and date:
                    yield StatedEntry(" ".join(unescape(title).split()), date)


def _in_elements(markup: Markup) -> list[StatedEntry]:
    """Return the entries marked by microdata, h-entry or hentry."""
    for entry, title, date in _FORMS:
        found: list[StatedEntry] = []
        for node in markup.document.css(entry):
            element = markup.elements.get(node.mem_id)
            named, dated = _own(node, title), _own(node, date)
            if element is None or named is None or dated is None:
                continue
            given = dated.attributes
            day = stated_day(given.get("datetime") or given.get("content"))
            day = day or stated_day(given.get("title"))
            if day is not None:
                found.append(StatedEntry(_text(named), day, element))
        if len(found) >= _LEAST:
            return found
    return []


def _own(entry: LexborNode, selector: str) -> LexborNode | None:
    """Return the first match for a selector in an entry, or None.

    Matches in nested microdata items are skipped.
    """
    for found in entry.css(selector):
        above = found.parent
        while above is not None and above.mem_id != entry.mem_id:
            if "itemscope" in above.attributes:
                break
            above = above.parent
        else:
            return found
    return None


def _text(node: LexborNode) -> str:
    content = node.attributes.get("content") if node.tag == "meta" else node.text()
    return " ".join((content or "").split())


def _segments(page: Page, stated: Sequence[StatedEntry]) -> Iterator[Segment]:
    """Yield the stated entries whose titles are printed in the main part."""
    located: list[tuple[StatedEntry, Candidate]] = []
    for each in stated:
        own = each.element
        lines = range(own.begin, own.end) if own else range(len(page.lines))
        title = _title_on(page, lines, each.title)
        if title is not None and title.line not in {x.line for _, x in located}:
            located.append((each, title))
    located.sort(key=lambda each: each[1].line)
    segments = []
    for n, (each, title) in enumerate(located):
        begin, end = title.line, len(page.lines)
        if each.element is not None:
            begin, end = each.element.begin, each.element.end
        elif n + 1 < len(located):
            end = located[n + 1][1].line
        spot = _spot(page, range(begin, end), title, each.date)
        segments.append(Segment(begin, end, spot, title, each.element))
    if segments and segments[-1].element is None:
        segments[-1] = segments[-1]._replace(end=end_of_last(segments, page))
    yield from segments


def _title_on(page: Page, numbers: range, title: str) -> Candidate | None:
    """Return the first occurrence of a title in the main part of a page, or None."""
    for number in numbers:
        line = page.lines[number]
        begin = line.text.find(title) if len(title) >= _SHORT else -1
        if folded(line.text) == folded(title):
            begin, title = 0, line.text
        if title and begin >= 0 and not page.outside[number]:
            end = begin + len(title)
            pieces = (x for x in line.pieces if x.begin < end and x.end > begin)
            return Candidate(title, number, anchor_of(pieces), begin, end)
    return None


def _spot(page: Page, numbers: range, title: Candidate, stated: PrintedDate) -> Spot:
    """Return the printed date that agrees with the stated date.

    If no date agrees, return the stated date, on the line of the title.
    """
    for spot in (x for n in numbers for x in page.dates_on.get(n, ())):
        if _is_near(spot.date, stated):
            return spot
    block = page.lines[title.line].block
    return Spot(stated, title.line, title.line, 0, 0, WHOLE, block)


def _is_near(printed: PrintedDate, stated: PrintedDate) -> bool:
    """Return whether a printed date differs from a stated date by at most one day."""
    try:
        one, other = (
            dt.date.fromisoformat(str(each.date(None, each.year)))
            for each in (printed, stated)
        )
    except ValueError:  # an incomplete or invalid date
        return False
    return abs((one - other).days) <= 1
