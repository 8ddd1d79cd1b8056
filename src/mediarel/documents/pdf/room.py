"""The room that a line left: whether the next word had fitted in, so that it ended.

In Khmer most programs break a line between two words, which have no space between them.
Some break it at spaces alone, which are few: such lines end far from the edge.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.documents.pdf.lines import ITEM
from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from mediarel.documents.pdf.columns import Leadings
    from mediarel.documents.pdf.lines import Line

# In ems.
_CENTRED = 1.2
_SAME_START = 0.3
_LETTER, _LONGEST_WORD = 0.5, 12  # width; letters of the word that had room
_UNSPACED_WORD = 4.0

_FEWEST = 3  # lines that only a break at spaces explains
_SHARE = 0.1  # that these are of all


def has_room_for(last: Line, line: Line, *, at_spaces: bool) -> bool:
    """Tell whether `last` had room for the first word of `line`.

    With `at_spaces`, lines are broken at spaces alone.
    """
    em = last.size
    word = line.text.split(maxsplit=1)[0]
    if any(map(is_unspaced, word)):
        needed = _width(line, word) if at_spaces else _UNSPACED_WORD * em
    else:
        needed = (_LETTER * min(len(word), _LONGEST_WORD) + _LETTER / 2) * em
    return _room(last, line) > needed


def breaks_at_spaces(lines: list[Line], leadings: Leadings) -> bool:
    """Tell whether lines of a script without spaces are broken at spaces alone.

    Then many end far from the edge, where what follows up to its first space had not
    fitted in; else those are few, as only the last lines of paragraphs do.
    """
    unfilled = ended = every = 0
    for last, line in pairwise(lines):
        is_below = 0 < last.y - line.y <= leadings.reach(line.size)
        is_near = is_below and last.page == line.page and last.block == line.block
        word = line.text.split(maxsplit=1)[0]
        if not is_near or not any(map(is_unspaced, word)):
            continue
        every += 1
        room = _room(last, line)
        if room > _width(line, word):
            ended += 1
        elif room > _UNSPACED_WORD * last.size:
            unfilled += 1
    return unfilled > ended and unfilled >= max(_FEWEST, _SHARE * every)


def _room(last: Line, line: Line) -> float:
    """Return how much of its column `last`, above `line`, left free, in points."""
    em = last.size
    before, behind = last.x0 - last.left, last.right - last.x1
    is_centred = (
        before > em
        and abs(before - behind) < _CENTRED * em
        and abs(last.x0 - line.x0) > _SAME_START * em
        and not ITEM.match(last.text)
    )
    return behind + before if is_centred else behind


def _width(line: Line, word: str) -> float:
    """Return about how wide `word`, which begins `line`, is."""
    return (line.x1 - line.x0) * len(word) / len(line.text)
