"""Weigh layouts by evidence other than titles: position, and rows left over."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from mediarel.pages.anchors import DAY
from mediarel.pages.layouts import (
    ABOVE,
    BEFORE,
    BEHIND,
    BELOW,
    HEADING,
    TAIL,
    UNTITLED,
    Layout,
    Title,
    crossed,
    ends_with_dates,
    is_like_others,
    left_over,
    titles_of,
)
from mediarel.pages.title_likeness import likeness, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page

_PARAGRAPH = 100
_FEW = 20


def prior_of(
    page: Page,
    anchors: Sequence[Anchor],
    layout: Layout,
    titles: Sequence[Title | None],
) -> float:
    """Return the weight of `layout` by evidence other than its titles."""
    prior = 1.0 if all(each.is_alone for each in anchors) else 0.98
    first = min([anchors[0].row, *(title.row for title in titles[:1] if title)])
    if page.is_below_aside(first) and any(
        each.row < first and each.precision == DAY and not each.is_prose
        for each in page.anchors[:_FEW]
    ):
        prior *= 0.6
    if layout.where in (ABOVE, BELOW):
        prior *= 0.97 ** (layout.rows - 1) * _nearness(page, anchors, layout)
    if layout.where in (BEFORE, BEHIND):
        # A name next to the date is short; most titles are not.
        usual = fmean(width(title.text) for title in titles if title is not None)
        prior *= 0.97 * min(1, 0.6 + usual / 80)
    if layout.where == TAIL:
        is_tail = ends_with_dates(page, [each.row for each in anchors])
        return prior * (1.3 if is_tail else 0.3)
    if layout.where == HEADING:
        return prior * 1.06
    if layout.where == UNTITLED:
        # Then the row above a date is the end of a text, not a title.
        above = titles_of(page, anchors, Layout(ABOVE, 1))
        like = fmean(likeness(title.text) if title else 0 for title in above)
        return prior * (1 - max(0, like - 0.5)) * _nearness(page, anchors, layout)
    if layout.where in (ABOVE, BELOW):
        edge = titles[-1] if layout.where == BELOW else titles[0]
        prior *= 0.7 + 0.3 * is_like_others(page, edge, titles)
        prior *= 1 - crossed(page, anchors, titles) / 2
        prior *= 0.8 if _are_in_other_blocks(page, anchors, titles) else 1
        rest = left_over(page, anchors, layout)
        prior *= 1 - 0.2 * is_like_others(page, rest, titles)
    return prior


def _are_in_other_blocks(
    page: Page, anchors: Sequence[Anchor], titles: Sequence[Title | None]
) -> bool:
    """Return whether most titles are beyond an empty line, past nearer rows."""
    parted = 0
    for anchor, title in zip(anchors, titles, strict=True):
        if title is None or abs(title.row - anchor.row) < 2:  # noqa: PLR2004
            continue
        first, last = sorted((anchor.row, title.row))
        is_apart = any(page.rows[n].blanks for n in range(first + 1, last + 1))
        other = anchor.row if title.row > anchor.row else anchor.row + 1
        is_near = other < len(page.rows) and not page.rows[other].blanks
        parted += is_apart and is_near
    return parted > len(anchors) / 2


def _nearness(page: Page, anchors: Sequence[Anchor], layout: Layout) -> float:
    """Return a weight for dates that are nearer to their titles than to other rows."""
    above = below = 0
    for anchor in anchors[1:]:
        above += page.rows[anchor.row].blanks
    for anchor in anchors[:-1]:
        below += page.rows[anchor.row + 1].blanks
    inner, outer = (above, below) if layout.where == ABOVE else (below, above)
    if inner == outer:
        return 1
    return 1.05 if inner < outer else 0.9
