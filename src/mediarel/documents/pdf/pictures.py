"""The words that were read off the picture of a page, as its lines."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from mediarel.documents.pdf.glyphs import Style
from mediarel.documents.pdf.lines import lines_of
from mediarel.documents.pdf.runs import Run

if TYPE_CHECKING:
    from mediarel.documents.ocr import Word
    from mediarel.documents.pdf.lines import Line

_STYLE = Style("", is_bold=False, turn=0)
_USUAL = 0.15  # how far from the usual size the size of a line is taken for it


def lines_in_picture(words: list[Word], page: int, height: float) -> list[Line]:
    """Return the lines of the page number `page`, which is `height` points high."""
    if not words:
        return []
    usual = median(word.size for word in words)
    runs: list[Run] = []
    for word in words:
        is_usual = abs(word.size - usual) <= _USUAL * usual
        size = (usual if is_usual else word.size) * height
        text = word.text if word.is_last else f"{word.text} "
        x0, x1, y = word.x0 * height, word.x1 * height, word.y * height
        runs.append(Run(text, x0, x1, y, size, _STYLE))
    return lines_of(runs, page, height)
