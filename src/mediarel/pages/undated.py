"""Find undated entries between the dated entries of a list.

Otherwise their rows would become text of the entry above. One sign is a row above that
usually ends an entry. Another is a larger gap than within other entries. The third is a
title-like row with a text below, if other entries contain none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import is_byline, is_label
from mediarel.pages.layouts import ABOVE, BELOW
from mediarel.pages.misprints import forms_of, misprint_in
from mediarel.pages.page_rows import MORE, TEXT
from mediarel.pages.title_likeness import ends_sentence, likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.layouts import Layout, Page
    from mediarel.pages.text_entries import Cut

_TITLE = 0.55
_RARE = 0.15  # maximum share of entries with a sign of an undated entry
_SOME = 0.25  # the same, if each entry is a block of rows without empty lines
_WORD = 0.5  # minimum title-likeness of a short row
_FEW = 3
_LONGEST_WORD = 20
_ENOUGH = 5
_MOST = 0.8
_LONG = 110
_LONGEST = 150


class Undated(NamedTuple):
    """The rows of an entry without a date."""

    below: int
    """The number of the entry above."""
    rows: range
    misprint: tuple[int, str] | None = None
    """The row of an invalid date, and that date."""


def split_undated(
    page: Page, cuts: Sequence[Cut], layout: Layout
) -> tuple[list[Cut], list[Undated]]:
    """Return the entries without rows of undated entries, then the undated entries."""
    tells = _Tells(page, cuts)
    forms = forms_of(page, [cut.anchor for cut in cuts])
    kept, undated = [], []
    for n, cut in enumerate(cuts):
        misprints = _misprints(page, cut, forms, layout)
        inner = {row for row, _ in misprints.values()}
        if layout.where == BELOW:  # their titles
            inner |= {page.away(row, layout.rows) or row for row in inner}
        starts = sorted({*misprints, *(set(tells.starts(cut)) - inner)})
        if not starts:
            kept.append(cut)
            continue
        kept.append(cut._replace(body=range(cut.body.start, starts[0])))
        ends = [*starts[1:], cut.body.stop]
        undated += [
            Undated(n, range(start, end), misprints.get(start))
            for start, end in zip(starts, ends, strict=True)
        ]
    return kept, undated


def _misprints(
    page: Page, cut: Cut, forms: frozenset[str], layout: Layout
) -> dict[int, tuple[int, str]]:
    """Return the invalid dates in a body, by the first row of their entries."""
    found = {}
    for n in cut.body:
        text = misprint_in(page.rows[n], forms, layout)
        if text is None:
            continue
        above = page.away(n, -layout.rows) if layout.where == ABOVE else None
        start = n if above is None or above not in cut.body else above
        found[start] = n, text
    return found


class _Tells:
    """Statistics of the entries of a page, to detect unusual rows."""

    def __init__(self, page: Page, cuts: Sequence[Cut]) -> None:
        self.page = page
        rows = page.rows
        self.issuers = {
            each.strip() for cut in cuts for each in cut.beside if len(each.strip()) > 1
        }
        inner_gaps, outer_gaps, widest = [], [], []
        ended = with_more = with_body = with_inner = with_title = 0
        for cut in cuts:
            content = [n for n in cut.body if rows[n].kind == TEXT]
            with_body += bool(content)
            widest.append(max((rows[n].blanks for n in content), default=-1))
            inner_gaps += [rows[n].blanks for n in content]
            outer_gaps.append(rows[min(cut.head)].blanks)
            more = [n for n in cut.body if rows[n].kind == MORE]
            with_more += bool(more)
            ended += bool(more) and not any(n > more[0] for n in content)
            with_title += bool(content) and self._is_title_like(content[0])
            with_inner += any(self._is_heading(n, cut) for n in content[1:])
        count = len(cuts)
        # If entries begin as blocks, a block within a text is a separate entry.
        blocks = sum(any(self._is_block(n, cut) for n in cut.body) for cut in cuts)
        headed = sum(rows[min(cut.head)].blanks > 0 for cut in cuts[1:])
        is_few = 0 < blocks <= max(1, _SOME * count)
        self.is_blocked = is_few and count >= _ENOUGH and headed >= _MOST * (count - 1)
        self.longest = max((len(cut.title) for cut in cuts if cut.title), default=0)
        self.has_bodies = with_body > _RARE * count
        self.has_more_last = with_more >= _MOST * max(with_body, 1) and (
            ended >= _MOST * with_more > 0
        )
        self.is_rare = count >= _ENOUGH and 0 < with_inner <= max(1, _RARE * count)
        self.is_bare = count >= _FEW and 0 < with_body <= max(1, _RARE * count)
        # Other entries begin with text, so a title begins a separate entry.
        self.begin_with_text = count >= _ENOUGH and with_title <= _RARE * with_body
        outer = sorted(outer_gaps[1:])
        self.gap = outer[len(outer) // 10] if outer else 0
        # If the rows of an entry are adjacent, a row as far away as the next entry is a
        # separate entry.
        far = sum(gap >= self.gap for gap in widest[:-1])  # a footer is below the last
        is_rare = 0 < far + (widest[-1] >= self.gap) <= max(1, _RARE * count)
        is_rare = is_rare or 0 < far <= _SOME * count
        self.is_close = count >= _FEW and self.gap > 0 and is_rare
        below = sum(gap < self.gap for gap in inner_gaps)
        self.has_gap = self.gap > 1 and below >= (1 - _RARE) * len(inner_gaps)

    def starts(self, cut: Cut) -> list[int]:
        """Return the rows of a body where an undated entry begins."""
        found = []
        is_first, is_ended = True, False
        for n in cut.body:
            row = self.page.rows[n]
            if row.kind == TEXT and n not in self.page.dates:
                if self._begins(cut, n, is_first=is_first, is_ended=is_ended):
                    found.append(n)
                    is_ended = False
                is_first = False
            is_ended = is_ended or row.kind == MORE
        return found

    def _begins(self, cut: Cut, n: int, *, is_first: bool, is_ended: bool) -> bool:
        row = self.page.rows[n]
        is_issuer = row.text.strip() in self.issuers and row.blanks > 0
        is_apart = cut.title is not None and self._is_apart(n)
        is_signed = not is_first and cut.title is not None and self._is_signed(n, cut)
        if (
            is_issuer
            or is_apart
            or is_signed
            or (self.is_blocked and self._is_block(n, cut))
        ):
            return True
        could_be = likeness(row.text) >= _TITLE or is_kind(row.text)
        if is_first:
            is_other = self.begin_with_text and not ends_sentence(row.text)
            is_short = len(row.text) <= max(self.longest, _LONG)
            return is_other and is_short and could_be and cut.title is not None
        if self.has_gap and row.blanks >= self.gap:
            return could_be
        if self.has_more_last and is_ended:
            return not is_label(row.text, at_edge=True)
        is_heading = self._is_heading(n, cut)
        return is_heading and (self.is_rare or is_kind(row.text))

    def _is_apart(self, n: int) -> bool:
        """Return whether a row is a title after a gap unusual within entries."""
        row = self.page.rows[n]
        is_far = row.blanks >= self.gap
        if not (self.is_bare or self.is_close) or not is_far:
            return False
        text = row.text
        least = _WORD if len(text) <= _LONGEST_WORD else _TITLE
        is_titled = likeness(text) >= least and not ends_sentence(text)
        return len(text) <= max(self.longest, _LONG) and (is_titled or is_kind(text))

    def _is_block(self, n: int, cut: Cut) -> bool:
        """Return whether a row of a body is a title with a text just below."""
        row = self.page.rows[n]
        if not row.blanks or row.kind != TEXT or n + 1 >= cut.body.stop:
            return False
        below = self.page.rows[n + 1]
        is_text = below.kind == TEXT and not below.blanks and ends_sentence(below.text)
        is_short = len(row.text) <= max(len(below.text), _LONG)
        is_headed = is_text and is_short and n not in self.page.dates
        return (
            is_headed
            and self._is_title_like(n)
            and not is_label(row.text, at_edge=True)
        )

    def _is_signed(self, n: int, cut: Cut) -> bool:
        """Return whether a row is a title with a byline just below: `by Dara`."""
        if not self.page.rows[n].blanks or n + 1 >= cut.body.stop:
            return False
        below = self.page.rows[n + 1]
        is_next = below.kind == TEXT and not below.blanks and not below.dates
        return is_next and self._is_title_like(n) and is_byline(below.text)

    def _is_title_like(self, n: int) -> bool:
        text = self.page.rows[n].text
        return likeness(text) >= _TITLE and not ends_sentence(text)

    def _is_heading(self, n: int, cut: Cut) -> bool:
        """Return whether a row within a body is a title above a text."""
        rows = self.page.rows
        text = rows[n].text
        if len(text) > _LONGEST or n + 1 >= cut.body.stop:
            return False
        if (likeness(text) < _TITLE and not is_kind(text)) or ends_sentence(text):
            return False
        above, below = rows[n - 1], rows[n + 1]
        is_over_text = below.kind == TEXT and (
            len(below.text) > len(text)
            and (len(below.text) >= 60 or ends_sentence(below.text))  # noqa: PLR2004
        )
        ends = above.kind == MORE or ends_sentence(above.text) or len(above.text) >= 100  # noqa: PLR2004
        return is_over_text and ends
