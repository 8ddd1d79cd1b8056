"""Running heads, running feet and page numbers: lines that are no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from mediarel.documents.pdf.lines import DIGIT

if TYPE_CHECKING:
    from mediarel.documents.pdf.lines import Line

_FIGURES = re.compile(f"{DIGIT}+")
_PAGE_NUMBER = re.compile(
    rf"\W*(?:page|ទំព័រ(?:ទី)?)?\W*{DIGIT}{{1,3}}"
    rf"(?:\W*(?:of|/|នៃ)?\W*{DIGIT}{{1,3}})?\W*",
    re.IGNORECASE,
)
_OUTERMOST = 3  # lines at the top and at the bottom of a page
_MARGIN = 0.15  # of the height of a page
_NUMBER_MARGIN = 0.1
_SAME_HEIGHT = 6  # points
_AGAIN = 2
_SHARE = 3  # they come back on one page in so many


def without_margins(pages: list[list[Line]]) -> list[Line]:
    """Return the lines of all `pages` without running heads and feet.

    These come back, but for their figures, at one height on a third of the pages.
    """
    outermost = [line for lines in pages for line in _outermost(lines)]
    seen = Counter(_key(line) for line in outermost)
    dropped: set[Line] = set()
    for line in outermost:
        text, height = _key(line)
        times = sum(seen[text, height + step] for step in (-1, 0, 1))
        comes_back = times >= _AGAIN and _SHARE * times >= len(pages)
        is_outer = _is_within(line, _NUMBER_MARGIN)
        if comes_back or (is_outer and _PAGE_NUMBER.fullmatch(line.text)):
            dropped.add(line)
    return [line for lines in pages for line in lines if line not in dropped]


def _outermost(lines: list[Line]) -> list[Line]:
    ordered = sorted(lines, key=lambda line: line.y)
    ends = dict.fromkeys([*ordered[:_OUTERMOST], *ordered[-_OUTERMOST:]])
    return [line for line in ends if _is_within(line, _MARGIN) and not line.is_note]


def _is_within(line: Line, margin: float) -> bool:
    return not margin * line.height <= line.y <= (1 - margin) * line.height


def _key(line: Line) -> tuple[str, int]:
    return _FIGURES.sub("#", line.text), round(line.y / _SAME_HEIGHT)
