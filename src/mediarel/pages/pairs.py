"""A copied table whose titles and dates swap sides from row to row.

It is read as what follows one another: pairs of one date and one title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import date_alone
from mediarel.pages.anchors import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.anchors import Anchor
    from mediarel.pages.layouts import Page

_LEAST = 4
_LONGEST_DATE = 60


class _Cell(NamedTuple):
    row: int
    text: str
    anchor: Anchor | None


def swapped_dates(page: Page) -> list[Anchor]:
    """Return the dates that are cells of a table, none where all are on one side."""
    found = [
        each
        for each in page.anchors
        if each.precision == DAY and _is_cell(each.before, each.after)
    ]
    right = sum("\t" in each.before for each in found)
    left = sum("\t" in each.after for each in found)
    return found if right and left and len(found) >= _LEAST else []


def _is_cell(before: str, after: str) -> bool:
    """Tell whether nothing else stands in the cell of a date."""
    nearest = before.rpartition("\t")[2] + after.partition("\t")[0]
    # In a row of three cells something else is between.
    one_side = not (before.strip() and after.strip())
    return one_side and not any(map(str.isalnum, nearest))


def paired_with(page: Page, anchors: Sequence[Anchor]) -> dict[Anchor, tuple[int, str]]:
    """Return the row and the text of the title that each date makes a pair with."""
    cells = _cells(page, anchors)
    tried = [_pairs(cells, start) for start in (0, 1)]
    return max(tried, key=lambda each: each[1])[0]


def _pairs(
    cells: Sequence[_Cell], start: int
) -> tuple[dict[Anchor, tuple[int, str]], int]:
    """Return the pairs from a cell on, and their count less that of lone cells."""
    found: dict[Anchor, tuple[int, str]] = {}
    lone, n = 0, start
    while n + 1 < len(cells):
        one, other = cells[n], cells[n + 1]
        if one.anchor is not None and other.anchor is None:
            found[one.anchor] = (other.row, other.text)
        elif one.anchor is None and other.anchor is not None:
            found[other.anchor] = (one.row, one.text)
        else:
            lone += 1
            n += 1
            continue
        n += 2
    return found, len(found) - lone


def _cells(page: Page, anchors: Sequence[Anchor]) -> list[_Cell]:
    """Return the cells from the one above the first date to that below the last."""
    dates = {each.row: each for each in anchors}
    first, last = anchors[0].row, anchors[-1].row
    above, below = page.away(first, -1), page.away(last, 1)
    begin = first if above is None else above
    end = last if below is None else below
    cells: list[_Cell] = []
    for row in page.content_between(begin, end + 1):
        texts = [each.strip() for each in page.rows[row].text.split("\t")]
        texts = [each for each in texts if any(map(str.isalnum, each))]
        if row == above:
            texts = texts[-1:]
        elif row == below:
            texts = texts[:1]
        cells += [_Cell(row, text, _date(dates.get(row), text)) for text in texts]
    return cells


def _date(anchor: Anchor | None, text: str) -> Anchor | None:
    """Return the date of a row where it is what this cell of the row holds."""
    is_date = len(text) <= _LONGEST_DATE and date_alone(text) is not None
    return anchor if is_date else None
