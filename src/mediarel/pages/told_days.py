"""Which dates of a text are of what it tells, and date no entry of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.labels import ON
from mediarel.pages.rows import HEADING
from mediarel.release.signing import is_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page
    from mediarel.pages.text_entries import Cut

_RARE = 5  # of so many names one has a date
_LEAST_SIDE = 15  # letters on either side of a date within a sentence
_BARS = frozenset("\t|｜")
_NEAR = 20  # letters before a date in which its preposition stands
_STOPS = (".", "!", "?", "។", "။", "。")


def days_told(page: Page, prose: Sequence[int]) -> frozenset[int]:
    """Return the rows whose dates are within a sentence, or end one.

    In a paragraph of `prose` they have words on both sides, or no year where no heading
    has that. A sentence says `on` before the date that it ends with.
    """
    within = frozenset(prose)
    has_years = any(
        row.kind == HEADING or (n in page.dates and row.dates[0].month is None)
        for n, row in enumerate(page.rows)
    )
    return frozenset(
        each.row
        for each in page.anchors
        if _ends_sentence(each)
        or (each.row in within and _is_told(each, has_years=has_years))
    )


def days_of_names(
    page: Page, rows: Sequence[int], prose: Sequence[int]
) -> frozenset[int]:
    """Return the dated rows among names: a few of those below their last heading."""
    texts = page.rows
    begin = max((n for n in rows if is_heading(texts[n].text)), default=len(texts))
    below = [n for n in rows if n > max(begin, *prose[-1:])]
    dated = [n for n in below if texts[n].dates and n not in page.dates]
    return frozenset(dated if _RARE * len(dated) <= len(below) else ())


def is_of_quotation(page: Page, cut: Cut) -> bool:
    """Tell whether a date is of who is quoted above: `— Dara Sok, 3 May 2019`."""
    row = page.rows[cut.anchor.row].text
    return row.startswith(("—", "–")) and (cut.title or row) not in row


def _ends_sentence(anchor: Anchor) -> bool:
    """Tell whether a date ends a sentence: `They were taken on 3 May 2019.`."""
    before = anchor.before
    is_last = anchor.after.strip() in _STOPS and len(before) >= _LEAST_SIDE
    return is_last and ON.search(before[-_NEAR:]) is not None


def _is_told(anchor: Anchor, *, has_years: bool) -> bool:
    sides = (anchor.before.strip(), anchor.after.strip())
    is_inner = all(
        len(each) >= _LEAST_SIDE and not _BARS.intersection(each) for each in sides
    )
    return is_inner or (anchor.date.year is None and not has_years)
