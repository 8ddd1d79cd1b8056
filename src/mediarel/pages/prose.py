"""Which rows of a page are running text, be it wrapped at the edge of a page."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.pages.rows import FOOT_LINE, TEXT
from mediarel.pages.titles import ends_sentence, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.rows import Row

_PARAGRAPH = 100
_SENTENCE = 60
_FULL_LINE = 45  # letters of a line that is wrapped


def prose_of(rows: Sequence[Row]) -> list[int]:
    """Return which of `rows` are paragraphs, or lines of one that is wrapped."""
    found = {n for n, row in enumerate(rows) if _is_paragraph(row)}
    for n, (row, below) in enumerate(pairwise(rows)):
        if _goes_on(row, below):
            found |= {n, n + 1}
    return sorted(found)


def _is_paragraph(row: Row) -> bool:
    if row.kind not in (TEXT, FOOT_LINE):
        return False
    length = width(row.text)
    return length >= _PARAGRAPH or (length >= _SENTENCE and ends_sentence(row.text))


def _goes_on(row: Row, below: Row) -> bool:
    """Tell whether a sentence goes on in the line below, in small letters."""
    is_next = not below.blanks and row.kind == below.kind == TEXT
    return is_next and len(row.text) >= _FULL_LINE and below.text[:1].islower()
