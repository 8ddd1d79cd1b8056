"""Decide whether a text is one release or several entries of a list.

A release is running text with few dates of its own: in its header, dateline or footer.
Below the text there may be many names, but the names have no dates.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.pages.anchors import DAY, DAY_OF_NO_YEAR
from mediarel.pages.labels import ON
from mediarel.pages.page_rows import HEADING
from mediarel.pages.title_likeness import is_title_like
from mediarel.release.head import read_head
from mediarel.release.signatories import read_signatories
from mediarel.release.signing import is_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page
    from mediarel.pages.text_entries import Cut


_RARE = 5  # names per dated name, at least
_LEAST_SIDE = 15  # characters on either side of a date within a sentence
_BARS = frozenset("\t|｜")
_NEAR = 20  # characters before a date that may contain its preposition
_STOPS = (".", "!", "?", "។", "။", "。")
_FEW_DATES = 2  # or one for two paragraphs
_LEAST_PROSE = 3  # with so many paragraphs, two dates make no list
_LEAST_ABOVE = 2  # paragraphs of a release above the days it mentions
_LEAST_NAMES = 3
_MOST_TOLD = 30


def are_many(cuts: Sequence[Cut], prose: Sequence[int]) -> bool:
    """Return whether `cuts` are too many to be days mentioned in a release."""
    if len(cuts) <= _MOST_TOLD:
        return False
    above = bisect_left(prose, cuts[0].anchor.row)
    return above < _LEAST_ABOVE or len(cuts) > len(prose)


class Parts:
    """The paragraphs of a text, and its entries if the text were a list."""

    def __init__(
        self, page: Page, rows: Sequence[int], prose: Sequence[int], cuts: Sequence[Cut]
    ) -> None:
        within = frozenset(rows)
        self.page = page
        self.prose = [n for n in prose if n in within]
        told = days_told(page, self.prose) | days_of_names(page, rows, self.prose)
        self.cuts = [
            cut
            for cut in cuts
            if cut.anchor.row in within - told and not is_of_quotation(page, cut)
        ]
        self.dated = {
            each.row
            for each in page.anchors
            if each.row in within - told
            and not each.is_prose
            and each.precision in {DAY, DAY_OF_NO_YEAR}
        }

    def are_of_one(self, text: str) -> bool:
        """Return whether the parts form one release; `text` is the whole text."""
        if not self.prose:
            return False
        if len(self.cuts) < 2:  # noqa: PLR2004 - a list has two entries at least
            are_few = len(self.dated) <= max(_FEW_DATES, len(self.prose) / 2)
            return are_few or (len(self.prose) > 1 and _is_dated(text))
        if self._are_one_date() or self._tell_of_days(text):
            return True
        return self._are_few() and (_is_dated(text) or _is_signed(text))

    def _are_one_date(self) -> bool:
        """Return whether all dates are equal, and outside the paragraphs.

        If the paragraphs are few, no row between the dates may be a title.
        """
        first, last = self.prose[0], self.prose[-1]
        dates = {cut.anchor.date.date(self.page.order) for cut in self.cuts}
        between = range(self.cuts[0].anchor.row + 1, self.cuts[-1].anchor.row)
        texts = [self.page.rows[n].text for n in between]
        is_sure = len(self.prose) >= _LEAST_PROSE or not any(map(is_title_like, texts))
        is_outside = not any(first <= row <= last for row in self.dated)
        return len(dates) == 1 and is_sure and is_outside

    def _are_few(self) -> bool:
        """Return whether two dates have most of the text outside their entries."""
        within = self._prose_of_entries()
        is_much = len(self.prose) - within >= max(_LEAST_PROSE, 2 * within)
        is_below = self.prose[0] < self.cuts[-1].anchor.row
        return len(self.cuts) <= _FEW_DATES and is_much and is_below

    def _prose_of_entries(self) -> int:
        taken = {n for cut in self.cuts for n in (*cut.head, *cut.body)}
        return sum(n in taken for n in self.prose)

    def _tell_of_days(self, text: str) -> bool:
        """Return whether the dates are mentioned in a release that has its own date.

        Such dates are below its paragraphs, or in ascending order. The dates of a list
        with the latest on top are in descending order.
        """
        first = min(self.cuts[0].head)
        above = sum(n < first for n in self.prose)
        within = self._prose_of_entries()
        if above >= _LEAST_ABOVE and len(self.prose) - within > within:
            return _is_dated(text) or _is_signed(text)
        return self._go_up_below_the_first() and _is_dated(text)

    def _go_up_below_the_first(self) -> bool:
        dates = [cut.anchor.date.date(self.page.order) for cut in self.cuts]
        known = [date for date in dates if date is not None]
        if len(known) < len(dates) or len(known) <= _FEW_DATES:
            return False
        own, *told = known
        between = range(self.cuts[0].anchor.row, min(self.cuts[1].head))
        has_text = sum(n in between for n in self.prose) >= _LEAST_ABOVE
        goes_up = all(one < other for one, other in pairwise(told))
        return has_text and goes_up and own >= told[-1]


def _is_dated(text: str) -> bool:
    """Return whether the header of `text` has a date, unlike the header of a list."""
    return read_head(text).dated is not None


def _is_signed(text: str) -> bool:
    return len(read_signatories(text).names) >= _LEAST_NAMES


def days_told(page: Page, prose: Sequence[int]) -> frozenset[int]:
    """Return the rows whose dates are within a sentence or end a sentence.

    A date in a paragraph of `prose` counts if words are on both sides. It also counts
    if the date has no year and no heading gives the year. A date at the end of a
    sentence follows a preposition such as `on`.
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
    """Return the dated rows among names, if few rows below the heading are dated."""
    texts = page.rows
    begin = max((n for n in rows if is_heading(texts[n].text)), default=len(texts))
    below = [n for n in rows if n > max(begin, *prose[-1:])]
    dated = [n for n in below if texts[n].dates and n not in page.dates]
    return frozenset(dated if _RARE * len(dated) <= len(below) else ())


def is_of_quotation(page: Page, cut: Cut) -> bool:
    """Return whether a date belongs to a quoted person: `— Dara Sok, 3 May 2019`."""
    row = page.rows[cut.anchor.row].text
    return row.startswith(("—", "–")) and (cut.title or row) not in row


def _ends_sentence(anchor: Anchor) -> bool:
    """Return whether a date ends a sentence: `They were taken on 3 May 2019.`."""
    before = anchor.before
    is_last = anchor.after.strip() in _STOPS and len(before) >= _LEAST_SIDE
    return is_last and ON.search(before[-_NEAR:]) is not None


def _is_told(anchor: Anchor, *, has_years: bool) -> bool:
    sides = (anchor.before.strip(), anchor.after.strip())
    is_inner = all(
        len(each) >= _LEAST_SIDE and not _BARS.intersection(each) for each in sides
    )
    return is_inner or (anchor.date.year is None and not has_years)
