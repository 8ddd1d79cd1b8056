"""Join the parts of lines that were stretched to the width of their column.

In Khmer, which has few spaces, and in narrow columns such a space is as wide as the gap
between two cells. But the file has a space there, and the row begins and ends where
others do. In scripts with spaces between words, each part is one word and the gaps are
alike.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.documents.pdf.lines import NUMBER
from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from mediarel.documents.pdf.lines import Line

# In ems.
_SAME_ROW = 0.25
_SAME_EDGE = 0.3
_SAME_GAP = 0.1

# Words with even gaps that make up one line if a line next to it is as wide; that do in
# any case.
_SOME, _MANY = 3, 4


def with_whole_rows(lines: list[Line]) -> list[Line]:
    """Return the `lines` of a page with the parts of stretched ones put together."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and _goes_on(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    whole: list[Line] = []
    for number, row in enumerate(rows):
        beside = [*rows[max(0, number - 1) : number], *rows[number + 1 : number + 2]]
        whole += [_joined(row)] if _is_stretched(row, lines, beside) else row
    return whole


def _goes_on(last: Line, line: Line) -> bool:
    return (
        (last.ends_with_space or line.begins_with_space)
        and last.turn == line.turn
        and last.block == line.block
        and abs(last.y - line.y) <= _SAME_ROW * line.size
        and line.x0 > last.x1
        and not NUMBER.match(line.text)
    )


def _is_stretched(row: list[Line], lines: list[Line], beside: list[list[Line]]) -> bool:
    """Return whether `row` is one line; `beside` are the rows above and below it."""
    if len(row) == 1:
        return False
    start, end, reach = row[0].x0, row[-1].x1, _SAME_EDGE * row[-1].size
    if any(is_unspaced(letter) for each in row for letter in each.text):
        others = [line for line in lines if line not in row]
        return any(abs(line.x0 - start) <= reach for line in others) and any(
            abs(line.x1 - end) <= reach for line in others
        )
    return _is_even(row) and (
        len(row) >= _MANY
        or any(
            abs(other[0].x0 - start) <= reach
            and abs(other[-1].x1 - end) <= reach
            and (len(other) == 1 or (len(other) >= _SOME and _is_even(other)))
            for other in beside
        )
    )


def _is_even(row: list[Line]) -> bool:
    """Return whether `row` is of words of several widths with gaps of one width."""
    if any(" " in each.text for each in row):
        return False
    gaps = [line.x0 - last.x1 for last, line in pairwise(row)]
    widths = [line.x1 - line.x0 for line in row]
    em = row[0].size
    return max(gaps) - min(gaps) <= _SAME_GAP * em and max(widths) - min(widths) > em


def _joined(row: list[Line]) -> Line:
    text = " ".join(each.text for each in row)
    return replace(
        row[0], text=text, x1=row[-1].x1, ends_with_space=row[-1].ends_with_space
    )
