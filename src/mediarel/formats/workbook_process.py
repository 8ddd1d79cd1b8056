"""Unpack a workbook in a separate process.

A workbook of some kilobytes can unpack to gigabytes. A broken workbook can crash the
library that reads it. In both cases, only the separate process ends, and mediarel
continues.

The process reads the workbook from standard input. It writes {"sheets": [[name, is
hidden, rows], …]} or {"error": message} to standard output. A row is [number, cells].
All cells are text, and empty rows are left out.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from typing import TYPE_CHECKING

from mediarel.worker import limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineSheet

    Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

LOCKED = "locked"
TOO_MUCH = "too much"


def main(memory: int, seconds: int, most: int) -> None:
    """Read a workbook from standard input, and write its content to standard output.

    The process may use `memory` bytes and `seconds` of CPU time. It writes at most
    `most` characters.
    """
    limit(memory, seconds)
    import python_calamine  # noqa: PLC0415 - within the limit

    found: dict[str, object]
    try:
        book = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        found = {
            "sheets": [
                (
                    sheet.name,
                    sheet.visible is not python_calamine.SheetVisibleEnum.Visible,
                    list(_rows(book.get_sheet_by_name(sheet.name))),
                )
                for sheet in book.sheets_metadata
                if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet
            ]
        }
    except python_calamine.PasswordError:
        found = {"error": LOCKED}
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        found = {"error": str(error)}
    # ASCII output, so that lone surrogates can be written too.
    output = json.dumps(found)
    sys.stdout.write(output if len(output) <= most else json.dumps({"error": TOO_MUCH}))


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of `sheet` that are not empty, with their numbers."""
    merged = _merged(sheet)
    # The last row and the text of each merged cell, by column.
    held: dict[int, tuple[int, str]] = {}
    for row, values in enumerate(sheet.iter_rows()):
        cells = [_text(value) for value in values]
        if not any(cells):
            continue
        for column, (last, text) in held.items():
            if row <= last and column < len(cells):
                cells[column] = cells[column] or text
        for column, last in merged.get(row, ()):
            if column < len(cells):
                held[column] = (last, cells[column])
        yield row + 1, cells


def _merged(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """Return the cells that are merged across several rows, by their first row.

    Each cell is a pair: the first column of the cell, and its last row.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    for (row, column), (last, _) in sheet.merged_cell_ranges or ():
        if last > row:
            found.setdefault(row, []).append((column, last))
    return found


def _text(value: Value) -> str:
    """Return a cell as text.

    The time of a date is left out if it is midnight. The number 2.0 becomes "2".
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time()
        return str(value.date() if is_day else value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
