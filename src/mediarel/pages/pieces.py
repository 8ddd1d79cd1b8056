"""The pieces of a line in HTML: in which link, which cell and which class they are."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from mediarel.pages.noise import is_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import Piece, ShownLine

_EDGES = " \t|·•,;:–—-/»«>()[]"
_CLASSED = re.compile(
    r"(?:^|[-_])(?:title|headline|titre|titel|titulo|judul|subject)s?$"
)
_MOST_OF_FILE = 8  # pieces of a line that lead to a file


def rest_pieces(line: ShownLine, begin: int, end: int) -> tuple[Piece, ...]:
    """Return the pieces of a line without what stands from `begin` to `end`."""
    return outside(line.pieces, begin, end)


def outside(pieces: Sequence[Piece], begin: int, end: int) -> tuple[Piece, ...]:
    """Return what of some pieces does not stand from `begin` to `end`."""
    rest: list[Piece] = []
    for piece in pieces:
        if piece.begin < begin:
            rest.append(piece._replace(end=min(piece.end, begin)))
        if piece.end > end:
            rest.append(piece._replace(begin=max(piece.begin, end)))
    return tuple(rest)


def main_anchor(
    line: ShownLine, pieces: Sequence[Piece]
) -> tuple[Element, float] | None:
    """Return the link that most of `pieces` is in, and how much of them it is."""
    letters: Counter[Element] = Counter()
    total = 0
    for piece in pieces:
        count = len(line.text[piece.begin : piece.end].strip(_EDGES))
        total += count
        if piece.anchor is not None:
            letters[piece.anchor] += count
    if not letters or not total:
        return None
    anchor, count = letters.most_common(1)[0]
    return (anchor, count / total) if count else None


def without_files(line: ShownLine, pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Return pieces of a line without the link to a file behind them."""
    text = ""
    kept = pieces
    for count in range(len(pieces) - 1, max(0, len(pieces) - _MOST_OF_FILE), -1):
        text = line.text[pieces[count].begin : pieces[count].end] + text
        if is_file(text):
            kept = pieces[:count]
    return kept


def is_classed(element: Element) -> bool:
    """Tell whether an element says by its class that it is a title, or is in one."""
    above: Element | None = element
    for _ in range(4):
        if above is None:
            return False
        if above.classes and any(_CLASSED.search(each) for each in above.classes):
            return True
        above = above.parent
    return False


def cell_of(block: Element) -> int:
    """Return which cell of its row a line is in; 0 outside of tables."""
    above: Element | None = block
    while above is not None and above.tag not in {"td", "th"}:
        above = above.parent if above.depth > block.depth - 4 else None
    if above is None or above.parent is None:
        return 0
    cells = [each for each in above.parent.children if not isinstance(each, str)]
    return cells.index(above) + 1
