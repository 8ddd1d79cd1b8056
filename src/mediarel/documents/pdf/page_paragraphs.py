"""Join lines into paragraphs, by the file's structure or by the positions of lines.

Footnotes are returned separately. A footnote is small text that begins with a number or
a sign, at the bottom of a page.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.documents.pdf.page_lines import CUT, DIGIT, ITEM, RAISED, SENTENCE_END
from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from mediarel.documents.pdf.page_lines import Line


_MARK = re.compile(rf"(?:{DIGIT}{{1,2}}|[*†‡¹²³⁰⁴-⁹]+)\s*\S")
_NUMBER = re.compile(r"([0-9]{1,2})(?![0-9])\s*")
_SIZE_OF_NOTE = 0.9  # of the size of the text
_FOOT = 0.4  # of the height of a page
_BETWEEN = 0.5  # ems between adjacent cells
_NEAR = 30  # lines before and after that determine the edges
_LIKE_SIZE = 0.25
_SAME_SIZE_IN_POINTS = 0.3  # points
_FARTHEST = 4  # ems between two lines of a paragraph
_USUAL_LEADING = 1.35  # ems
_COMMON = 0.34  # of the count of the most common distance
_WITHIN = 1.2
_ROUNDING = 0.5  # points
# In ems.
_CENTRED = 1.2
_SAME_MARGIN = 0.3
_SPACE = 0.25
_MARGIN = 1.1  # of a width that is estimated
_UNSPACED_WORD = 4.0
_LEAST_FILLED = 0.25  # of its column, for a line whose sentence continues
_CONTACT = re.compile(r"\S*(?:@|://|:\Z)|www\.")  # an address or a label: "tel.:"
_FEWEST = 3  # short lines, which show that lines are broken at spaces
_SHARE = 0.1  # of all lines
# In ems.
_SAME_ROW = 0.5
_GREATEST_DROP = 6.0
_INDENT = 0.8
_HANGING = 0.3
_SAME_START = 1.5
_SAME_SIZE = 0.08
_LOOKED_BACK = 4  # cells of a row


def paragraphs_of(lines: list[Line]) -> tuple[list[list[Line]], list[list[Line]]]:
    """Join lines into paragraphs. Return the paragraphs and the footnotes."""
    if not lines:
        return [], []
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


def _above(
    found: list[list[Line]], line: Line, leadings: Leadings
) -> list[Line] | None:
    """Return the paragraph directly above `line`, if any.

    In a table, the previous paragraph in the file may be the cell next to `line`.
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
    """Return whether `line` continues `paragraph`.

    If `is_cell`, `paragraph` and `line` are in the same cell of a table. In the file,
    text of the next cell comes between them. If `at_spaces`, lines are broken only at
    spaces.
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
    """Return whether `line` is indented and follows the end of a sentence."""
    if len(paragraph) == 1 or not SENTENCE_END.search(paragraph[-1].text):
        return False
    return line.x0 - min(each.x0 for each in paragraph) > _INDENT * line.size


def has_room_for(last: Line, line: Line, *, at_spaces: bool) -> bool:
    """Return whether `last` had room for the first word of `line`.

    If `at_spaces`, lines are broken only at spaces.
    """
    em = last.size
    word = line.text.split(maxsplit=1)[0]
    if any(map(is_unspaced, word)):
        needed = _width(line, word) if at_spaces else _UNSPACED_WORD * em
    else:
        needed = _MARGIN * _width(line, word) + _SPACE * em
    return _room(last, line) > needed


def sentence_goes_on(last: Line, line: Line) -> bool:
    """Return whether `line` continues the sentence or the word at the end of `last`.

    A line that continues a sentence begins in lower case. If `last` is much shorter
    than the column and has no hyphen at its end, `last` may be an entry of a list. In
    this case, return False.
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
    """Return whether lines in a script such as Khmer are broken only at spaces.

    If so, many lines end far from the right edge. If not, only the last line of each
    paragraph ends far from the right edge.
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
    """Return the width of the free space in the line `last`, in points."""
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
    """Return the approximate width of `word`, a part of `line`, in points."""
    return (line.x1 - line.x0) * len(word) / len(line.text)


def set_edges(lines: list[Line]) -> None:
    """Set `left` and `right` of each line to the edges of its column.

    The edges come from nearby lines above and below. Text to the right, such as the
    next cell, is outside of the column.
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
    """The distance between two lines of a paragraph, for each font size."""

    def __init__(self, lines: list[Line]) -> None:
        drops: defaultdict[int, Counter[float]] = defaultdict(Counter)
        for above, below in pairwise(lines):
            drop = above.y - below.y
            is_like = abs(above.size - below.size) < _SAME_SIZE_IN_POINTS
            if (
                above.page == below.page
                and is_like
                and 0 < drop < _FARTHEST * above.size
            ):
                drops[round(above.size)][round(2 * drop) / 2] += 1
        self._of_size = {size: _least_common(each) for size, each in drops.items()}

    def reach(self, size: float) -> float:
        """Return the largest distance between two lines of a paragraph, in points."""
        leading = self._of_size.get(round(size), _USUAL_LEADING * size)
        return _WITHIN * leading + _ROUNDING


def _least_common(drops: Counter[float]) -> float:
    """Return the distance between two lines of a paragraph.

    `drops` has the number of times that each distance occurs. Distances between
    paragraphs are larger, so this is the smallest distance that occurs often.
    """
    most = max(drops.values())
    return min(drop for drop, times in drops.items() if times >= _COMMON * most)


class Notes:
    """Collect the footnotes of a text.

    `found` contains a list of lines for each footnote.
    """

    def __init__(self, lines: list[Line]) -> None:
        letters: Counter[float] = Counter()
        for line in lines:
            letters[line.size] += len(line.text)
        self._greatest = _SIZE_OF_NOTE * letters.most_common(1)[0][0]
        self.found: list[list[Line]] = []

    def takes(self, line: Line) -> bool:
        """Return whether `line` is part of a footnote. If so, add it to `found`."""
        goes_on = self._goes_on(line)
        begins = not goes_on if line.is_note else self._begins(line)
        if begins:
            self.found.append([line])
        elif goes_on:
            self.found[-1].append(line)
        return begins or goes_on

    def _begins(self, line: Line) -> bool:
        return (
            line.block is None
            and line.size <= self._greatest
            and line.y < _FOOT * line.height
            and _MARK.match(line.text) is not None
        )

    def _goes_on(self, line: Line) -> bool:
        if not self.found:
            return False
        last = self.found[-1][-1]
        return line.block == last.block and (
            line.block is not None
            or (
                line.page == last.page
                and line.size <= self._greatest
                and line.y < last.y
            )
        )


def with_raised_mark(note: str) -> str:
    """Return the text `note` with its number in superscript digits: `¹ See …`."""
    number = _NUMBER.match(note)
    if number is None:
        return note
    return f"{number[1].translate(RAISED)} {note[number.end() :]}"
