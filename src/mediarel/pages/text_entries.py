"""Divide the rows of a page into the entries of its list."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.kinds import glued_kind, is_kind
from mediarel.pages.layouts import (
    BEHIND,
    HEADING,
    PAIRS,
    TAIL,
    UNTITLED,
    labels_below,
    titles_of,
)
from mediarel.pages.page_rows import ASIDE, FOOT_LINE, MORE, TEXT
from mediarel.pages.text_heads import (
    head_of,
    is_label,
    take_label,
    with_column_above,
    with_labels,
    with_names_between,
    without_kind,
)
from mediarel.pages.title_likeness import ends_sentence, is_title_like, likeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page, Title
    from mediarel.pages.scores import Fit

    Pair = tuple[Anchor, Title | None]


_ENOUGH = 3
_LONGEST_HEADING = 40
_PARAGRAPH = 100
_MOST = 0.8  # share of the entries that counts as all
_HEADLINE = 0.6  # likeness of a first line as title, if most entries have none


class Cut(NamedTuple):
    """The rows of an entry."""

    anchor: Anchor
    title: str | None
    head: tuple[int, ...]
    """The rows of its title and date, and of the labels around them."""
    beside: tuple[str, ...]
    body: range
    """The rows below, up to the next entry or the end of the list."""
    text: str = ""
    """The part of the text on the row of the date."""


def cut_entries(page: Page, fit: Fit) -> list[Cut]:
    """Return the entries of the list that `fit` describes, in page order."""
    pairs = list(
        zip(fit.anchors, titles_of(page, fit.anchors, fit.layout), strict=True)
    )
    beside = {title.row: title for title in fit.beside}
    pairs = [(anchor, beside.get(anchor.row, title)) for anchor, title in pairs]
    pairs = main_run(page, pairs)
    if fit.layout.where == HEADING:
        return list(_under_headings(page, pairs))
    if fit.layout.where == PAIRS:
        return list(_paired(pairs))
    if fit.layout.where == TAIL:
        return list(_with_date_below(page, pairs))
    if fit.layout.where == UNTITLED:
        taken = {anchor.row for anchor, _ in pairs}
        pairs = [
            (anchor, beside.get(anchor.row) or _headline(page, title, taken))
            for anchor, title in pairs
        ]
    heads = [head_of(page, anchor, title) for anchor, title in pairs]
    heads = with_names_between(page, heads)
    heads = with_labels(page, with_column_above(page, heads))
    cuts = []
    for n, ((anchor, title), head) in enumerate(zip(pairs, heads, strict=True)):
        end = min(heads[n + 1].rows) if n + 1 < len(heads) else None
        first = max(head.rows) + 1
        body = range(first, first if end is None else max(end, first))
        text = None if title is None else title.text
        if title is not None and title.row == anchor.row:
            text, kind = without_kind(title.text)
            head.beside.extend(kind)
        cuts.append(Cut(anchor, text, tuple(head.rows), tuple(head.beside), body))
    if not cuts:
        return []
    cuts = [*cuts[:-1], _with_end(page, cuts)]
    if fit.layout.where == BEHIND and _run_on(cuts):
        return [cut._replace(title=None, text=cut.title or "") for cut in cuts]
    return _without_glued_kinds(cuts)


def _run_on(cuts: Sequence[Cut]) -> bool:
    """Return whether the text after the dates is the beginning of longer texts."""
    long = [len(cut.title or "") > _PARAGRAPH for cut in cuts]
    ended = [ends_sentence(cut.title or "") for cut in cuts]
    return all(sum(each) > len(cuts) / 2 for each in (long, ended))


def _without_glued_kinds(cuts: list[Cut]) -> list[Cut]:
    """Return `cuts` with glued kinds separated from the titles, if most have one."""
    glued = [glued_kind(cut.title or "") for cut in cuts]
    if sum(each is not None for each in glued) < _MOST * len(cuts):
        return cuts
    return [
        cut
        if each is None
        else cut._replace(title=each[1], beside=(*cut.beside, each[0]))
        for cut, each in zip(cuts, glued, strict=True)
    ]


def _headline(page: Page, below: Title | None, taken: set[int]) -> Title | None:
    """Return the first row below a date if the row is a title above a text."""
    if below is None or likeness(below.text) < _HEADLINE:
        return None
    if ends_sentence(below.text) and below.text[-1:] not in "!?":
        return None
    next_row = page.away(below.row, 1)
    return None if next_row is None or next_row in taken else below


def _with_end(page: Page, cuts: Sequence[Cut]) -> Cut:
    """Return the last entry with its body, which ends with the list."""
    last = cuts[-1]
    first = last.body.start
    bodies = [cut.body for cut in cuts[:-1]]
    longest = max((len(_content(page, body)) for body in bodies), default=40)
    inner = [
        page.rows[n].blanks
        for body in bodies
        for n in body
        if page.rows[n].kind == TEXT
    ]
    gap = max(inner, default=99)
    only_text = bool(inner) and all(
        len(page.rows[n].text) >= _PARAGRAPH / 2 or is_label(page, n)
        for body in bodies
        for n in _content(page, body)
    )
    ends_more = _ends_with_more(page, bodies)
    # Rows next to its header are its text, if empty lines separate the entries.
    parted = all(page.rows[min(cut.head)].blanks for cut in cuts[1:])
    end = count = 0
    n = end = first
    while n < len(page.rows) and not page.is_break(n):
        row = page.rows[n]
        if row.kind == TEXT:
            count += 1
            if count > longest or (row.blanks > gap):
                break
            is_short = len(row.text) < _PARAGRAPH / 2 and not is_label(page, n)
            is_own = n == first and not row.blanks and parted
            # A row that introduces more is text, even a short one.
            is_own |= ends_more and any(
                each.kind == MORE for each in page.rows[n + 1 : n + 2]
            )
            if only_text and is_short and not is_own:
                break
        n += 1
        end = n
        if row.kind == MORE and ends_more:
            break
    return last._replace(body=range(first, end))


def _ends_with_more(page: Page, bodies: Sequence[range]) -> bool:
    """Return whether "Read more" is the last row of the entries that contain it."""
    with_more = [b for b in bodies if any(page.rows[n].kind == MORE for n in b)]
    at_end = [b for b in with_more if page.rows[b[-1]].kind == MORE]
    return len(at_end) >= max(1, _MOST * len(with_more))


def _content(page: Page, body: range) -> list[int]:
    return [n for n in body if page.rows[n].kind == TEXT]


def _under_headings(
    page: Page, pairs: Sequence[tuple[Anchor, Title | None]]
) -> Iterator[Cut]:
    for n, (anchor, _) in enumerate(pairs):
        end = (
            pairs[n + 1][0].row if n + 1 < len(pairs) else page.break_below(anchor.row)
        )
        for row in page.content_between(anchor.row + 1, end):
            text = page.rows[row].text
            yield Cut(anchor, text, (anchor.row, row), (), range(row + 1, row + 1))


def _paired(pairs: Sequence[tuple[Anchor, Title | None]]) -> Iterator[Cut]:
    whole = [(anchor, title) for anchor, title in pairs if title is not None]
    heads = [sorted({anchor.row, title.row}) for anchor, title in whole]
    for n, (anchor, title) in enumerate(whole):
        first = heads[n][-1] + 1
        end = heads[n + 1][0] if n + 1 < len(whole) else first
        body = range(first, max(first, end))
        yield Cut(anchor, title.text, tuple(heads[n]), (), body)


def _with_date_below(
    page: Page, pairs: Sequence[tuple[Anchor, Title | None]]
) -> Iterator[Cut]:
    above = 0
    for anchor, start in pairs:
        labels = labels_below(page, anchor.row)
        first = anchor.row if start is None else start.row
        rows = page.content_between(first, anchor.row)
        over = page.content_between(above, first) if above else ()
        above = labels.stop
        if not rows:
            continue
        is_titled = is_title_like(page.rows[rows[0]].text) and len(rows) > 1
        title = page.rows[rows[0]].text if is_titled else None
        head = (*over, *((rows[0],) if is_titled else ()), anchor.row, *labels)
        below = rows[1:] if is_titled else rows
        kind = page.rows[below[0]].text
        is_said = len(below) > 1 and is_kind(kind) and page.texts[kind] > 1
        body = range(below[1] if is_said else below[0], anchor.row)
        beside = [kind] if is_said else []
        beside += [each for each in (anchor.before, anchor.after) if each.strip()]
        beside += [page.rows[n].text for n in labels]
        for n in over:
            take_label(page.rows[n].text, beside)
        yield Cut(anchor, title, head, tuple(beside), body)


def main_run(page: Page, pairs: list[Pair]) -> list[Pair]:
    """Return the pairs of the list itself, without sidebar and footer."""
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
    # Page numbers or an advertisement may be between the entries of one list.
    for step in (1, -1):
        n = position + step
        while 0 <= n < len(runs) and _goes_on(page, merged, runs[n], order, step):
            merged = [*merged, *runs[n]] if step > 0 else [*runs[n], *merged]
            n += step
    return merged


def _is_headed(page: Page, pairs: Sequence[Pair], n: int) -> bool:
    """Return whether the list begins at the pair `n`, below a short list of events.

    The list of events has no texts. Just above the first date of the main list is a
    heading below an empty line, unlike above other dates.
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
    """Return whether `run` continues the same list after an interruption."""
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
    """Return the share of a run's entries that have a text below."""
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
    """Return -1 if most dates are older than the date above, 1 if newer."""
    steps = [_step(page, one, other) for one, other in pairwise(anchors)]
    down, up = steps.count(-1), steps.count(1)
    return 0 if down == up else (-1 if down > up else 1)


def _jumps(page: Page, one: Anchor, other: Anchor, order: int) -> bool:
    """Return whether two consecutive dates break the order of dates."""
    return order != 0 and _step(page, one, other) == -order


def _step(page: Page, one: Anchor, other: Anchor) -> int:
    """Return -1 if the date of `other` is older than that of `one`, 1 if newer.

    Returns 0 if the dates are equal or the order is not yet known.
    """
    first, second = (each.date.date(page.order) for each in (one, other))
    if first is None or second is None:
        return 0
    return (second.first > first.last) - (second.last < first.first)
