"""Tell by the room that a line left whether its paragraph ends with it.

A paragraph ends where the next word would have fitted on the line, unless its sentence
goes on.

In Khmer most programs break a line between two words, which have no space between them.
Some break it at spaces alone, which are few: such lines end far from the edge.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.documents.pdf.lines import CUT, ITEM, SENTENCE_END
from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from mediarel.documents.pdf.columns import Leadings
    from mediarel.documents.pdf.lines import Line

# In ems.
_CENTRED = 1.2
_SAME_START = 0.3
_SPACE = 0.25
_MARGIN = 1.1  # of a width that is estimated
_UNSPACED_WORD = 4.0

_LEAST_FILLED = 0.25  # of its column, by a line whose sentence goes on
_CONTACT = re.compile(r"\S*(?:@|://|:\Z)|www\.")  # an address or a label: "tel.:"
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
        needed = _MARGIN * _width(line, word) + _SPACE * em
    return _room(last, line) > needed


def sentence_goes_on(last: Line, line: Line) -> bool:
    """Return whether the sentence or the word at the end of `last` goes on in `line`.

    Then `line` begins in lower case. A line that fills little of its column may be an
    entry of a list.
    """
    word = line.text.split(maxsplit=1)[0]
    begun = word.lstrip("(\"“‘«„'")
    if not begun[:1].islower() or _CONTACT.match(word):
        return False
    if CUT.search(last.text):
        return True
    filled = last.x1 - last.x0
    return not SENTENCE_END.search(last.text) and filled >= _LEAST_FILLED * (
        last.right - last.left
    )


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
