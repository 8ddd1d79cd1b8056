"""One date above several entries of a copied page: each of them is of that date."""

from __future__ import annotations

from itertools import pairwise
from statistics import median, mode
from typing import TYPE_CHECKING

from mediarel.pages.labels import is_label
from mediarel.pages.layouts import ABOVE, BEFORE, BELOW, TAIL
from mediarel.pages.rows import MORE, NOISE, TEXT
from mediarel.pages.signed import poster_of
from mediarel.pages.titles import ends_sentence, is_title_like, likeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.pages.layouts import Layout, Page
    from mediarel.pages.text_entries import Cut

_ENOUGH = 3
_MOST = 0.8
_RARE = 0.15  # of the dates at most have an entry below that has none
_FEW = 1 / 8
_TITLE = 0.5


def with_each_below(page: Page, cuts: Sequence[Cut], layout: Layout) -> list[Cut]:
    """Return `cuts` with an entry for each of several that stand below a date."""
    # A date behind a title, or below it, heads nothing.
    if layout.where not in (ABOVE, BEFORE, TAIL) and _are_titles(page, cuts):
        return [each for cut in cuts for each in _by_title(page, cut)]
    if _are_pairs(page, cuts, layout):
        return [each for cut in cuts for each in _by_pair(page, cut)]
    if sum(_has_poster(page, cut.body) for cut in cuts) > len(cuts) / 2:
        last = len(cuts) - 1
        return [
            each
            for n, cut in enumerate(cuts)
            for each in _by_poster(page, cut, is_last=n == last)
        ]
    return list(cuts)


def _are_titles(page: Page, cuts: Sequence[Cut]) -> bool:
    """Tell whether all that stands below the titles are titles: many here, few there.

    Two lines below each date are a title and a subtitle.
    """
    sizes = [1 + len(_content(page, cut.body)) for cut in cuts]
    is_uneven = len(cuts) >= _ENOUGH and max(sizes) >= _ENOUGH
    if not is_uneven or sizes.count(mode(sizes)) > _MOST * len(sizes):
        return False
    if any(cut.title is None for cut in cuts):
        return False
    if any(page.rows[n].kind == MORE for cut in cuts for n in cut.body):
        return False
    below = [page.rows[n].text for cut in cuts for n in _content(page, cut.body)]
    unlike = sum(likeness(text) <= _TITLE for text in below)
    return unlike <= _FEW * len(below) and not any(
        is_label(text, at_edge=True) for text in below
    )


def _by_title(page: Page, cut: Cut) -> Iterator[Cut]:
    yield cut._replace(body=range(cut.body.start, cut.body.start))
    for n in _content(page, cut.body):
        yield _of_same_day(cut, page.rows[n].text, n, range(n + 1, n + 1))


def _are_pairs(page: Page, cuts: Sequence[Cut], layout: Layout) -> bool:
    """Tell whether several dates have more than one title with a text below.

    Where one or two have, it is an entry without a date; where texts have several
    paragraphs, it may be a heading amid one.
    """
    if layout.where != BELOW or len(cuts) < _ENOUGH:
        return False
    if any(page.rows[n].kind == MORE for cut in cuts for n in cut.body):
        return False
    several = sum(bool(_more_titles(page, cut)) for cut in cuts)
    if several < max(2, _RARE * len(cuts)):
        return False
    texts = titles = 0
    for cut in cuts:
        rows = _content(page, cut.body)
        more = len(_more_titles(page, cut))
        titles += more + bool(rows)
        texts += len(rows) - more
    gaps = [page.rows[min(cut.head)].blanks for cut in cuts[1:]]
    inner = [page.rows[n].blanks for cut in cuts for n in _more_titles(page, cut)]
    is_nearer = median(inner) < median(gaps) or not any(inner)
    return is_nearer and titles >= _MOST * texts


def _more_titles(page: Page, cut: Cut) -> list[int]:
    """Return the rows of a body that are titles between one text and another."""
    rows = _content(page, cut.body)
    if cut.title is None or len(rows) < 3 or _could_be_title(page, rows[0]):  # noqa: PLR2004
        return []
    return [
        n
        for above, n, below in zip(rows, rows[1:], rows[2:], strict=False)
        if _could_be_title(page, n)
        and not _could_be_title(page, above)
        and not _could_be_title(page, below)
        and page.rows[below].blanks <= page.rows[rows[0]].blanks
    ]


def _could_be_title(page: Page, n: int) -> bool:
    text = page.rows[n].text
    return is_title_like(text) and (not ends_sentence(text) or text[-1] in '!?”"»')


def _by_pair(page: Page, cut: Cut) -> Iterator[Cut]:
    starts = [*_more_titles(page, cut), cut.body.stop]
    yield cut._replace(body=range(cut.body.start, starts[0]))
    for start, end in pairwise(starts):
        yield _of_same_day(cut, page.rows[start].text, start, range(start + 1, end))


def _by_poster(page: Page, cut: Cut, *, is_last: bool) -> Iterator[Cut]:
    """Yield an entry for each part of a body that ends with who put it there."""
    body = cut.body
    ends = [_end_of(page, n, body) for n in body if poster_of(page.rows[n].text)]
    if not ends:
        yield cut
        return
    # Below the last of all are the menus of the foot.
    ends[-1] = ends[-1] if is_last else body.stop
    yield cut._replace(body=range(body.start, ends[0]))
    for start, end in pairwise(ends):
        rows = _content(page, range(start, end))
        rows = [n for n in rows if not poster_of(page.rows[n].text)]
        if not rows:
            continue
        first, text = rows[0], page.rows[rows[0]].text
        if len(rows) > 1 and is_title_like(text):
            yield _of_same_day(cut, text, first, range(first + 1, end))
        else:
            yield _of_same_day(cut, None, first, range(first, end))


def _of_same_day(cut: Cut, title: str | None, first: int, body: range) -> Cut:
    return cut._replace(title=title, head=(first,), beside=(), body=body, text="")


def _end_of(page: Page, poster: int, body: range) -> int:
    """Return the row below who put an entry there, and the labels that follow."""
    n = poster + 1
    while n < body.stop and (
        page.rows[n].kind == NOISE or is_label(page.rows[n].text, at_edge=True)
    ):
        n += 1
    return n


def _has_poster(page: Page, body: range) -> bool:
    return any(poster_of(page.rows[n].text) for n in body)


def _content(page: Page, body: range) -> list[int]:
    return [n for n in body if page.rows[n].kind == TEXT]
