"""Score how well a layout fits the dates of a page, mainly by its titles."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean, median, mode
from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.anchors import DAY
from mediarel.pages.layouts import (
    BEFORE,
    BEHIND,
    HEADING,
    PAIRS,
    UNTITLED,
    Layout,
    Title,
    titles_of,
)
from mediarel.pages.mixed import titles_beside
from mediarel.pages.page_rows import MORE
from mediarel.pages.priors import prior_of
from mediarel.pages.title_likeness import distinctness, ends_sentence, likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page

_PARAGRAPH = 100
_SHORT_ROW = 160
_MOST = 0.8


class Fit(NamedTuple):
    """Dates with the layout that fits them best."""

    anchors: tuple[Anchor, ...]
    layout: Layout
    score: float
    quality: float = 0
    """The part of the score due to the titles."""
    today: int | None = None
    """The row of a similar date that was taken for the day of the copy."""
    beside: tuple[Title, ...] = ()
    """Titles on the rows of their dates, unlike the other titles."""


def fit_of(page: Page, members: Sequence[Anchor], layout: Layout) -> Fit:
    """Return the fit of `layout` for the dates `members`, with its score."""
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
    score *= prior_of(page, anchors, layout, titles)
    return Fit(anchors, layout, score, quality)


def _once_a_row(members: Sequence[Anchor]) -> tuple[Anchor, ...]:
    by_row: dict[int, Anchor] = {}
    for each in members:
        by_row.setdefault(each.row, each)
    return tuple(by_row.values())


def value_of(page: Page, layout: Layout, title: Title | None) -> float:
    """Return how well `title` suits `layout`, from 0 to 1."""
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
    """Return the title-likeness of all rows below the dates, and the texts of the rows.

    Returns empty lists unless the number of rows varies, as below headings.
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
    """Return whether several of `dates` are in one block with several titles below.

    A title separated from the title above like a new date has no date. If dates are
    nearer to the rows above than to those below, they date the rows above.
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
    """Return how little text other than titles is next to the dates, from 0 to 1."""
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
    """Return the weighted number of dates among `anchors` that are in no entry."""
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
