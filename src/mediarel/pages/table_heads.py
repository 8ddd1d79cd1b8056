"""What the columns of a table are: the cells of its first row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine

_CELLS = frozenset(("td", "th"))
_OF_ROWS = frozenset(("thead", "tbody", "tr"))
_LONGEST = 60
_UP_TO_TABLE = 3  # elements from a row: its group, and the table
_MOST_COLUMNS = 40
_TOLD = frozenset(("author", "category", "tags"))


def cell_of(element: Element) -> Element | None:
    """Return the cell of a table that a date is in, None outside of tables."""
    above: Element | None = element
    for _ in range(_UP_TO_TABLE):
        if above is None or above.tag in _CELLS:
            return above
        above = above.parent
    return None


def table_of(row: Element) -> Element:
    """Return the table that a row is in."""
    table = row
    for _ in range(_UP_TO_TABLE):
        if table.tag == "table" or table.parent is None:
            break
        table = table.parent
    return table


def heads_of(table: Element, lines: Sequence[ShownLine]) -> list[str]:
    """Return what the cells of the first row of a table say."""
    row = first_row(table)
    if row is None:
        return []
    return [
        lines[each.begin].text[:_LONGEST] if each.begin < each.end else ""
        for each in children(row)
    ]


def first_row(table: Element) -> Element | None:
    """Return the first row of a table, None where it has none."""
    row: Element | None = table
    while row is not None and row.tag != "tr":
        row = next(
            (x for x in row.children if not isinstance(x, str) and x.tag in _OF_ROWS),
            None,
        )
    return row


def children(element: Element) -> list[Element]:
    """Return the elements that stand in one, without its texts."""
    return [each for each in element.children if not isinstance(each, str)]
