"""Entries whose dates stand below their texts: where each of them begins and ends."""

from __future__ import annotations

from itertools import pairwise
from statistics import median, mode
from typing import TYPE_CHECKING

from mediarel.pages.captions import without_captions
from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import label_of
from mediarel.pages.noise import is_hour
from mediarel.pages.rows import MORE, NOISE, TEXT
from mediarel.pages.titles import ends_sentence, is_filing, is_title_like, likeness
from mediarel.pages.words_around import folded
from mediarel.pages.words_within import BYLINE, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.layouts import Page

_LONGEST_LABEL = 90
_LONGEST_COLUMN = 30
_PARAGRAPH = 100
_TITLE = 0.5
_MOST = 0.8


def starts_of(page: Page, dates: Sequence[int]) -> list[int | None]:
    """Return the row at which the entry above each of the rows `dates` begins.

    None where there is nothing between a date and the one above it.
    """
    groups: list[list[int]] = []
    for above, row in pairwise(dates):
        end = labels_below(page, above).stop
        groups.append(_below_columns(page, page.content_between(end, row)))
    first = _of_first(page, dates[0], groups)
    return [
        rows[0] if rows else None for rows in without_captions(page, [first, *groups])
    ]


def _of_first(page: Page, date: int, others: Sequence[Sequence[int]]) -> list[int]:
    """Return the rows of the entry above the first date: as many as others have.

    Where these differ, they are told by how they look.
    """
    sizes = [len(rows) for rows in others]
    usual = mode(sizes) if sizes else 0
    if usual > 1 and sizes.count(usual) >= _MOST * len(sizes):
        rows = page.content_between(0, date)[-usual:]
        is_whole = len(rows) == usual and page.break_below(rows[0]) > date
        if is_whole and is_title_like(page.rows[rows[0]].text):
            return rows
    start = start_of_text(page, date)
    return page.content_between(start, date)


def _below_columns(page: Page, rows: list[int]) -> list[int]:
    """Return `rows` from the first that is no category, which stands above a title."""
    for n, (row, below) in enumerate(pairwise(rows)):
        text = page.rows[row].text
        is_column = page.texts[text] > 1 and len(text) <= _LONGEST_COLUMN
        is_over_title = is_kind(text) and is_title_like(page.rows[below].text)
        if not is_column and not is_over_title:
            return rows[n:]
    return rows


def labels_below(page: Page, date: int) -> range:
    """Return the rows right below a date that say more of the entry above it."""
    n = date + 1
    while n < len(page.rows) and not page.is_break(n) and _is_label(page, n):
        n += 1
    return range(date + 1, n)


def _is_label(page: Page, n: int) -> bool:
    row = page.rows[n]
    if row.kind != TEXT or len(row.text) > _LONGEST_LABEL or n in page.dates:
        return row.kind == NOISE and not row.blanks
    if not row.blanks and is_hour(page.rows[n - 1].text) and _is_section(row.text):
        return True
    return bool(label_of(row.text)) or is_filing(row.text)


def _is_section(text: str) -> bool:
    """Tell whether a row says what an entry is: "News", "Statement"."""
    return folded(text) in SECTIONS or is_kind(text)


def _is_told(text: str) -> bool:
    """Tell whether a row right above a date is a label too: `by Dara`, `Tags: nets`."""
    if len(text) > _LONGEST_COLUMN * 2 or ends_sentence(text):
        return False
    is_byline = folded(text).partition(" ")[0] in BYLINE
    return is_byline or is_filing(text) or label_of(text) is not None


def start_of_text(page: Page, date_row: int) -> int:
    """Return the row at which the text above a date begins, with its title."""
    start = date_row
    for n in range(date_row - 1, -1, -1):
        row = page.rows[n]
        if page.is_break(n):
            break
        if start == date_row and (row.kind in (MORE, NOISE) or _is_told(row.text)):
            continue
        text = row.text
        is_text = len(text) >= _PARAGRAPH or ends_sentence(text)
        if not is_text or (likeness(text) > _TITLE and text[-1] in "!?”"):
            # What stands above the title is a heading of the page, or an introduction.
            return n if start != date_row and is_title_like(text) else start
        start = n
    return start


def ends_with_dates(page: Page, dates: Sequence[int]) -> bool:
    """Tell whether the dates stand below their texts, and not above them.

    Then there is as much above the first as above the others, and less than that
    below the last.
    """
    starts = starts_of(page, dates)
    first = starts[0]
    if len(dates) < 2 or first is None or not is_title_like(page.rows[first].text):  # noqa: PLR2004
        return False
    pairs = [
        (start, date)
        for start, date in zip(starts, dates, strict=True)
        if start is not None
    ]
    whole = sum(len(page.content_between(start, date)) > 1 for start, date in pairs)
    if whole < _MOST * len(dates):
        return False
    sizes = [page.share(start, date) for start, date in pairs]
    usual = median(sizes[1:] or sizes)
    below = labels_below(page, dates[-1]).stop
    end = max(page.break_below(dates[-1]), below)
    near = min(end, below + max(other - one for one, other in pairwise(dates)))
    return sizes[0] > usual / 3 and page.share(below, near) < usual / 2
