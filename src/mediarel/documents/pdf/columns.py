"""The column that a line stands in: its edges, and how far apart its lines are."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediarel.documents.pdf.lines import Line

_SAME_ROW = 0.5  # ems
_BETWEEN = 0.5  # ems from a cell to the one beside it
_NEAR = 30  # lines before and behind that tell the edges
_LIKE_SIZE = 0.25
_SAME_SIZE = 0.3  # points
_FARTHEST = 4  # ems between two lines of a paragraph
_USUAL_LEADING = 1.35  # ems
_COMMON = 0.34  # of the commonest distance
_WITHIN = 1.2
_ROUNDING = 0.5  # points


def set_edges(lines: list[Line]) -> None:
    """Set `left` and `right` of each line by those near it that overlap it.

    What stands beside it, such as another cell, is out of its column.
    """
    for place, line in enumerate(lines):
        left, right, beside = line.x0, line.x1, math.inf
        for other in lines[max(0, place - _NEAR) : place + _NEAR + 1]:
            if other.page != line.page or other.turn != line.turn:
                continue
            if abs(other.y - line.y) < _SAME_ROW * line.size and other.x0 > line.x1:
                beside = min(beside, other.x0)
            elif (
                other.x0 < line.x1
                and other.x1 > line.x0
                and abs(other.size - line.size) < _LIKE_SIZE * line.size
            ):
                left, right = min(left, other.x0), max(right, other.x1)
        line.left = left
        line.right = max(line.x1, min(right, beside - _BETWEEN * line.size))


class Leadings:
    """How far apart the lines of paragraphs are, for each size of letters."""

    def __init__(self, lines: list[Line]) -> None:
        drops: defaultdict[int, Counter[float]] = defaultdict(Counter)
        for above, below in pairwise(lines):
            drop = above.y - below.y
            is_like = abs(above.size - below.size) < _SAME_SIZE
            if (
                above.page == below.page
                and is_like
                and 0 < drop < _FARTHEST * above.size
            ):
                drops[round(above.size)][round(2 * drop) / 2] += 1
        self._of_size = {size: _least_common(each) for size, each in drops.items()}

    def reach(self, size: float) -> float:
        """Return how far below a line of `size` its paragraph may go on, in points."""
        leading = self._of_size.get(round(size), _USUAL_LEADING * size)
        return _WITHIN * leading + _ROUNDING


def _least_common(drops: Counter[float]) -> float:
    """Return the least of the common distances: those of paragraphs are greater."""
    most = max(drops.values())
    return min(drop for drop, times in drops.items() if times >= _COMMON * most)
