"""Where on a page its list is: which dates are those of entries, and where titles are.

Dates of a class are tried with each layout that a page may have. One layout holds for
the page: that in which what would be the titles looks most like titles, no two alike,
and which leaves the least of the page over.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean, median
from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.anchors import DAY, DAY_OF_NO_YEAR, MONTH, YEAR
from mediarel.pages.layouts import (
    ABOVE,
    BEFORE,
    BEHIND,
    BELOW,
    HEADING,
    TAIL,
    UNTITLED,
    Layout,
    cells_of,
    titles_of,
)
from mediarel.pages.noise import is_cut
from mediarel.pages.rows import MORE, TEXT
from mediarel.pages.titles import distinctness, ends_sentence, likeness
from mediarel.pages.words import READ_MORE, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page, Title
    from mediarel.pages.rows import Row

_MOST_CLASSES = 12
_MOST_TRIED = 5
_PARAGRAPH = 100
_SHORT_ROW = 160
_LEAST = 0.12
_PRECISIONS = ((DAY, 1.0), (DAY_OF_NO_YEAR, 0.9), (MONTH, 0.5), (YEAR, 0.4))


class Fit(NamedTuple):
    """Dates with the layout that fits them best."""

    anchors: tuple[Anchor, ...]
    layout: Layout
    score: float
    quality: float = 0
    """The part of the score that its titles have."""


LAYOUTS = (
    *(Layout(BELOW, rows) for rows in (1, 2, 3)),
    *(Layout(ABOVE, rows) for rows in (1, 2, 3)),
    Layout(BEHIND),
    Layout(BEFORE),
    Layout(TAIL),
    Layout(UNTITLED),
    Layout(HEADING),
)


def best_fit(page: Page) -> Fit | None:
    """Return the dates and the layout that make the best list, None for no list."""
    found: list[Fit] = []
    for precision, prior in _PRECISIONS:
        anchors = [each for each in page.anchors if each.precision == precision]
        fit = _best_of(page, anchors)
        if fit is not None:
            found.append(fit._replace(score=fit.score * prior))
    best = max(found, key=lambda fit: fit.score, default=None)
    return best if best is not None and best.score >= _LEAST else None


def _best_of(page: Page, anchors: Sequence[Anchor]) -> Fit | None:
    classes: dict[tuple[str, str], list[Anchor]] = {}
    for anchor in anchors:
        classes.setdefault(anchor.shape, []).append(anchor)
    largest = sorted(classes.values(), key=len, reverse=True)[:_MOST_CLASSES]
    tried = [
        fit
        for members in largest
        for layout in _layouts(members, classes)
        if (fit := _fit(page, members, layout)).score > 0
    ]
    tried.sort(key=lambda fit: fit.score, reverse=True)
    grown = [_grown(page, fit, largest) for fit in tried[:_MOST_TRIED]]
    return max(grown, key=lambda fit: fit.score, default=None)


def _layouts(
    members: Sequence[Anchor], shapes: Iterable[tuple[str, str]]
) -> Iterator[Layout]:
    before, after = members[0].shape
    for layout in LAYOUTS:
        if layout.where not in (BEFORE, BEHIND):
            yield layout
            continue
        tabs = {shape[layout.where == BEHIND] for shape in shapes} & {"\t"}
        # In a table a title may stand beside its date here, and below it there.
        if not tabs and (not after if layout.where == BEHIND else before in {"", ":"}):
            continue
        rests = [e.after if layout.where == BEHIND else e.before for e in members[:20]]
        cells = max(len(cells_of(rest)) for rest in rests)
        yield from (layout._replace(cell=cell) for cell in range(min(cells, 4)))


def _grown(page: Page, fit: Fit, classes: Sequence[Sequence[Anchor]]) -> Fit:
    """Return `fit` with the dates of other classes that make it better."""
    for members in classes:
        if members[0] in fit.anchors:
            continue
        rows = {each.row for each in fit.anchors}
        near = _near(fit.anchors)
        more = [
            each
            for each in members
            if each.row not in rows and each.row in near and not each.is_prose
        ]
        if not more:
            continue
        union = sorted((*fit.anchors, *more), key=lambda each: each.row)
        wider = _fit(page, union, fit.layout)
        alone = _fit(page, more, fit.layout)
        if wider.score > fit.score and 2 * alone.quality > fit.quality:
            fit = wider
    return fit


def _near(anchors: Sequence[Anchor]) -> range:
    """Return the rows in which a list with these dates can be."""
    first, last = anchors[0].row, anchors[-1].row
    gaps = [other.row - one.row for one, other in pairwise(anchors)]
    beyond = 3 * max(median(gaps), 3) if gaps else 12
    return range(max(first - int(beyond), 0), last + int(beyond))


def _fit(page: Page, members: Sequence[Anchor], layout: Layout) -> Fit:
    """Return how well `layout` fits the dates `members`."""
    anchors = _once_a_row(members)
    count = len(anchors)
    titles = list(titles_of(page, anchors, layout))
    if layout.where == HEADING:
        values, texts = _under_headings(page, anchors)
    else:
        values = [_value(page, layout, title) for title in titles]
        texts = [title.text for title in titles if title is not None]
    if not texts:
        return Fit(anchors, layout, 0)
    score = fmean(values) * distinctness(texts)
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


def _value(page: Page, layout: Layout, title: Title | None) -> float:
    if title is None:
        return 0
    value = likeness(title.text)
    if layout.where == UNTITLED:
        is_text = len(title.text) > _PARAGRAPH or ends_sentence(title.text)
        return 0.9 * max(value, 0.8 if is_text else 0)
    return 0 if title.row in page.dates else value


def _under_headings(
    page: Page, anchors: Sequence[Anchor]
) -> tuple[list[float], list[str]]:
    """Return how like titles all rows below the dates are, and these rows.

    Nothing where they are not several below some of the dates, and none below others.
    """
    if not all(each.is_alone for each in anchors):
        return [], []
    groups = []
    for each, other in pairwise([*(each.row for each in anchors), len(page.rows)]):
        end = min(other, page.break_below(each))
        groups.append(page.content_between(each + 1, end))
    sizes = [len(group) for group in groups]
    filled = [size for size in sizes if size]
    if not filled or max(filled) < 2 or len(set(sizes)) == 1:  # noqa: PLR2004
        return [], []
    if max(filled) < 3 and 0 not in sizes:  # noqa: PLR2004 - a title and a subtitle
        return [], []
    texts = [page.rows[row].text for group in groups for row in group]
    values = [likeness(text) for text in texts]
    if sum(value < 0.5 for value in values) > len(values) / 8:  # noqa: PLR2004
        return [], []
    return values, texts


def _plainness(anchors: Sequence[Anchor], layout: Layout) -> float:
    """Return how little stands beside the dates that is no title, from 0 to 1."""
    rest = 0.0
    for anchor in anchors:
        before, after = len(anchor.before.strip()), len(anchor.after.strip())
        if layout.where == BEHIND:
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
    if layout.where in (ABOVE, BELOW):
        prior *= 0.95 ** (layout.rows - 1) * _nearness(page, anchors, layout)
    if layout.where in (BEFORE, BEHIND):
        prior *= 0.97
    is_whole = _begins_with_text(page, anchors)
    if layout.where == TAIL:
        return prior * (1.05 if is_whole and len(anchors) > 1 else 0.3)
    if layout.where == HEADING:
        return prior * 1.06
    if layout.where in (ABOVE, BELOW):
        edge = titles[-1] if layout.where == BELOW else titles[0]
        prior *= 0.85 + 0.15 * _is_like_others(page, edge, titles)
        prior *= 1 - _crossed(page, anchors, titles) / 2
    return prior


def _is_like_others(
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


def _crossed(
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
    return row.kind == TEXT and (len(row.text) > _PARAGRAPH or is_cut(row.text))


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


def _begins_with_text(page: Page, anchors: Sequence[Anchor]) -> bool:
    """Tell whether a text ends above the first date, and none follows the last."""
    row = page.away(anchors[0].row, -1)
    if row is None or len(page.rows[row].text) < _PARAGRAPH:
        return False
    last = anchors[-1].row
    end = page.break_below(last)
    after = page.content_between(last + 1, end)
    return not any(len(page.rows[n].text) >= _PARAGRAPH for n in after[:4])
