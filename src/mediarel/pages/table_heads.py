"""What the columns of a table are: the cells of its first row."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import label_of

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


def with_head(line: ShownLine, lines: Sequence[ShownLine]) -> str:
    """Return what a cell says, behind the head of its column: `Issued by: Dara`.

    A first row that is not marked as one of heads is taken for one where its words
    are labels.
    """
    cell = cell_of(line.block)
    row = None if cell is None else cell.parent
    if cell is None or row is None:
        return line.text
    cells = list(islice(children(row), _MOST_COLUMNS))
    column = next((n for n, each in enumerate(cells) if each is cell), len(cells))
    table = table_of(row)
    first = first_row(table)
    if first is None or first is row:
        return line.text
    heads = children(first)[: len(cells)]
    if column >= len(heads) or heads[column].begin == heads[column].end:
        return line.text
    head = lines[heads[column].begin].text[:_LONGEST].rstrip(" :")
    label = label_of(f"{head}:")
    is_told = label is not None and label[0] in _TOLD
    is_head = heads[column].tag == "th" and not is_kind(line.text)
    return f"{head}: {line.text}" if is_told or is_head else line.text


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
