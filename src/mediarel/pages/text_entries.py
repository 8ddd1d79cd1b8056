"""The entries of a list, cut out of the rows of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.kinds import glued_kind, is_kind
from mediarel.pages.layouts import (
    BEHIND,
    HEADING,
    PAIRS,
    TAIL,
    UNTITLED,
    titles_of,
)
from mediarel.pages.rows import MORE, TEXT
from mediarel.pages.runs import main_run
from mediarel.pages.tails import labels_below
from mediarel.pages.text_heads import (
    head_of,
    is_label,
    take_label,
    with_column_above,
    with_labels,
    with_names_between,
    without_kind,
)
from mediarel.pages.titles import ends_sentence, is_title_like, likeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page, Title
    from mediarel.pages.scores import Fit

_PARAGRAPH = 100
_MOST = 0.8  # of the entries, for what holds of all
_HEADLINE = 0.6  # likeness of a first line that is a title where most have none


class Cut(NamedTuple):
    """An entry as rows of the page."""

    anchor: Anchor
    title: str | None
    head: tuple[int, ...]
    """The rows of its title, its date and what stands beside them."""
    beside: tuple[str, ...]
    body: range
    """The rows below, up to the next entry or the end of the list."""
    text: str = ""
    """What of its text stands on the row of its date."""


def cut_entries(page: Page, fit: Fit) -> list[Cut]:
    """Return the entries of the list that `fit` describes, as they stand."""
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
    """Tell whether what stands behind the dates is the beginning of texts."""
    long = [len(cut.title or "") > _PARAGRAPH for cut in cuts]
    ended = [ends_sentence(cut.title or "") for cut in cuts]
    return all(sum(each) > len(cuts) / 2 for each in (long, ended))


def _without_glued_kinds(cuts: list[Cut]) -> list[Cut]:
    """Return `cuts` with the kind apart from the title, where most have it glued."""
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
    """Return the first row below a date where it is a title over a text."""
    if below is None or likeness(below.text) < _HEADLINE:
        return None
    if ends_sentence(below.text) and below.text[-1:] not in "!?":
        return None
    next_row = page.away(below.row, 1)
    return None if next_row is None or next_row in taken else below


def _with_end(page: Page, cuts: Sequence[Cut]) -> Cut:
    """Return the last entry with its body, which ends where the list does."""
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
    # What is next to its head is its text, where empty lines part the entries.
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
            # What leads on from a text says that it is one, as short as it may be.
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
    """Tell whether "Read more" is the last row of the entries that have it."""
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
