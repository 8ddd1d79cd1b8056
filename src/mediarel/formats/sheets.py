"""Sheets: what the sheets of a workbook say, whichever program wrote it.

Each sheet with a header that fits is read; of the others it is told why not.
"""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import Row, UnreadableInputError
from mediarel.formats.cells import CellRules, cells_of_dates, read_rows, unnamed_note
from mediarel.formats.column_notes import HEADER
from mediarel.formats.columns import named_by, refuse_missing
from mediarel.formats.date_cells import date_reader
from mediarel.formats.header import HEAD, has_header, header_in
from mediarel.formats.reading import Reading
from mediarel.formats.undated import with_dates
from mediarel.formats.workbook import sheets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mediarel.formats.columns import Columns
    from mediarel.formats.reading import Entry, LeftOut, ReadOptions
    from mediarel.formats.workbook import Sheet

_HINT = "Give each column a name in the row above its cells."


class _Table(NamedTuple):
    """A sheet that is read: its columns, and its rows below them."""

    sheet: Sheet
    columns: Columns
    rows: list[tuple[int, list[str]]]
    above: tuple[LeftOut, ...]


def read_sheets(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in the workbook `data`.

    Raises UnreadableInputError.
    """
    filled = (sheet for sheet in sheets_of(data, source) if sheet.rows)
    sheets = [sheet for sheet in filled if not _is_of_notes(sheet)]
    several = len(sheets) > 1
    tables: list[_Table] = []
    notes: list[str] = []
    for sheet in sheets:
        head = [
            (Row(n, sheet.name if several else ""), c) for n, c in sheet.rows[:HEAD]
        ]
        if sheet.is_hidden and several:
            notes.append(f'Left out the sheet "{sheet.name}", which is hidden.')
        elif several and not has_header(head, options.columns):
            notes.append(
                f'Left out the sheet "{sheet.name}": no row of it has the names of '
                "columns, with one of a date."
            )
        else:
            tables.append(_table(sheet, head, options.columns, source))
    if not tables:
        what = "has no sheet with the names of columns" if several else "is empty"
        raise UnreadableInputError(source, None, what, _HINT)
    refuse_missing(
        options.columns, chain(*(each.columns.names for each in tables)), source
    )
    for table in tables:
        rows = _rows(table, several=several)
        notes += [*table.columns.notes, *unnamed_note(rows, table.columns)]
    return Reading(
        _entries(tables, source, options, several=several),
        "; ".join(_pattern(table, several=several) for table in tables),
        left_out=tuple(chain(*(table.above for table in tables))),
        notes=tuple(notes),
    )


def _is_of_notes(sheet: Sheet) -> bool:
    """Tell whether `sheet` is the one in which we say what the columns are."""
    _, cells = sheet.rows[0]
    return tuple(cells) == HEADER


def _table(
    sheet: Sheet,
    head: Sequence[tuple[int, Sequence[str]]],
    mapped: Mapping[str, str | None],
    source: str,
) -> _Table:
    names = chain(*(cells for _, cells in head))
    line, columns, above = header_in(head, named_by(mapped, names), source)
    return _Table(sheet, columns, [row for row in sheet.rows if row[0] > line], above)


def _entries(
    tables: Iterable[_Table], source: str, options: ReadOptions, *, several: bool
) -> Iterator[Entry | UnreadableInputError]:
    for table in tables:
        columns, rows = table.columns, _rows(table, several=several)
        cells = partial(cells_of_dates, rows, columns)
        dates = date_reader(cells, source, options.order, columns.orders())
        read = read_rows(rows, columns, source, CellRules("", _HINT, dates))
        yield from with_dates(read, source, undated=options.undated)


def _rows(table: _Table, *, several: bool) -> list[tuple[int, list[str]]]:
    """Return the rows of `table` with their place as an error names it."""
    name = table.sheet.name if several else ""
    return [(Row(number, name), cells) for number, cells in table.rows]


def _pattern(table: _Table, *, several: bool) -> str:
    sheet = f'sheet "{table.sheet.name}": ' if several else ""
    return sheet + table.columns.pattern
