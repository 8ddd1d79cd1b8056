"""How much running text stands between two lines of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediarel.pages.choice import Page

_PARAGRAPH = 40  # letters of a line that is of a text


def text_below(page: Page, begin: int, end: int) -> int:
    """Return how many letters of paragraphs stand from one line to before another."""
    return sum(
        piece.end - piece.begin
        for number in range(begin, end)
        if not (page.passed[number] or page.beside[number])
        and len(page.lines[number].text) >= _PARAGRAPH
        for piece in page.lines[number].pieces
        if piece.anchor is None
    )
