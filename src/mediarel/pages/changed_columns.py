"""Columns of a table that say by their head when an entry was last changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.words import LABELS, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.dated import Spot
    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine

_CELLS = frozenset(("td", "th"))
_LONGEST = 60
_UP_TO_TABLE = 3  # elements from a row: its group, and the table


def without_changed(spots: list[Spot], lines: Sequence[ShownLine]) -> list[Spot]:
    """Return dates, those in a column "Updated" marked, where their row has another."""
    cells = [_cell(spot.element) for spot in spots]
    heads: dict[Element, list[str]] = {}
    columns: dict[Element, dict[Element, int]] = {}
    changed = set()
    others = set()
    for number, cell in enumerate(cells):
        row = None if cell is None else cell.parent
        if cell is None or row is None:
            continue
        table = _table(row)
        if table not in heads:
            heads[table] = _heads(table, lines)
        if row not in columns:
            columns[row] = {each: n for n, each in enumerate(_children(row))}
        column = columns[row][cell]
        head = heads[table][column] if column < len(heads[table]) else ""
        if head in LABELS["modified"]:
            changed.add(number)
        elif spots[number].form == "alone":
            others.add(row)
    return [
        spot._replace(form="changed")
        if number in changed and (cell := cells[number]) and cell.parent in others
        else spot
        for number, spot in enumerate(spots)
    ]


def _cell(element: Element) -> Element | None:
    """Return the cell of a table that a date is in, None outside of tables."""
    above: Element | None = element
    for _ in range(_UP_TO_TABLE):
        if above is None or above.tag in _CELLS:
            return above
        above = above.parent
    return None


def _table(row: Element) -> Element:
    table = row
    for _ in range(_UP_TO_TABLE):
        if table.tag == "table" or table.parent is None:
            break
        table = table.parent
    return table


def _heads(table: Element, lines: Sequence[ShownLine]) -> list[str]:
    """Return what the cells of the first row of a table say."""
    row: Element | None = table
    while row is not None and row.tag != "tr":
        row = next(iter(_children(row)), None)
    if row is None:
        return []
    return [
        folded(lines[each.begin].text[:_LONGEST]) if each.begin < each.end else ""
        for each in _children(row)
    ]


def _children(element: Element) -> list[Element]:
    return [each for each in element.children if not isinstance(each, str)]
