"""Read names in tables and columns with tabs or wide spaces between the cells."""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from mediarel.release.namelike import is_title_like
from mediarel.release.one_name import bare_number, clean_name, without_number
from mediarel.release.people import is_like_a_person
from mediarel.release.signing import countries, is_part
from mediarel.release.words import SIGNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


_WIDE = re.compile(r"(?<=\S)[ \t\u00a0\u2002\u2003]{3,}(?=\S)")
_DOUBLE = re.compile(r"(?<=\S)[ \t\u00a0\u2002\u2003]{2,}(?=\S)")
_MOST_COLUMNS = 4
_ROWS_NEEDED = 3
_LEAST_ROWS = 2  # with names in all cells


def in_columns(lines: Sequence[str]) -> list[str]:
    """Return the rows of `lines`, with tabs between cells, or [] without columns.

    If all columns contain names, each returned row is a single name.
    """
    filled = [line for line in lines if line.strip()]
    gaps = sum("\t" in line for line in filled)
    if 2 * gaps > len(filled):
        rows = [*lines]
    elif not (rows := _at_wide_spaces(filled)):
        return []
    cells = [_filled(row) for row in rows]
    people = [row for row in cells if not _is_of_offices(row)]
    if any(people) and len(people) < len(cells):
        return [cell for row in people for cell in row]
    if _are_columns_of_names([row for row in cells if row]):
        return [cell for row in cells for cell in row]
    return rows


def _is_of_offices(row: Sequence[str]) -> bool:
    """Return whether `row` has the office of each person in the row above."""
    return len(row) > 1 and all(map(SIGNING.roles.search, row))


def _at_wide_spaces(lines: Sequence[str]) -> list[str]:
    """Return `lines` with tabs in place of wide spaces, if most lines have those."""
    for pattern, of_four in ((_WIDE, 2), (_DOUBLE, 3)):
        wide = [without_number(line.strip()) for line in lines]
        count = sum(pattern.search(line) is not None for line in wide)
        if count >= _ROWS_NEEDED and 4 * count >= of_four * len(lines):
            return [pattern.sub("\t", line) for line in wide]
    return []


def _filled(row: str) -> list[str]:
    """Return the cells of `row` that have text, without numbers and marks."""
    cells = (clean_name(without_number(cell)) for cell in row.split("\t"))
    return [cell for cell in cells if cell and not bare_number().fullmatch(cell)]


def _are_columns_of_names(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether all columns of `rows` contain names, not only the first."""
    whole = [row for row in rows if len(row) > 1]
    width = max(map(len, whole), default=0)
    if len(whole) < _LEAST_ROWS or width > _MOST_COLUMNS or any(map(_is_header, whole)):
        return False
    columns = [
        [row[place] for row in whole if len(row) > place] for place in range(width)
    ]
    people = [_share(is_like_a_person, column) for column in columns]
    is_mixed = max(people) > _OF_PEOPLE and min(people) <= _OF_PEOPLE
    is_sorted = all(map(_is_sorted, columns)) or _is_sorted([*chain(*whole)])
    return all(map(_is_of_names, columns)) and (is_sorted or not is_mixed)


_OF_PEOPLE = 0.55


def _is_of_names(column: Sequence[str]) -> bool:
    """Return whether `column` has names: capitalised, unique, and of several words."""
    is_each_once = len(set(column)) > 0.9 * len(column)
    return (
        is_each_once
        and _share(is_title_like, column) > 0.7  # noqa: PLR2004
        and _share(_is_other, column) < 0.2  # noqa: PLR2004
        and _share(_is_short, column) < 0.5  # noqa: PLR2004
    )


def _is_other(cell: str) -> bool:
    """Return whether `cell` is a country or the role of a person."""
    return cell.casefold() in countries() or SIGNING.roles.search(cell) is not None


def _is_short(cell: str) -> bool:
    """Return whether `cell` is a single word: perhaps a country or a place."""
    return " " not in cell and (len(cell) < 5 or cell[0] <= "\u0dff")  # noqa: PLR2004


def _share(test: Callable[[str], object], column: Sequence[str]) -> float:
    return sum(bool(test(cell)) for cell in column) / max(1, len(column))


def _is_sorted(column: Sequence[str]) -> bool:
    """Return whether `column` is almost in alphabetical order."""
    low = [cell.casefold() for cell in column]
    falls = sum(after < before for before, after in pairwise(low))
    return len(low) > _ROWS_NEEDED and 8 * falls <= len(low)


def of_table(lines: Sequence[str]) -> Iterator[str]:
    """Yield the names in rows with tabs between the cells."""
    column: int | None = None
    for line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        if _is_header(filled):
            column = next(
                (
                    n
                    for n, cell in enumerate(cells)
                    if cell.casefold() in SIGNING.column_of_names
                ),
                None,
            )
            continue
        if column is not None and len(cells) > column and cells[column]:
            yield clean_name(cells[column])
            continue
        words = [cell for cell in filled if not bare_number().fullmatch(cell)]
        if len(filled) == 1 and words and is_part(words[0]):
            continue
        named = [cell for cell in words if cell.casefold() not in countries()] or words
        if named and (name := clean_name(without_number(named[0]))):
            yield name


def _named(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


def _is_header(cells: Sequence[str]) -> bool:
    low = [cell.casefold().strip(":. ") for cell in cells]
    return any(cell in SIGNING.column_of_names for cell in low) and all(
        cell in SIGNING.column_of_names
        or cell in SIGNING.other_column
        or f"{cell}." in SIGNING.other_column
        for cell in low
    )


def width_of_header(rows: Sequence[str]) -> int:
    """Return the number of column headings at the start of a list of cells.

    Return 0 if the list is no table.
    """
    width = 0
    while width < len(rows) and rows[width].casefold().strip(":. ") in (
        SIGNING.column_of_names | SIGNING.other_column
    ):
        width += 1
    is_table = width > 1 and _is_header(rows[:width]) and len(rows) % width == 0
    return width if is_table else 0


def of_cells(rows: Sequence[str], width: int) -> list[str]:
    """Return the names of a table with one cell per line, below `width` headings."""
    column = next(
        n for n, cell in enumerate(rows) if cell.casefold() in SIGNING.column_of_names
    )
    return [clean_name(name) for name in rows[width + column :: width]]


def of_rows(lines: Sequence[str]) -> list[str]:
    """Return the names of a table without headings and with one cell per line.

    The names are in the first column. A different column has countries or years. Return
    [] if `lines` are not such a table.
    """
    for width in _WIDTHS:
        if len(lines) % width or len(lines) < _ROWS_NEEDED * width:
            continue
        names, *others = (lines[place::width] for place in range(width))
        shares = (_share(_is_told, column) for column in others)
        if max(shares) > _OF_TABLE and _share(_may_be_cell_of_name, names) > _OF_TABLE:
            return [clean_name(without_number(name)) for name in names]
    return []


_WIDTHS = (3, 2, 4)
_OF_TABLE = 0.85
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[/–-]\s?(?:\d\d){1,2})?")


def _is_told(cell: str) -> bool:
    """Return whether `cell` is a country or a year."""
    return cell.casefold() in countries() or _YEARS.fullmatch(cell) is not None


def _may_be_cell_of_name(cell: str) -> bool:
    is_other = cell.casefold() in countries() or cell[0].isdigit()
    return not is_other and is_title_like(cell)
