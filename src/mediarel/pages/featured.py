"""Add entries that a page features apart from its list, such as the newest entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.choice import Choice
from mediarel.pages.several import Cut
from mediarel.pages.title_signs import Segment, titles_of
from mediarel.pages.units import Group, is_told_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.pages.choice import Page
    from mediarel.pages.markup import Element
    from mediarel.pages.units import Spot

_SIGNS = ("heading", "class")


def with_featured(choice: Choice, page: Page) -> Choice:
    """Return the choice with featured entries that resemble the entries of the list.

    Such an entry is in an element of the same kind. Its date is alone, and its title
    has the same sign.
    """
    if choice.sign not in _SIGNS or choice.cut.way != "each":
        return choice
    tags = {each.element.tag for each in choice.cut.segments if each.element}
    # Later entries belong to a different list.
    last = max(each.begin for each in choice.cut.segments)
    apart = [each for each in _apart(choice, page, tags) if each.begin < last]
    if not apart:
        return choice
    sign, titles = titles_of(apart, page)
    if sign != choice.sign:
        return choice
    found = [
        (segment, title)
        for segment, title in zip(apart, titles, strict=True)
        if title is not None and title.sign == sign
    ]
    both = sorted(
        [*zip(choice.cut.segments, choice.titles, strict=True), *found],
        key=lambda each: each[0].begin,
    )
    segments = tuple(segment for segment, _ in both)
    return choice._replace(
        cut=choice.cut._replace(segments=segments),
        titles=tuple(title for _, title in both),
    )


def _apart(choice: Choice, page: Page, tags: set[str]) -> Iterator[Segment]:
    taken = [False] * (len(page.lines) + 1)
    spans = [(each.begin, each.end) for each in choice.cut.segments]
    spans += [(each.begin, each.end) for each in choice.cut.undated]
    spans += [(each.begin, each.end) for each in choice.group.lists]
    for begin, end in spans:
        taken[begin:end] = [True] * (end - begin)
    heads = [spot for spot in page.spots if spot.is_head and spot.is_day]
    for spot in heads:
        if taken[spot.line] or page.beside[spot.line] or spot.form != "alone":
            continue
        element = _widest(spot, heads, taken)
        if element is not None and element.tag in tags:
            taken[element.begin : element.end] = [True] * (element.end - element.begin)
            yield Segment(element.begin, element.end, spot, element)


def _widest(spot: Spot, heads: Sequence[Spot], taken: Sequence[bool]) -> Element | None:
    """Return the highest element that contains a date and no part of other entries."""
    widest = None
    for element in (spot.element, *spot.element.ancestors()):
        if any(taken[element.begin : element.end]):
            break
        others = [
            each
            for each in heads
            if element.begin <= each.line < element.end
            and abs(each.line - spot.line) > 1
        ]
        if others:
            break
        widest = element
    return widest


def lone_entry(page: Page) -> Choice | None:
    """Return the list of a page with a single entry, or None."""
    heads = [
        spot
        for spot in page.spots
        if spot.is_head and spot.is_day and not page.beside[spot.line]
    ]
    if not heads or heads[-1].line - heads[0].line > 1:
        return None
    spot = heads[0]
    if is_told_of(spot, page.lines):
        return None
    widest = None
    for element in (spot.element, *spot.element.ancestors()):
        is_page = page.heading is not None and element.has(page.heading)
        if is_page and page.heading is not element:
            break
        widest = element
    if widest is None:
        return None
    segment = Segment(widest.begin, widest.end, spot, widest)
    sign, titles = titles_of([segment], page)
    if sign not in {*_SIGNS, "link"}:
        return None
    group = Group((widest,), ((),))
    return Choice(group, Cut("each", (segment,), (), ()), sign, tuple(titles), 0.0)
