"""How well a layout fits dates of a page: what would be their titles tells it."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean, median, mode
from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.anchors import DAY
from mediarel.pages.edges import crossed, is_like_others, left_over
from mediarel.pages.layouts import (
    ABOVE,
    BEFORE,
    BEHIND,
    BELOW,
    HEADING,
    PAIRS,
    TAIL,
    UNTITLED,
    Layout,
    Title,
    titles_of,
)
from mediarel.pages.mixed import titles_beside
from mediarel.pages.rows import MORE
from mediarel.pages.tails import ends_with_dates
from mediarel.pages.titles import (
    distinctness,
    ends_sentence,
    likeness,
    width,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page

_PARAGRAPH = 100
_SHORT_ROW = 160
_MOST = 0.8
_FEW = 20
_TITLE = 0.7


class Fit(NamedTuple):
    """Dates with the layout that fits them best."""

    anchors: tuple[Anchor, ...]
    layout: Layout
    score: float
    quality: float = 0
    """The part of the score that its titles have."""
    today: int | None = None
    """The row of a date like these that was taken for the day of the copy."""
    beside: tuple[Title, ...] = ()
    """Titles that stand on the rows of their dates, unlike those of the others."""


def fit_of(page: Page, members: Sequence[Anchor], layout: Layout) -> Fit:
    """Return how well `layout` fits the dates `members`."""
    anchors = _once_a_row(members)
    count = len(anchors)
    titles = list(titles_of(page, anchors, layout))
    if beside := titles_beside(page, anchors, layout, anchors):
        pairs = zip(anchors, titles, strict=True)
        titles = [beside.get(anchor.row, title) for anchor, title in pairs]
    if layout.where == HEADING:
        values, texts = _under_headings(page, anchors)
    else:
        values = [value_of(page, layout, title) for title in titles]
        texts = [title.text for title in titles if title is not None]
    if not texts:
        return Fit(anchors, layout, 0)
    score = fmean(values) * distinctness(texts)
    score *= 1 - 0.8 * sum(each.is_prose for each in anchors) / count
    score *= _plainness(anchors, layout)
    quality = score
    score *= count / (count + _missed(page, anchors, titles))
    first, last = anchors[0].row, anchors[-1].row
    share = page.share(first, min(page.break_below(last), last + 3))
    score *= (0.35 + 0.65 * share) * count / (count + 1)
    score *= _prior(page, anchors, layout, titles)
    return Fit(anchors, layout, score, quality)


def _once_a_row(members: Sequence[Anchor]) -> tuple[Anchor, ...]:
    by_row: dict[int, Anchor] = {}
    for each in members:
        by_row.setdefault(each.row, each)
    return tuple(by_row.values())


def value_of(page: Page, layout: Layout, title: Title | None) -> float:
    """Return how well `title` is what `layout` has as titles, from 0 to 1."""
    if title is None:
        return 0
    value = likeness(title.text)
    if layout.where == UNTITLED:
        is_text = len(title.text) > _PARAGRAPH or ends_sentence(title.text)
        return 0.72 if is_text else 0.8 * value
    return 0 if title.row in page.dates else value


def _under_headings(
    page: Page, anchors: Sequence[Anchor]
) -> tuple[list[float], list[str]]:
    """Return how like titles all rows below the dates are, and these rows.

    Nothing where they are not several below some of the dates, and none below others.
    """
    dates = [each.row for each in anchors]
    groups = [
        page.content_between(each + 1, min(other, page.break_below(each)))
        for each, other in pairwise([*dates, len(page.rows)])
    ]
    is_alone = all(each.is_alone for each in anchors)
    if not is_alone or not _are_headings(page, dates, groups):
        return [], []
    sizes = [len(group) for group in groups]
    if max(sizes) < 2 or sizes.count(mode(sizes)) > _MOST * len(sizes):  # noqa: PLR2004
        return [], []
    if max(sizes) < 3 and 0 not in sizes:  # noqa: PLR2004 - a title and a subtitle
        return [], []
    more = sum(row.kind == MORE for row in page.rows[anchors[0].row : anchors[-1].row])
    if more > len(anchors) / 3:
        return [], []
    texts = [page.rows[row].text for group in groups for row in group]
    values = [likeness(text) for text in texts]
    if sum(value < 0.5 for value in values) > len(values) / 8:  # noqa: PLR2004
        return [], []
    return values, texts


def _are_headings(
    page: Page, dates: Sequence[int], groups: Sequence[Sequence[int]]
) -> bool:
    """Tell whether several of `dates` are in one block with several titles below.

    A title as far from the one above it as the next date is has no date, and where
    dates stand nearer to what is above them than to what is below, that is theirs.
    """
    outer = [page.rows[row].blanks for row in dates[1:]]
    inner = [page.rows[group[0]].blanks for group in groups if group]
    if not outer or not inner or fmean(outer) < fmean(inner):
        return False
    usual = median(outer)
    several = sum(
        page.rows[group[1]].blanks <= page.rows[group[0]].blanks
        or page.rows[group[1]].blanks < usual
        for group in groups
        if len(group) > 1
    )
    empty = [not group for group in groups]
    return several > 1 and not (empty[-1] and empty.count(True) == 1)


def _plainness(anchors: Sequence[Anchor], layout: Layout) -> float:
    """Return how little stands beside the dates that is no title, from 0 to 1."""
    rest = 0.0
    for anchor in anchors:
        before, after = len(anchor.before.strip()), len(anchor.after.strip())
        if layout.where == PAIRS:
            before = after = 0
        elif layout.where == BEHIND:
            after = 0
        elif layout.where == BEFORE:
            before = 0
        rest += before + after
    mean = rest / len(anchors)
    return 1 / (1 + (mean / 70) ** 2)


def _missed(
    page: Page, anchors: Sequence[Anchor], titles: Sequence[Title | None]
) -> float:
    """Return how many dates among `anchors` look like entries and are in none."""
    first, last = anchors[0].row, anchors[-1].row
    own = {anchor.row for anchor in anchors}
    own.update(title.row for title in titles if title is not None)
    return sum(
        0.7
        for each in page.anchors
        if first < each.row < last
        and each.row not in own
        and each.precision == DAY
        and not each.is_prose
        and ("" in each.shape or len(page.rows[each.row].text) < _SHORT_ROW)
    )


def _prior(
    page: Page,
    anchors: Sequence[Anchor],
    layout: Layout,
    titles: Sequence[Title | None],
) -> float:
    """Return what speaks for `layout` besides its titles."""
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
        # A name beside the date is short, a title mostly not.
        usual = fmean(width(title.text) for title in titles if title is not None)
        prior *= 0.97 * min(1, 0.6 + usual / 80)
    if layout.where == TAIL:
        is_tail = ends_with_dates(page, [each.row for each in anchors])
        return prior * (1.3 if is_tail else 0.3)
    if layout.where == HEADING:
        return prior * 1.06
    if layout.where == UNTITLED:
        # What stands above a date is then the end of a text, and no title.
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
    """Tell whether most titles are beyond an empty line, and other rows are nearer."""
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
    """Return whether the dates stand nearer to their titles than to other rows."""
    above = below = 0
    for anchor in anchors[1:]:
        above += page.rows[anchor.row].blanks
    for anchor in anchors[:-1]:
        below += page.rows[anchor.row + 1].blanks
    inner, outer = (above, below) if layout.where == ABOVE else (below, above)
    if inner == outer:
        return 1
    return 1.05 if inner < outer else 0.9
