"""Which dates of a page are those of its list, and not of what stands beside it.

A sidebar of recent posts may be as regular as the list. What tells them apart: a
heading or page numbers between, dates that begin anew with the newest, no texts where
others have some.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from mediarel.pages.rows import ASIDE, FOOT_LINE, TEXT
from mediarel.pages.titles import likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page, Title

    Pair = tuple[Anchor, Title | None]

_PARAGRAPH = 100
_ENOUGH = 3
_LONGEST_HEADING = 40


def main_run(page: Page, pairs: list[Pair]) -> list[Pair]:
    """Return those of the list itself, without what stands at its side or foot."""
    runs: list[list[Pair]] = [[]]
    bodies = [_rows_between(page, one, other) for one, other in pairwise(pairs)]
    usual = median(bodies) if bodies else 0
    order = _direction(page, [anchor for anchor, _ in pairs])
    seen: set[tuple[str, str]] = set()
    for n, pair in enumerate(pairs):
        if n:
            above = pairs[n - 1]
            start, end = above[0].row + 1, _begin(pair)
            is_broken = any(page.is_break(row) for row in range(start, end))
            is_far = bodies[n - 1] > 4 * usual + 15 and not _is_text(page, start, end)
            is_other = bodies[n - 1] > usual or above[0].shape != pair[0].shape
            is_other = is_other or _said(page, pair) in seen
            is_new = is_other and _jumps(page, above[0], pair[0], order)
            if is_broken or is_far or is_new or _is_headed(page, pairs, n):
                runs.append([])
        runs[-1].append(pair)
        seen.add(_said(page, pair))

    def weight(run: list[Pair]) -> float:
        last = run[-1][0].row
        share = page.share(_begin(run[0]), min(page.break_below(last), last + 4))
        like = sum(likeness(title.text) for _, title in run if title is not None)
        is_aside = run is not runs[0] and page.is_below_aside(_begin(run[0]))
        return share * (2 + like) * (0.4 if is_aside else 1)

    best = max(runs, key=weight)
    merged = list(best)
    position = runs.index(best)
    # Page numbers, or an advertisement, may stand between the entries of one list.
    for step in (1, -1):
        n = position + step
        while 0 <= n < len(runs) and _goes_on(page, merged, runs[n], order, step):
            merged = [*merged, *runs[n]] if step > 0 else [*runs[n], *merged]
            n += step
    return merged


def _is_headed(page: Page, pairs: Sequence[Pair], n: int) -> bool:
    """Tell whether the list begins at the pair `n`: what is above is a short diary.

    It has no texts, and right above the first date is a heading, below an empty line,
    as above no other date.
    """
    if _ENOUGH * n > len(pairs) or not _is_below_heading(page, pairs[n]):
        return False
    above, first = pairs[:n], pairs[n:]
    if any(_is_below_heading(page, each) for each in first[1:]):
        return False
    return not _bodied(page, above) and _bodied(page, first) > 1 / 2


def _is_below_heading(page: Page, pair: Pair) -> bool:
    row = _begin(pair)
    if row < 1 or page.rows[row].blanks or row - 1 in page.dates:
        return False
    above = page.rows[row - 1]
    return (
        above.kind == TEXT and above.blanks > 0 and len(above.text) <= _LONGEST_HEADING
    )


def _said(page: Page, pair: Pair) -> tuple[str, str]:
    anchor, title = pair
    return str(anchor.date.date(page.order)), title.text if title else ""


def _goes_on(
    page: Page, merged: Sequence[Pair], run: Sequence[Pair], order: int, step: int
) -> bool:
    """Tell whether `run` is more of the same list, beyond what breaks it."""
    one, other = (merged[-1], run[0]) if step > 0 else (run[-1], merged[0])
    between = range(one[0].row + 1, _begin(other))
    if any(
        page.rows[n].kind in (ASIDE, FOOT_LINE) and page.is_break(n) for n in between
    ):
        return False
    if _jumps(page, one[0], other[0], order) or order == 0:
        return False
    known = {title.text for _, title in merged if title is not None}
    shapes = {anchor.shape for anchor, _ in merged}
    if any(_jumps(page, a[0], b[0], order) for a, b in pairwise(run)):
        return False
    if min(len(run), len(merged)) >= _ENOUGH:
        less = _bodied(page, merged) - _bodied(page, run)
        if less > 0.5:  # noqa: PLR2004 - titles alone, where the list has texts
            return False
    return all(
        anchor.shape in shapes and (title is None or title.text not in known)
        for anchor, title in run
    )


def _bodied(page: Page, run: Sequence[Pair]) -> float:
    """Return which part of the entries of a run have a text below."""
    gaps = [
        bool(page.content_between(one[0].row + 2, _begin(other)))
        for one, other in pairwise(run)
    ]
    return sum(gaps) / len(gaps) if gaps else 0


def _begin(pair: Pair) -> int:
    anchor, title = pair
    return anchor.row if title is None else min(anchor.row, title.row)


def _rows_between(page: Page, one: Pair, other: Pair) -> int:
    last = one[0].row if one[1] is None else max(one[0].row, one[1].row)
    return len(page.content_between(last + 1, max(_begin(other), last + 1)))


def _is_text(page: Page, start: int, end: int) -> bool:
    lengths = [len(page.rows[n].text) for n in range(start, end)]
    return bool(lengths) and median(lengths) >= _PARAGRAPH / 2


def _direction(page: Page, anchors: Sequence[Anchor]) -> int:
    """Return -1 where most dates are older than the one above, 1 where newer."""
    steps = [_step(page, one, other) for one, other in pairwise(anchors)]
    down, up = steps.count(-1), steps.count(1)
    return 0 if down == up else (-1 if down > up else 1)


def _jumps(page: Page, one: Anchor, other: Anchor, order: int) -> bool:
    """Tell whether the order of dates is broken between two that follow each other."""
    return order != 0 and _step(page, one, other) == -order


def _step(page: Page, one: Anchor, other: Anchor) -> int:
    """Return -1 where the date of `other` is older than that of `one`, 1 where newer.

    0 where they are the same, or where that is not certain yet.
    """
    first, second = (each.date.date(page.order) for each in (one, other))
    if first is None or second is None:
        return 0
    return (second.first > first.last) - (second.last < first.first)
