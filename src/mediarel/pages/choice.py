"""Choose the main list of a page."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.beside import beside_of, is_aside_heading, is_of_latest
from mediarel.pages.markup_lines import main_anchor
from mediarel.pages.several import Cut, cuts_of, with_each_below
from mediarel.pages.title_signs import (
    SIGNS,
    Found,
    are_bare_titles,
    have_own_titles,
    titles_of,
    with_whole_lines,
)
from mediarel.pages.units import Group, group_of_lines, groups_of
from mediarel.pages.without_dates import split_undated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.units import Spot

_FEW = 0.34  # share of entries that may have no date
_ABOVE = 3  # lines above a list that may contain its heading
_MOST_OF = 0.4  # share of a page's characters; larger parts are not secondary


class Choice(NamedTuple):
    """A list, its division into entries, and their titles."""

    group: Group
    cut: Cut
    sign: str
    titles: tuple[Found | None, ...]
    score: float


class Page(NamedTuple):
    """The page data that the choice of a list needs."""

    lines: Sequence[ShownLine]
    passed: Sequence[bool]
    """Whether each line is navigation."""
    beside: Sequence[bool]
    """Whether each line is outside the main part, as in a sidebar or footer."""
    letters: Sequence[int]
    """The number of main-part characters before each line."""
    spots: Sequence[Spot]
    heading: Element | None
    """The first heading of the first level."""
    dated: frozenset[int]
    """The lines that have a date."""
    days: frozenset[int]
    """The lines that contain only the date of a day."""
    headings: int
    """The number of headings of the first level."""
    known: dict[tuple[int, int, int], tuple[Found, ...]]
    """A cache of the possible titles on a line, by the span of its date."""


def page_of(
    lines: Sequence[ShownLine], passed: Sequence[bool], spots: Sequence[Spot]
) -> Page:
    """Return the page data that the choice of a list needs."""
    first = next((line.block for line in lines if line.heading == 1), None)
    beside = beside_of(lines, _letters_before(lines, passed), first)
    left = [a or b for a, b in zip(passed, beside, strict=True)]
    letters = _letters_before(lines, left)
    headings = sum(line.heading == 1 for line in lines)
    dated = frozenset(spot.line for spot in spots)
    days = frozenset(s.line for s in spots if s.is_day and s.form == "alone")
    return Page(lines, passed, beside, letters, spots, first, dated, days, headings, {})


def _letters_before(
    lines: Sequence[ShownLine], left_out: Sequence[bool]
) -> Sequence[int]:
    """Return the number of characters before each line, then the total."""
    counts = (0 if x else len(n.text) for n, x in zip(lines, left_out, strict=True))
    return [0, *accumulate(counts)]


def choices_of(page: Page) -> list[Choice]:
    """Return the lists of a page, the likeliest first."""
    found = []
    for group in groups_of(page.spots, page.lines, page.beside):
        place = place_of(group, page)
        for cut in cuts_of(group, page.lines):
            each = with_each_below(cut, page.lines, page.days)
            choice = _choice(group, each, page, place)
            if choice.score > 0:
                found.append(choice)
            if _is_sure(choice, page) and all(choice.titles):
                break  # no alternative that makes an entry part of a different entry
    found.sort(key=lambda each: -each.score)
    lines = group_of_lines(page.spots, page.lines, page.beside)
    if lines is not None and _lacks_some(found, lines):
        place = place_of(lines, page)
        cuts = (cut for cut in cuts_of(lines, page.lines) if cut.way != "each")
        others = [_choice(lines, cut, page, place) for cut in cuts]
        found = [*(each for each in others if each.score > 0), *found]
        found.sort(key=lambda each: (-len(each.cut.segments), -each.score))
    return found


def _is_sure(choice: Choice, page: Page) -> bool:
    """Return whether undated units of a list are entries, not text of other entries."""
    cut = choice.cut
    return cut.is_of_items or (
        bool(cut.undated) and are_bare_titles(cut, choice.titles, page.lines)
    )


def _lacks_some(found: Sequence[Choice], lines: Group) -> bool:
    """Return whether the likeliest list lacks some of the dates that look alike."""
    best = {each.spot.line for each in found[0].cut.segments} if found else set()
    rows = {unit.begin for units in lines.units for unit in units if unit.spot}
    return not rows <= best


def _below_heading(cut: Cut, page: Page) -> Cut:
    """Return the cut without the heading of the page, which belongs to no entry."""
    if page.heading is None or page.headings > 1:
        return cut
    begin, end = page.heading.begin, page.heading.end
    segments = tuple(
        each._replace(begin=end)
        if each.begin <= begin < each.end and each.spot.line >= end
        else each
        for each in cut.segments
    )
    return cut._replace(segments=segments)


def _choice(group: Group, cut: Cut, page: Page, place: float) -> Choice:
    cut = _below_heading(cut, page)
    sign, titles = titles_of(cut.segments, page) if cut.segments else ("", [])
    titles = with_whole_lines(cut, titles, page.lines)
    cut, titles = split_undated(cut, titles, page.lines)
    cut = _without_head(cut, titles)
    score = place * _score(group, cut, sign, titles, page)
    return Choice(group, cut, sign, tuple(titles), score)


def _without_head(cut: Cut, titles: Sequence[Found | None]) -> Cut:
    """Return a cut of way `last` without the lines above the first title."""
    if cut.way != "last" or not titles or titles[0] is None:
        return cut
    begun = [
        title.line - segment.begin
        for segment, title in zip(cut.segments[1:], titles[1:], strict=True)
        if title is not None
    ]
    begin = max(cut.segments[0].begin, titles[0].line - max(begun, default=0))
    first = cut.segments[0]._replace(begin=begin)
    return cut._replace(segments=(first, *cut.segments[1:]))


def _score(
    group: Group, cut: Cut, sign: str, titles: Sequence[Found | None], page: Page
) -> float:
    if not cut.segments:
        return 0.0
    distinct = len({each.text for each in titles if each is not None})
    links = len(
        {id(each.anchor) for each in titles if each and each.anchor is not None}
    )
    untitled = sum(
        each is None and _has_text(segment.begin, segment.end, segment.spot.line, page)
        for each, segment in zip(titles, cut.segments, strict=True)
    )
    entries = distinct + 0.5 * untitled
    covered = sum(each is not None for each in titles) / len(cut.segments)
    quality = covered * SIGNS.get(sign, 0.4) + (1 - covered) * 0.4
    quality *= 1 + 0.3 * links / len(cut.segments)
    held = sum(_letters(s.begin, s.end, page) for s in cut.segments)
    held += sum(_letters(u.begin, u.end, page) for u in cut.undated)
    around = sum(_letters(e.begin, e.end, page) for e in group.lists) or 1
    share = held / (page.letters[-1] or 1)
    dated = entries / (len(cut.segments) + len(cut.undated))
    if cut.is_of_items and all(titles):
        dated **= 0.5  # missing dates count less against such a list
    several: float = 1 - _several(cut, page)
    score: float = entries * quality * dated * several**2
    score *= min(1.0, held / around) * (0.05 + min(1.0, share)) ** 0.5
    score *= _way(group, cut, titles, page)
    # Lists of one entry each are entries: their common container is the list.
    score *= 0.6 if 1 < len(group.lists) > 0.8 * len(cut.segments) else 1.0
    return score * _about(cut, page)


def _about(cut: Cut, page: Page) -> float:
    """Return the likelihood of a list by its subject: 0 for cookie notices."""
    count = sum(
        any("cookie" in x.text.lower() for x in page.lines[each.begin : each.end])
        for each in cut.segments
    )
    return 0.0 if 2 * count > len(cut.segments) else 1.0


def _way(group: Group, cut: Cut, titles: Sequence[Found | None], page: Page) -> float:
    """Return the likelihood of a cut by the content above and below the dates."""
    if cut.way == "each":
        # If many entries have no date, they are more likely text below a title.
        is_few = len(cut.undated) <= _FEW * len(cut.segments)
        is_few = is_few or are_bare_titles(cut, titles, page.lines)
        return 1.15 if is_few or cut.is_of_items else 0.4
    if cut.way != "after" and have_own_titles(cut, page.lines):
        return 0.3  # content above a title and its date belongs to a different entry
    above = below = 1
    for each, units in zip(group.lists, group.units, strict=True):
        dated = [unit.begin for unit in units if unit.spot is not None]
        if dated:
            above += _letters(each.begin, dated[0], page)
            below += _letters(dated[-1] + 1, each.end, page)
    if cut.way == "after":
        return 1 - 0.3 * above / (above + below)
    if cut.way == "last":
        return 0.9 * (1 - 0.3 * below / (above + below))
    # Titles below their dates were cut from the wrong side.
    wrong = sum(
        title is None or title.line > segment.spot.line
        for segment, title in zip(cut.segments, titles, strict=True)
    )
    return 0.98 * (1 - wrong / len(cut.segments))


def _letters(begin: int, end: int, page: Page) -> int:
    return page.letters[end] - page.letters[begin]


def _has_text(begin: int, end: int, dated: int, page: Page) -> bool:
    return any(
        len(page.lines[number].text) > 30  # noqa: PLR2004 - more than a name
        for number in range(begin, end)
        if number != dated
    )


def _several(cut: Cut, page: Page) -> float:
    """Return the share of entries that seem to contain several entries."""
    spots = page.spots
    at = 0
    count = 0
    for segment in sorted(cut.segments):
        key = segment.spot.form, segment.spot.element.kind
        while at < len(spots) and spots[at].line < segment.begin:
            at += 1
        inside = at
        last = None
        while inside < len(spots) and spots[inside].line < segment.end:
            spot = spots[inside]
            if spot.is_day and (spot.form, spot.element.kind) == key:
                if last is not None and spot.line - last > 1:
                    count += 1
                    break
                last = spot.line
            inside += 1
    return count / len(cut.segments)


def place_of(group: Group, page: Page) -> float:
    """Return the likelihood of a list by its place: 1, less outside the main part."""
    first = group.lists[0]
    place = 1.0
    for element in (first, *first.ancestors()):
        share = _letters(element.begin, element.end, page) / (page.letters[-1] or 1)
        holds_heading = page.heading is not None and element.has(page.heading)
        if element.tag == "main" or element.attributes.get("role") == "main":
            place *= 1.3
            break
        if holds_heading or element.tag == "body":
            break
        if share < _MOST_OF and is_of_latest(element):
            place *= 0.3
    dated = [u.begin for u in group.units[0] if u.spot is not None] or [first.begin]
    if any(_heads_aside(page, n) for n in range(first.begin - _ABOVE, dated[0] + 1)):
        place *= 0.2
    if page.heading is not None and dated[0] >= page.heading.begin:
        place *= 1.3
    return place


def _heads_aside(page: Page, number: int) -> bool:
    """Return whether a line is the heading of content outside the main part."""
    if number < 0:
        return False
    line = page.lines[number]
    anchor = main_anchor(line, line.pieces)
    is_heading = line.heading > 1 or (line.is_bold and anchor is None)
    return is_heading and is_aside_heading(line.text)
