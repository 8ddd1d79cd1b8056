"""What the heads of a table's columns say of its cells: "Category" over "CHANCERY".

A cell comes back with the name of its column as a label, where that name is one of
`LABELS`. Then a section of the site is not taken for who issued an entry.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.pages.markup import Element
    from mediarel.pages.markup_lines import ShownLine

_CELLS = frozenset(("td", "th"))
_ROWS = frozenset(("thead", "tbody", "tfoot"))
_TOLD = frozenset(("category", "tags", "author"))
_MOST_COLUMNS = 100
_MOST_PARTS = 20
_WIDTH = re.compile(r"[1-9][0-9]?")
_NEAR = 4  # rows of a table, or lines of a text, among which the heads are


def labelled_cell(text: str, line: ShownLine, lines: Sequence[ShownLine]) -> str:
    """Return `text`, which stands on `line`, behind the head of its column."""
    cell = next((each for each in _upper(line.block) if each.tag in _CELLS), None)
    row = cell and cell.parent
    if cell is None or row is None:
        return text
    place = next((n for n, each in _columns(row) if each is cell), None)
    table = next((each for each in row.ancestors() if each.tag == "table"), None)
    if place is None or table is None:
        return text
    for above in _first_rows(table):
        if above is row:
            break
        head = next((each for n, each in _columns(above) if n == place), None)
        if head is not None and head.end - head.begin == 1:
            name = lines[head.begin].text
            is_head = head.tag == "th" and not is_kind(text)
            if is_head or _is_told(name):
                return _labelled(name, text)
    return text


def heads_above(rows: Iterable[str]) -> tuple[str, ...]:
    """Return the heads of columns in the last of `rows` of a text, () for none."""
    for row in [*rows][: -_NEAR - 1 : -1]:
        cells = _cells(row)
        if len(cells) > 1 and any(map(_is_told, cells)):
            return tuple(cells)
    return ()


def labelled_pieces(
    pieces: Sequence[str], row: str, heads: Sequence[str]
) -> tuple[str, ...]:
    """Return `pieces` of a row of a text, those that are cells behind their heads."""
    cells = _cells(row)
    if not heads or len(cells) != len(heads):
        return tuple(pieces)
    told = {
        cell: _labelled(head, cell)
        for head, cell in zip(heads, cells, strict=True)
        if cell and _is_told(head)
    }
    return tuple(told.get(each.strip(), each) for each in pieces)


def _is_told(name: str) -> bool:
    label = label_of(f"{name.strip(' :')}: x")
    return label is not None and label[0] in _TOLD


def _labelled(name: str, text: str) -> str:
    # One that has a label of its own needs none.
    return text if label_of(text) is not None else f"{name.strip(' :')}: {text}"


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("\t")]


def _upper(element: Element) -> Iterator[Element]:
    yield element
    yield from element.ancestors()


def _columns(row: Element) -> Iterator[tuple[int, Element]]:
    """Yield the cells of a row, each with the number of the column it begins in."""
    place = 0
    for each in row.children[: 2 * _MOST_COLUMNS]:
        if not isinstance(each, str) and each.tag in _CELLS:
            yield place, each
            wide = _WIDTH.match(each.attributes.get("colspan", ""))
            place += int(wide[0]) if wide else 1


def _first_rows(table: Element) -> Iterator[Element]:
    """Yield the first rows of a table."""
    found = 0
    for each in table.children[:_MOST_PARTS]:
        if isinstance(each, str):
            continue
        parts = each.children if each.tag in _ROWS else [each]
        for row in parts[:_MOST_PARTS]:
            if not isinstance(row, str) and row.tag == "tr":
                yield row
                found += 1
                if found == _NEAR:
                    return
