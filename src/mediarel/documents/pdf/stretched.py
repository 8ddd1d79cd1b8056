"""Lines that were stretched to the width of their column, at the few spaces they have.

In Khmer, where words have no spaces between them, such a gap is as wide as that between
two cells. But the file has a space there, and the row begins and ends where others do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mediarel.documents.pdf.lines import NUMBER
from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from mediarel.documents.pdf.lines import Line

# In ems.
_SAME_ROW = 0.25
_SAME_EDGE = 0.3


def with_whole_rows(lines: list[Line]) -> list[Line]:
    """Return the `lines` of a page with the parts of stretched ones put together."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and _goes_on(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    whole: list[Line] = []
    for row in rows:
        whole += [_joined(row)] if _is_stretched(row, lines) else row
    return whole


def _goes_on(last: Line, line: Line) -> bool:
    return (
        last.ends_with_space
        and last.turn == line.turn
        and last.block == line.block
        and abs(last.y - line.y) <= _SAME_ROW * line.size
        and line.x0 > last.x1
        and not NUMBER.match(line.text)
    )


def _is_stretched(row: list[Line], lines: list[Line]) -> bool:
    letters = (letter for each in row for letter in each.text)
    if len(row) == 1 or not any(map(is_unspaced, letters)):
        return False
    start, end, reach = row[0].x0, row[-1].x1, _SAME_EDGE * row[-1].size
    others = [line for line in lines if line not in row]
    return any(abs(line.x0 - start) <= reach for line in others) and any(
        abs(line.x1 - end) <= reach for line in others
    )


def _joined(row: list[Line]) -> Line:
    text = " ".join(each.text for each in row)
    return replace(
        row[0], text=text, x1=row[-1].x1, ends_with_space=row[-1].ends_with_space
    )
