"""What stands at the edges of a list, and between the dates and titles of one.

Where titles are sought on the wrong side of their dates, all but one are titles still:
that one is a heading above the list, or a line of the foot below it.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean, mode
from typing import TYPE_CHECKING

from mediarel.pages.labels import label_of
from mediarel.pages.layouts import BELOW, Title
from mediarel.pages.noise import is_cut
from mediarel.pages.rows import MORE, TEXT
from mediarel.pages.titles import likeness, width
from mediarel.pages.words_around import READ_MORE, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Layout, Page
    from mediarel.pages.rows import Row

_PARAGRAPH = 100
_MOST = 0.8
_SENTENCE = 30
_STOPS = (".", "!", "?", "。", "！", "？", "។", "။")


def left_over(page: Page, anchors: Sequence[Anchor], layout: Layout) -> Title | None:
    """Return what stands next to the list, where a title would be in the other layout.

    Where dates and titles alternate, the first or the last title is left over by the
    layout that is not the page's.
    """
    away = _usual_step(page, anchors) - layout.rows
    if away < 1:
        return None
    is_below = layout.where == BELOW
    edge = anchors[0] if is_below else anchors[-1]
    row = page.away(edge.row, -away if is_below else away)
    return None if row is None else Title(row, page.rows[row].text)


def _usual_step(page: Page, anchors: Sequence[Anchor]) -> int:
    """Return how many rows most dates are below the one above, 2 where it differs."""
    pairs = pairwise(each.row for each in anchors)
    steps = [len(page.content_between(one, other)) for one, other in pairs]
    usual = mode(steps) if steps else 0
    return usual if steps.count(usual) > _MOST * len(steps) else 2


def is_like_others(
    page: Page, edge: Title | None, titles: Sequence[Title | None]
) -> float:
    """Return how like a title what would be the first or last one is, from 0 to 1.

    Where titles are sought on the wrong side of their dates, it is a heading above the
    list or a line of the foot: short, or printed elsewhere too, in a menu.
    """
    if edge is None:
        return 0
    usual = fmean(len(title.text) for title in titles if title is not None)
    value = likeness(edge.text) * min(1, len(edge.text) / (usual / 2))
    again = page.texts[edge.text] > sum(
        t is not None and t.text == edge.text for t in titles
    )
    return value / 2 if again else value


def crossed(
    page: Page, anchors: Sequence[Anchor], titles: Sequence[Title | None]
) -> float:
    """Return how many have an end of an entry, or a text, between date and title."""
    crossed = 0
    for anchor, title in zip(anchors, titles, strict=True):
        if title is not None and title.row != anchor.row:
            first, last = sorted((anchor.row, title.row))
            crossed += any(_parts(page.rows[n]) for n in range(first + 1, last))
    return crossed / len(anchors)


def _parts(row: Row) -> bool:
    """Tell whether `row` is none that stands between a date and its title."""
    if row.kind == MORE:
        return folded(row.text).strip(" \t.…»›>→[]()") in READ_MORE
    text = row.text
    if row.kind != TEXT or label_of(text) is not None:
        return False
    is_sentence = width(text) > _SENTENCE and text.rstrip("\"'”’»)」』").endswith(
        _STOPS
    )
    return is_sentence or width(text) > _PARAGRAPH or is_cut(text)
