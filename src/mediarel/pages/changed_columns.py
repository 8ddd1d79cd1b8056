"""Columns of a table that say by their head when an entry was last changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.table_heads import cell_of, children, heads_of, table_of
from mediarel.pages.words_around import folded
from mediarel.pages.words_within import LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine
    from mediarel.pages.spots import Spot


def without_changed(spots: list[Spot], lines: Sequence[ShownLine]) -> list[Spot]:
    """Return dates, those in a column "Updated" marked, where their row has another."""
    cells = [cell_of(spot.element) for spot in spots]
    heads: dict[Element, list[str]] = {}
    columns: dict[Element, dict[Element, int]] = {}
    changed = set()
    others = set()
    for number, cell in enumerate(cells):
        row = None if cell is None else cell.parent
        if cell is None or row is None:
            continue
        table = table_of(row)
        if table not in heads:
            heads[table] = heads_of(table, lines)
        if row not in columns:
            columns[row] = {each: n for n, each in enumerate(children(row))}
        column = columns[row][cell]
        head = heads[table][column] if column < len(heads[table]) else ""
        if folded(head) in LABELS["modified"]:
            changed.add(number)
        elif spots[number].form == "alone":
            others.add(row)
    return [
        spot._replace(form="changed")
        if number in changed and (cell := cells[number]) and cell.parent in others
        else spot
        for number, spot in enumerate(spots)
    ]
