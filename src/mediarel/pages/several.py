"""One date above several things of a list: each of them is an entry of that date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.pages.cuts import is_bare
from mediarel.pages.markup_lines import main_anchor, rest_pieces
from mediarel.pages.title_signs import Segment, is_title_like
from mediarel.pages.units import Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mediarel.pages.cuts import Cut
    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine

_MOST_OF = 0.6
_STOP = re.compile(r"[.;:,…។。]['\"”’»)\]]{0,3}$")


def with_each_below(
    cut: Cut, lines: Sequence[ShownLine], days: Collection[int] = ()
) -> Cut:
    """Return the cut with an entry for each of several things below a date.

    `days` are the lines that are dates. What holds another date is not of one.
    """
    if cut.way not in {"each", "after"}:
        return cut
    # A day below which nothing stands is folded, or has nothing.
    held = [each for each in cut.segments if not _is_empty(each, lines)]
    alone = [not _holds_another(each, days) for each in held]
    for parts_of in (_links_below, _headings_below):
        split = [
            parts_of(segment, lines) if is_alone else []
            for segment, is_alone in zip(held, alone, strict=True)
        ]
        several = sum(len(each) > 1 for each in split)
        whole = sum(bool(each) for each in split)
        if several and whole >= _MOST_OF * len(split):
            segments = [
                part
                for segment, parts in zip(held, split, strict=True)
                for part in (parts or [segment])
            ]
            return cut._replace(segments=tuple(segments))
    return cut


def _holds_another(segment: Segment, days: Collection[int]) -> bool:
    """Tell whether a date of a day stands below that of a segment."""
    below = range(max(segment.begin, segment.spot.last + 1), segment.end)
    return any(number in days for number in below)


def _is_empty(segment: Segment, lines: Sequence[ShownLine]) -> bool:
    """Tell whether a segment has nothing but its date."""
    unit = Unit(segment.begin, segment.end, None, "", segment.spot)
    return is_bare(unit, lines)


def _are_listed(starts: Sequence[int], lines: Sequence[ShownLine]) -> bool:
    """Tell whether lines stand below one another, and each leads elsewhere."""
    blocks = {lines[n].block for n in starts}
    tag = lines[starts[0]].block.tag
    if len(blocks) not in {1, len(starts)} or tag == "span":
        return False
    # Cells beside one another are columns; the links in one of them are a list.
    # What are items of their own may lead to one page.
    are_items = len(blocks) > 1 and tag == "li"
    rows = {block.parent for block in blocks}
    is_row = len(blocks) == 1 or tag not in {"td", "th"} or len(rows) == len(blocks)
    return is_row and (are_items or not _repeats(starts, lines))


def _is_item(line: ShownLine, number: int, segment: Segment) -> bool:
    """Tell whether a line is an item below a year or a month, be it a link or not.

    Below a day it may be a point of a text.
    """
    if segment.spot.is_day or line.block.begin != number:
        return False
    is_line = line.block.end - line.block.begin == 1
    return line.block.tag == "li" or (is_line and not _STOP.search(line.text))


def _repeats(starts: Sequence[int], lines: Sequence[ShownLine]) -> bool:
    """Tell whether two of these lines lead to the same address."""
    found = [main_anchor(lines[n], lines[n].pieces) for n in starts]
    hrefs = [each[0].attributes.get("href", "") for each in found if each]
    return len(set(hrefs) - {"", "#"}) < len([x for x in hrefs if x not in {"", "#"}])


def _links_below(segment: Segment, lines: Sequence[ShownLine]) -> list[Segment]:
    """Return a segment for each line below a date, where each is a link of its own."""
    first = _below_date(segment, lines)
    if first is None:
        return []
    starts: list[int] = []
    end = segment.end
    kinds = set()
    for number in range(first, segment.end):
        line = lines[number]
        anchor = main_anchor(line, line.pieces)
        is_link = anchor is not None and anchor[1] >= _MOST_OF
        is_item = _is_item(line, number, segment)
        if not (is_link or is_item) or not is_title_like(line.text):
            if not starts:
                return []
            if line.block is not lines[starts[-1]].block:
                end = number
                break
            continue
        starts.append(number)
        kinds.add((line.block.kind, line.block.path))
    if len(kinds) != 1 or not _are_listed(starts, lines):
        return []
    ends = [*starts[1:], end]
    pairs = zip(starts, ends, strict=True)
    return [Segment(begin, end, segment.spot) for begin, end in pairs]


def _below_date(segment: Segment, lines: Sequence[ShownLine]) -> int | None:
    """Return the line below a date that stands alone above all else of a segment."""
    spot = segment.spot
    first = spot.last + 1
    if first >= segment.end or segment.begin < spot.line:
        return None
    line = lines[spot.line]
    rest = rest_pieces(line, spot.begin, spot.end)
    is_alone = spot.line != spot.last or not any(
        letter.isalnum() for p in rest for letter in line.text[p.begin : p.end]
    )
    return first if is_alone else None


def _headings_below(segment: Segment, lines: Sequence[ShownLine]) -> list[Segment]:
    """Return a segment for each element below a date that has a heading of its own.

    A heading that stands beside others, in the same element, may be of one text.
    """
    first = _below_date(segment, lines)
    if first is None:
        return []
    headings = [
        lines[n].block
        for n in range(first, segment.end)
        if lines[n].heading and is_title_like(lines[n].text)
    ]
    headings = [each for each in headings if each.path == headings[0].path]
    holders = [_holder(each, headings, first) for each in headings]
    if not holders or any(each is None for each in holders):
        return []
    held = [each for each in holders if each is not None]
    if held[0].begin != first or len({each.path for each in held}) > 1:
        return []
    return [Segment(each.begin, each.end, segment.spot, each) for each in held]


def _holder(
    heading: Element, headings: Sequence[Element], first: int
) -> Element | None:
    """Return the highest element below a date that has a heading, and no other."""
    found = None
    for element in heading.ancestors():
        if element.begin < first or sum(map(element.has, headings)) > 1:
            break
        found = element
    return found
