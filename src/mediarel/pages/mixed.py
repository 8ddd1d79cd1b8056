"""Find entries with titles next to their dates in a list where most are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.anchors import DAY, DAY_OF_NO_YEAR
from mediarel.pages.kinds import is_kind
from mediarel.pages.layouts import ABOVE, BELOW, UNTITLED, Title, cells_of
from mediarel.pages.title_likeness import ends_sentence, likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Layout, Page
    from mediarel.pages.scores import Fit

_TITLE = 0.5
_MOST = 0.8
_FEW = 0.2
_WORDS = 3  # spaces in a kind used as a title: "Letter to the Harbour Desk"
_DASHES = "-–—:"
_SIGNS = frozenset((*"-–—:|\t", "gap"))


def titles_beside(
    page: Page, anchors: Sequence[Anchor], layout: Layout, among: Iterable[Anchor]
) -> dict[int, Title]:
    """Return, by row, the titles after those dates `among` a list's `anchors`.

    The result is certain in two cases. Either most dates are alone and a few are like
    `16/11/2012 - Joint Statement on the pier`. Or all texts after dates are distinct
    titles.
    """
    alone = sum(each.is_alone for each in anchors)
    if layout.where not in (ABOVE, BELOW, UNTITLED):
        return {}
    rows = {each.row for each in anchors}
    if 2 * alone <= len(anchors):
        others = [each for each in anchors if not each.is_alone]
        titles = [_title_behind(page, each, rows) for each in others]
        sure = {title.text for title in titles if title is not None}
        is_even = layout.where == BELOW and alone > _FEW * len(anchors)
        if not is_even or len(sure) < _MOST * len(others):
            return {}
    titles = [_title_behind(page, each, rows) for each in among]
    return {title.row: title for title in titles if title is not None}


def with_mixed(page: Page, fit: Fit) -> Fit:
    """Return `fit` with the dates of its list that have their titles after them."""
    first, last = fit.anchors[0].row, fit.anchors[-1].row
    end = page.break_below(last)
    near = {each.row: each for each in page.anchors if first <= each.row < end}
    beside = titles_beside(page, fit.anchors, fit.layout, near.values())
    rows = {each.row for each in fit.anchors}
    others = [near[row] for row in beside if row not in rows]
    anchors = sorted((*fit.anchors, *others), key=lambda each: each.row)
    return fit._replace(anchors=tuple(anchors), beside=tuple(beside.values()))


def _title_behind(page: Page, anchor: Anchor, rows: set[int]) -> Title | None:
    """Return the title after a date that begins its row, or None."""
    before, after = anchor.shape
    if before or after not in _SIGNS or anchor.is_prose:
        return None
    if anchor.precision not in (DAY, DAY_OF_NO_YEAR) and after not in _DASHES:
        return None
    text = cells_of(anchor.after)[0]
    is_named = is_kind(text) and text.count(" ") >= _WORDS
    if likeness(text) < _TITLE and not is_named:
        return None
    if ends_sentence(text) and text[-1:] not in '!?”"':
        return None
    below = page.away(anchor.row, 1)
    if below is None or below in rows or page.rows[below].blanks:
        return Title(anchor.row, text)
    # Text after the date is a name if a title is below.
    is_text = ends_sentence(page.rows[below].text)
    return Title(anchor.row, text) if is_text else None
