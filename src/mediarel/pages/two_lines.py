"""Titles of a copied page that stand over two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.labels import is_label
from mediarel.pages.rows import TEXT
from mediarel.pages.titles import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.layouts import Page
    from mediarel.pages.text_entries import Cut

_LONGEST = 60
_LEAST = 2  # titles that surely go on, for the page to have such
_FEW = 1 / 8
_GOES_ON = ("(", "–", "—", "- ", "…")


def with_second_lines(page: Page, cuts: Sequence[Cut]) -> list[Cut]:
    """Return `cuts` with a title's second line in it, where titles of a page have one.

    A line that begins with a small letter, a bracket or a dash goes on for sure; where
    several do, so do the other short lines between a title and a text.
    """
    below = [_second(page, cut) for cut in cuts]
    sure = sum(text is not None and _goes_on(text) for text in below)
    if sure < max(_LEAST, _FEW * len(cuts)):
        return list(cuts)
    return [
        cut if text is None else _joined(cut, text)
        for cut, text in zip(cuts, below, strict=True)
    ]


def _second(page: Page, cut: Cut) -> str | None:
    """Return the short line right below a title, above a text."""
    first = cut.body.start
    if cut.title is None or len(cut.body) < 2 or max(cut.head) != first - 1:  # noqa: PLR2004
        return None
    row = page.rows[first]
    is_short = row.kind == TEXT and not row.blanks and len(row.text) <= _LONGEST
    if not is_short or row.dates or is_label(row.text, at_edge=True):
        return None
    is_title_above = page.rows[first - 1].text == cut.title
    more = [page.rows[n] for n in cut.body[1:] if page.rows[n].kind == TEXT]
    is_over_text = any(len(each.text) > _LONGEST for each in more)
    return row.text if is_title_above and is_over_text else None


def _goes_on(text: str) -> bool:
    return text[0].islower() or text.startswith(_GOES_ON)


def _joined(cut: Cut, text: str) -> Cut:
    first = cut.body.start
    space = "" if is_unspaced(text[:1]) else " "
    return cut._replace(
        title=f"{cut.title}{space}{text}",
        head=(*cut.head, first),
        body=range(first + 1, cut.body.stop),
    )
