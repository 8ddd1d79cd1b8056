"""Paragraphs: lines that belong together, by the file's structure or by their place."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.documents.pdf.columns import Leadings, set_edges
from mediarel.documents.pdf.lines import CUT, ITEM, SENTENCE_END
from mediarel.documents.pdf.notes import Notes
from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from mediarel.documents.pdf.lines import Line


# In ems.
_CENTRED = 1.2
_SAME_MARGIN = 0.3
_SPACE = 0.25
_MARGIN = 1.1  # of a width that is estimated
_UNSPACED_WORD = 4.0
_LEAST_FILLED = 0.25  # of its column, by a line whose sentence goes on
_CONTACT = re.compile(r"\S*(?:@|://|:\Z)|www\.")  # an address or a label: "tel.:"
_FEWEST = 3  # lines that only a break at spaces explains
_SHARE = 0.1  # that these are of all
# In ems.
_SAME_ROW = 0.5
_GREATEST_DROP = 6.0
_INDENT = 0.8
_HANGING = 0.3
_SAME_START = 1.5
_SAME_SIZE = 0.08
_LOOKED_BACK = 4  # cells of a row
_LONG_LINE = 60  # letters
_MANY = 20  # lines
_SHARE_UNENDED = 0.3


def paragraphs_of(
    lines: list[Line],
) -> tuple[list[list[Line]], list[list[Line]]]:
    """Return the paragraphs of `lines`, and apart from them the footnotes."""
    if not lines:
        return [], []
    if _has_lines_for_paragraphs(lines):
        for line in lines:
            line.block = None
    set_edges(lines)
    leadings = Leadings(lines)
    at_spaces = breaks_at_spaces(lines, leadings)
    if at_spaces:
        for line in lines:
            line.ends_with_space = True
    notes = Notes(lines)
    found: list[list[Line]] = []
    before: Line | None = None
    for line in lines:
        if notes.takes(line):
            continue
        paragraph = _above(found, line, leadings) or (found[-1] if found else None)
        if paragraph is not None and _goes_on(
            paragraph,
            line,
            leadings,
            is_cell=paragraph[-1] is not before,
            at_spaces=at_spaces,
        ):
            paragraph.append(line)
        else:
            found.append([line])
        before = line
    return found, notes.found


def _has_lines_for_paragraphs(lines: list[Line]) -> bool:
    """Tell whether the structure gives each line a paragraph of its own."""
    of_block = Counter(line.block for line in lines if line.block is not None)
    if of_block.total() <= _MANY or max(of_block.values()) > 1:
        return False
    unended = sum(
        len(line.text) > _LONG_LINE and not SENTENCE_END.search(line.text)
        for line in lines
    )
    return unended > _SHARE_UNENDED * len(lines)


def _above(
    found: list[list[Line]], line: Line, leadings: Leadings
) -> list[Line] | None:
    """Return the paragraph that ends right above `line`: a cell goes on below itself.

    The one before it in the file may be the cell beside it.
    """
    if line.block is not None or not found or found[-1][-1].block is not None:
        return None
    for paragraph in found[: -_LOOKED_BACK - 1 : -1]:
        last = paragraph[-1]
        if (
            last.page == line.page
            and last.block is None
            and abs(last.x0 - line.x0) < _SAME_START * line.size
            and 0 < last.y - line.y <= leadings.reach(line.size)
            and abs(last.size - line.size) <= _SAME_SIZE * line.size
        ):
            return paragraph
    return None


def _goes_on(
    paragraph: list[Line],
    line: Line,
    leadings: Leadings,
    *,
    is_cell: bool,
    at_spaces: bool,
) -> bool:
    """Tell whether `line` goes on with `paragraph`.

    With `is_cell`, the file has another cell between them, which is beside it; with
    `at_spaces`, lines are broken at spaces alone.
    """
    last = paragraph[-1]
    if line.turn != last.turn:
        return False
    if line.block is not None or last.block is not None:
        return line.block == last.block
    em = line.size
    is_other = abs(last.size - em) > _SAME_SIZE * em or last.is_bold != line.is_bold
    if is_other or ITEM.match(line.text):
        return False
    drop = last.y - line.y
    is_short = has_room_for(last, line, at_spaces=at_spaces) and (
        is_cell or not sentence_goes_on(last, line)
    )
    if last.page == line.page and 0 < drop < _GREATEST_DROP * em:
        is_item = ITEM.match(paragraph[0].text) is not None
        is_under_item = is_item and line.x0 <= paragraph[0].x0 - _HANGING * em
        return (
            drop <= leadings.reach(em)
            and (not is_short or (is_item and is_cell))
            and not is_under_item
            and not _is_indented(paragraph, line)
        )
    if last.page == line.page and abs(drop) <= _SAME_ROW * em:
        return False
    return not is_short and not SENTENCE_END.search(last.text)


def _is_indented(paragraph: list[Line], line: Line) -> bool:
    """Tell whether `line` is set in behind a sentence that ended."""
    if len(paragraph) == 1 or not SENTENCE_END.search(paragraph[-1].text):
        return False
    return line.x0 - min(each.x0 for each in paragraph) > _INDENT * line.size


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
        and abs(last.x0 - line.x0) > _SAME_MARGIN * em
        and not ITEM.match(last.text)
    )
    return behind + before if is_centred else behind


def _width(line: Line, word: str) -> float:
    """Return about how wide `word`, which begins `line`, is."""
    return (line.x1 - line.x0) * len(word) / len(line.text)
